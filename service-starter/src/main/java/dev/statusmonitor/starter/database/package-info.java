/** The database of a service that has one: SQLite or PostgreSQL, with the same SQL for both. */
@NullMarked
package dev.statusmonitor.starter.database;

import org.jspecify.annotations.NullMarked;
