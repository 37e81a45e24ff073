/** Each service in a process of its own, on servers beside them, all on this machine. */
@NullMarked
package dev.statusmonitor.standalone.apart;

import org.jspecify.annotations.NullMarked;
