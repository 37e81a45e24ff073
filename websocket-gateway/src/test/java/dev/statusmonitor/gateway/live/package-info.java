@NullMarked
package dev.statusmonitor.gateway.live;

import org.jspecify.annotations.NullMarked;
