/** How a service reaches Redis. */
@NullMarked
package dev.statusmonitor.starter.redis;

import org.jspecify.annotations.NullMarked;
