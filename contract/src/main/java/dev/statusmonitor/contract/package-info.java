/**
 * What crosses the wire between the agent, the services and the browser. Plain Java 17, no framework, no I/O, so
 * that the agent and every service can share it.
 */
@NullMarked
package dev.statusmonitor.contract;

import org.jspecify.annotations.NullMarked;
