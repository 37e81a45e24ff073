@NullMarked
package dev.statusmonitor.gateway.page;

import org.jspecify.annotations.NullMarked;
