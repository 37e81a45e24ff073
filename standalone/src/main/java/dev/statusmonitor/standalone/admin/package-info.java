/** What only whoever runs the platform may ask of it, on its own machine. */
@NullMarked
package dev.statusmonitor.standalone.admin;

import org.jspecify.annotations.NullMarked;
