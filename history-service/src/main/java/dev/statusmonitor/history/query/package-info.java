/** From the store to whoever asks: ranges, steps and buckets, within bounds. */
@NullMarked
package dev.statusmonitor.history.query;

import org.jspecify.annotations.NullMarked;
