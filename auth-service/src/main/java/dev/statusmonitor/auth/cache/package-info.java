/** What the ingestion edge reads from Redis. Only this service writes it. */
@NullMarked
package dev.statusmonitor.auth.cache;

import org.jspecify.annotations.NullMarked;
