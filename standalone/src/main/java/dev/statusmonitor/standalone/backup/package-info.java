/** The data folder as one file, and back. */
@NullMarked
package dev.statusmonitor.standalone.backup;

import org.jspecify.annotations.NullMarked;
