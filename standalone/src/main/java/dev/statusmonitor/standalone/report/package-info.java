/** What the running platform says of itself to its owner, when asked. */
@NullMarked
package dev.statusmonitor.standalone.report;

import org.jspecify.annotations.NullMarked;
