package dev.statusmonitor.history.consume;

import static dev.statusmonitor.history.store.TestSamples.sample;
import static org.assertj.core.api.Assertions.assertThat;

import dev.statusmonitor.contract.SampleRecord;
import dev.statusmonitor.contract.SeriesLists;
import dev.statusmonitor.history.consume.SampleSorter.Verdict;
import dev.statusmonitor.history.store.HostSample;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Map;
import java.util.zip.Deflater;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class SampleSorterTest {
    private static final Instant NOW = Instant.parse("2026-11-23T15:00:00Z");

    private final SampleSorter sorter =
            new SampleSorter(new SeriesLists(), "gone"::equals, Duration.ofHours(26), Clock.fixed(NOW, ZoneOffset.UTC));

    @Test
    void storesWhatIsASample() {
        HostSample sent = sample("h1", NOW.toEpochMilli(), Map.of("system.uptime", 1.5));

        var sorted = sorter.sort("h1", encode(sent, Duration.ZERO));

        assertThat(sorted.verdict()).isEqualTo(Verdict.STORE);
        assertThat(sorted.sample()).isEqualTo(sent);
        assertThat(sorted.late()).isFalse();
    }

    @Test
    void knowsWhatWaited() {
        var sent = sample("h1", NOW.minus(Duration.ofHours(3)).toEpochMilli(), Map.of("system.uptime", 1.5));

        assertThat(sorter.sort("h1", encode(sent, Duration.ofHours(2))).late()).isTrue();
        // Read late, but not sent late.
        assertThat(sorter.sort("h1", encode(sent, Duration.ofSeconds(2))).late())
                .isFalse();
    }

    @Test
    void dropsWhatNobodyWillRead() {
        assertThat(verdict("gone", NOW)).isEqualTo(Verdict.DELETED);
        assertThat(verdict("h1", NOW.minus(Duration.ofHours(27)))).isEqualTo(Verdict.EXPIRED);
        assertThat(verdict("h1", NOW.minus(Duration.ofHours(25)))).isEqualTo(Verdict.STORE);
        assertThat(verdict("h1", NOW.plus(Duration.ofHours(2)))).isEqualTo(Verdict.BROKEN);
        assertThat(verdict("h1", NOW.plus(Duration.ofMinutes(5)))).isEqualTo(Verdict.STORE);
    }

    @Test
    void passesOverWhatIsBroken() {
        byte[] good = encode(sample("h1", NOW.toEpochMilli(), Map.of("a.b", 1.0, "a.c", 2.0)), Duration.ZERO);

        assertBroken(null, good);
        assertBroken("", good);
        assertBroken("h1", null);
        assertBroken("h1", new byte[0]);
        for (int length = 0; length < good.length; length++) {
            assertBroken("h1", Arrays.copyOf(good, length));
        }
        byte[] twice = withNames("a.b\na.b", good);
        assertBroken("h1", twice);
    }

    /** The record of two values with these names in the place of its own. */
    private static byte[] withNames(String names, byte[] record) {
        var deflater = new Deflater(Deflater.DEFAULT_COMPRESSION, true);
        deflater.setInput(names.getBytes(StandardCharsets.UTF_8));
        deflater.finish();
        var packed = new byte[100];
        int length = deflater.deflate(packed);
        deflater.end();
        return ByteBuffer.allocate(22 + length + 16)
                .put(record, 0, 18)
                .putInt(length)
                .put(packed, 0, length)
                .put(record, record.length - 16, 16)
                .array();
    }

    private void assertBroken(@Nullable String host, byte @Nullable [] value) {
        var sorted = sorter.sort(host, value);
        assertThat(sorted.verdict()).isEqualTo(Verdict.BROKEN);
        assertThat(sorted.reason()).isNotEmpty();
    }

    private Verdict verdict(String host, Instant time) {
        return sorter.sort(host, encode(sample(host, time.toEpochMilli(), Map.of("a.b", 1.0)), Duration.ZERO))
                .verdict();
    }

    private static byte[] encode(HostSample sample, Duration waited) {
        return new SampleRecord(sample.sample(), sample.sample().timestamp() + waited.toMillis()).encode();
    }
}
