/** Takes what another process copies into this one's embedded store, which nobody else can open meanwhile. */
@NullMarked
package dev.statusmonitor.history.receive;

import org.jspecify.annotations.NullMarked;
