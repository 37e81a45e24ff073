/** From a request's body to the samples that may be published: plain Java, no I/O. */
@NullMarked
package dev.statusmonitor.ingestion.validate;

import org.jspecify.annotations.NullMarked;
