package dev.statusmonitor.ingestion.validate;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** Whatever comes as a body: each sample is taken or refused, or the whole is told to be no JSON. */
class BatchReaderFuzzTest {
    private static final long NOW = 1_763_912_176_000L;

    // One for all bodies, since it remembers names.
    private static final BatchReader READER = new BatchReader(
            new SampleLimits(100, Duration.ofHours(24), Duration.ofSeconds(5)),
            InstantSource.fixed(Instant.ofEpochMilli(NOW)));

    @FuzzTest(maxDuration = "2m")
    void answersEveryBody(byte[] body) {
        try {
            Batch batch = READER.read("h1", body, body.length);
            assertThat(batch.accepted().size() + batch.refusedCount()).isEqualTo(batch.samples());
            batch.accepted()
                    .forEach(sample -> assertThat(sample.timestamp())
                            .isBetween(NOW - Duration.ofHours(24).toMillis(), NOW + 5_000));
        } catch (NotJsonException | TooManySamplesException e) {
            assertThat(e).hasMessageMatching("(?s).+");
        }
    }
}
