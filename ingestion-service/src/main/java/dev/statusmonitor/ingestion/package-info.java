/** Receives samples, checks whose they are, publishes them: receive, authenticate, validate, publish. */
@NullMarked
package dev.statusmonitor.ingestion;

import org.jspecify.annotations.NullMarked;
