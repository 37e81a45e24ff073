package dev.statusmonitor.history.copy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.statusmonitor.history.store.TestSamples.SetClock;
import dev.statusmonitor.history.store.Tier;
import dev.statusmonitor.history.store.TieredStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** Two stores of a test, named as on the command line. The clock does not move, since a server has its own. */
abstract class CopiedStores {
    static final int HOSTS = 3;

    protected final Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS);
    protected final SetClock clock = new SetClock(now);

    @TempDir
    protected Path data;

    protected TieredStore source;
    protected TieredStore target;

    private final TestStore from;
    private final TestStore to;

    CopiedStores(TestStore from, TestStore to) {
        this.from = from;
        this.to = to;
    }

    /** What is written on the command line. */
    final String from() {
        return from.text();
    }

    final String to() {
        return to.text();
    }

    @BeforeEach
    void open() throws IOException {
        assumeThat(from.isMissing() || to.isMissing())
                .as("this machine lacks one of the stores")
                .isFalse();
        Path properties = Files.createFile(data.resolve("statusmonitor.properties"));
        from.configure(properties);
        to.configure(properties);
        // Before the first process there is nothing to be opened; a platform makes it.
        Files.createDirectories(data.resolve("history/questdb/tables"));
        // Nothing is made in one that is copied from, and here it has to be filled first.
        source = named(from()).openTarget(clock);
        target = named(to()).openTarget(clock);
    }

    @AfterEach
    void close() {
        if (source != null) {
            source.close();
        }
        if (target != null) {
            target.close();
        }
    }

    final NamedStore named(String text) {
        return NamedStore.of(text, data, Map.of());
    }

    /** Reads a server's store as the command does; an embedded one cannot be opened twice. */
    final HistoryCopy.Copied copy() {
        if (from == TestStore.QUESTDB) {
            return copy(source);
        }
        try (TieredStore asItIs = named(from()).openSource(clock)) {
            return copy(asItIs);
        }
    }

    private HistoryCopy.Copied copy(TieredStore read) {
        return copy(read, new Silent(), Duration.ofMillis(100));
    }

    final HistoryCopy.Copied copy(TieredStore read, CopyProgress progress, Duration pause) {
        try (var done = CopiedHosts.open(NamedStore.progressFile(data), from() + to())) {
            return new HistoryCopy(read, CopyTarget.of(target), done, progress, clock, pause).run();
        }
    }

    private record Silent() implements CopyProgress {
        @Override
        public void at(String host, int number, int hosts, Tier tier, double done) {
            assertThat(done).isBetween(0.0, 1.0);
        }

        @Override
        public void waits(String why) {
            // All that may be waited for is a machine that has other things to do.
            assertThat(why).contains("did not answer in time");
        }
    }

    final GeneratedHistory generated() {
        return new GeneratedHistory(now.toEpochMilli(), Duration.ofSeconds(45), true, 5);
    }
}
