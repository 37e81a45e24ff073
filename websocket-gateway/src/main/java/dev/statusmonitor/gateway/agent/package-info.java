/** Gives out the agent's program and its installer, so that a host can be added with nothing but the platform at hand. */
@NullMarked
package dev.statusmonitor.gateway.agent;

import org.jspecify.annotations.NullMarked;
