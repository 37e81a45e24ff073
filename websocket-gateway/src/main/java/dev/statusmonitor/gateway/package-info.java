/** Pushes samples to browsers as they arrive and serves the dashboard. */
@NullMarked
package dev.statusmonitor.gateway;

import org.jspecify.annotations.NullMarked;
