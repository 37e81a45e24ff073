@NullMarked
package dev.statusmonitor.alerts;

import org.jspecify.annotations.NullMarked;
