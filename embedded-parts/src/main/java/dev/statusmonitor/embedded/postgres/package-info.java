/** PostgreSQL as the system's packages installed it, started by the process that needs it. */
@NullMarked
package dev.statusmonitor.embedded.postgres;

import org.jspecify.annotations.NullMarked;
