/** The database: SQLite by default, PostgreSQL apart; the same SQL for both. */
@NullMarked
package dev.statusmonitor.alerts.store;

import org.jspecify.annotations.NullMarked;
