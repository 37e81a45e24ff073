package dev.statusmonitor.ingestion.validate;

import java.time.Duration;

/**
 * What a request may hold at most. How many values and devices a sample may have is the contract's.
 *
 * @param maxSamples samples in a batch
 * @param maxAge how old a sample may be; stores keep raw samples little longer
 * @param maxAhead how far ahead of the platform's clock a sample may be
 */
public record SampleLimits(int maxSamples, Duration maxAge, Duration maxAhead) {}
