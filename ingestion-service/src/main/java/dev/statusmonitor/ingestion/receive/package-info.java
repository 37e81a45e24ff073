/** The route that agents post to: reads the request, asks the other steps, answers. */
@NullMarked
package dev.statusmonitor.ingestion.receive;

import org.jspecify.annotations.NullMarked;
