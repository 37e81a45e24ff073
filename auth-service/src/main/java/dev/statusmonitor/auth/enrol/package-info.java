/** How a machine becomes a host: a one-time code, exchanged for an identity. */
@NullMarked
package dev.statusmonitor.auth.enrol;

import org.jspecify.annotations.NullMarked;
