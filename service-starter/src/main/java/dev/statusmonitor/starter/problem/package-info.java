/** Problem details (RFC 9457) for everything that leaves a service as an error. */
@NullMarked
package dev.statusmonitor.starter.problem;

import org.jspecify.annotations.NullMarked;
