/** The second connector, which only the services themselves can use, and how they prove who they are. */
@NullMarked
package dev.statusmonitor.starter.internal;

import org.jspecify.annotations.NullMarked;
