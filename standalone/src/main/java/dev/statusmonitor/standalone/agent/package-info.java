/** The agent of the machine that the platform runs on. */
@NullMarked
package dev.statusmonitor.standalone.agent;

import org.jspecify.annotations.NullMarked;
