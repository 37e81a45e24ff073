package dev.statusmonitor.agent.collect;

/**
 * @param id names the sensor, the same after a restart of the host
 * @param celsius degrees
 */
record TemperatureReading(String id, double celsius) {}
