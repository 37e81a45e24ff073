/** The WebSocket: the handshake by ticket, what the browser says, when a connection ends. */
@NullMarked
package dev.statusmonitor.gateway.live;

import org.jspecify.annotations.NullMarked;
