package dev.statusmonitor.standalone.report;

import dev.statusmonitor.history.store.Deadline;
import dev.statusmonitor.history.store.SampleReader;
import java.time.Duration;
import java.util.OptionalLong;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Asks the history's store, on a platform thread of its own: the store keeps native memory for each that asks. */
public final class StoredSamples implements PlatformReporter.NewestStored, AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(StoredSamples.class);
    private static final Duration PATIENCE = Duration.ofMillis(500);

    private final SampleReader reader;
    private final ExecutorService thread = Executors.newSingleThreadExecutor(
            Thread.ofPlatform().name("platform-report").daemon().factory());

    public StoredSamples(SampleReader reader) {
        this.reader = reader;
    }

    @Override
    public OptionalLong timestamp(String hostId) {
        try {
            return thread.submit(() -> reader.newest(hostId, Deadline.in(PATIENCE)))
                    .get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)
                    .map(sample -> OptionalLong.of(sample.timestamp()))
                    .orElseGet(OptionalLong::empty);
        } catch (ExecutionException | TimeoutException e) {
            log.debug("the newest stored sample of {} is not known", hostId, e);
            return OptionalLong.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return OptionalLong.empty();
        }
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }
}
