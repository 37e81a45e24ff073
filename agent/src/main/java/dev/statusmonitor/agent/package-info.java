/** The agent: one process that collects, buffers and sends; its main class and what it is told at its start. */
@NullMarked
package dev.statusmonitor.agent;

import org.jspecify.annotations.NullMarked;
