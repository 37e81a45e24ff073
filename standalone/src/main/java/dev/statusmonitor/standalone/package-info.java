/** The whole platform as one command: starts every part, in order, and ends them in the reverse one. */
@NullMarked
package dev.statusmonitor.standalone;

import org.jspecify.annotations.NullMarked;
