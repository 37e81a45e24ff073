package dev.statusmonitor.history.copy;

import static org.assertj.core.api.Assertions.assertThat;

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

    /** What is written on the command line, and what has to be in the platform's settings for it. */
    protected abstract String from();

    protected abstract String to();

    /** Puts the settings of both into {@code statusmonitor.properties}. */
    protected abstract void configure(Path properties) throws IOException;

    @BeforeEach
    void open() throws IOException {
        configure(Files.createFile(data.resolve("statusmonitor.properties")));
        // Before the first process there is nothing to be opened; a platform makes it.
        Files.createDirectories(data.resolve("history/questdb/tables"));
        // Nothing is made in one that is copied from, and here it has to be filled first.
        source = named(from()).openTarget(clock);
        target = named(to()).openTarget(clock);
    }

    @AfterEach
    void close() {
        source.close();
        target.close();
    }

    final NamedStore named(String text) {
        return NamedStore.of(text, data, Map.of());
    }

    /** Reads a server's store as the command does; an embedded one cannot be opened twice. */
    final HistoryCopy.Copied copy() {
        if (from().equals("questdb")) {
            return copy(source);
        }
        try (TieredStore asItIs = named(from()).openSource(clock)) {
            return copy(asItIs);
        }
    }

    private HistoryCopy.Copied copy(TieredStore read) {
        try (var done = CopiedHosts.open(NamedStore.progressFile(data), from() + to())) {
            return new HistoryCopy(read, CopyTarget.of(target), done, new Silent(), clock, Duration.ofMillis(100))
                    .run();
        }
    }

    private record Silent() implements CopyProgress {
        @Override
        public void at(String host, int number, int hosts, Tier tier, double done) {
            assertThat(done).isBetween(0.0, 1.0);
        }

        @Override
        public void waits(String why) {
            throw new AssertionError(why);
        }
    }

    final GeneratedHistory generated() {
        return new GeneratedHistory(now.toEpochMilli(), Duration.ofSeconds(45), true, 5);
    }
}
