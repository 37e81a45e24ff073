/** InfluxDB 2 as it is found on this machine, started by the process that needs it. */
@NullMarked
package dev.statusmonitor.embedded.influxdb;

import org.jspecify.annotations.NullMarked;
