/** Files that only their owner may read. */
@NullMarked
package dev.statusmonitor.embedded.file;

import org.jspecify.annotations.NullMarked;
