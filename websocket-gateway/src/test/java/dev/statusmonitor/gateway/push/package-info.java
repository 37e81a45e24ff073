@NullMarked
package dev.statusmonitor.gateway.push;

import org.jspecify.annotations.NullMarked;
