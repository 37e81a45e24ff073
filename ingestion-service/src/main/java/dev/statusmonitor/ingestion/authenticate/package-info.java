/** From a token to the host that sends: near cache, then Redis, then auth-service; never a guess. */
@NullMarked
package dev.statusmonitor.ingestion.authenticate;

import org.jspecify.annotations.NullMarked;
