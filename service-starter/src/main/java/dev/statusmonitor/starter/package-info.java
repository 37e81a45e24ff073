/** What every service shares, and nothing that only one needs. */
@NullMarked
package dev.statusmonitor.starter;

import org.jspecify.annotations.NullMarked;
