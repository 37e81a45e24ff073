/** All services in one Spring context, beside the embedded broker and cache. */
@NullMarked
package dev.statusmonitor.standalone.wiring;

import org.jspecify.annotations.NullMarked;
