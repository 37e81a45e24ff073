/** Samples in an InfluxDB 2, a server of its own: the store of an installation that has one, or wants its history apart. */
@NullMarked
package dev.statusmonitor.history.store.influxdb;

import org.jspecify.annotations.NullMarked;
