@NullMarked
package dev.statusmonitor.gateway.consume;

import org.jspecify.annotations.NullMarked;
