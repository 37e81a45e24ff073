@NullMarked
package dev.statusmonitor.history.store.influxdb;

import org.jspecify.annotations.NullMarked;
