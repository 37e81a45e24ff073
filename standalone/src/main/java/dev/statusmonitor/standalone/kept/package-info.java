/** Child processes that are started again when they end by themselves. */
@NullMarked
package dev.statusmonitor.standalone.kept;

import org.jspecify.annotations.NullMarked;
