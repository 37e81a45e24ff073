@NullMarked
package dev.statusmonitor.gateway;

import org.jspecify.annotations.NullMarked;
