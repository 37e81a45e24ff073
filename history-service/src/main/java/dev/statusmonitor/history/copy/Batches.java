package dev.statusmonitor.history.copy;

import dev.statusmonitor.contract.Sample;
import dev.statusmonitor.history.store.HostSample;
import dev.statusmonitor.history.store.HostWindow;
import dev.statusmonitor.history.store.StoreException;
import dev.statusmonitor.history.store.Tier;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/**
 * Writes while the next is read: one batch is being written, one is being filled, and no more than these are in memory.
 * Used by one thread.
 */
final class Batches implements AutoCloseable {
    private static final int MAX_ROWS = 2_000;
    private static final int MAX_VALUES = 120_000;

    private final CopyTarget target;
    private final ExecutorService writer = Executors.newSingleThreadExecutor(
            Thread.ofPlatform().name("copy-writer").daemon().factory());
    private @Nullable Future<?> writing;

    private List<HostSample> samples = new ArrayList<>();
    private List<HostWindow> windows = new ArrayList<>();
    private int values;

    Batches(CopyTarget target) {
        this.target = target;
    }

    void add(String host, Sample sample) {
        samples.add(new HostSample(host, sample));
        values += sample.values().length;
        if (samples.size() >= MAX_ROWS || values >= MAX_VALUES) {
            writeSamples();
        }
    }

    void add(Tier tier, HostWindow window) {
        windows.add(window);
        values += 4 * window.series().size();
        if (windows.size() >= MAX_ROWS || values >= MAX_VALUES) {
            writeWindows(tier);
        }
    }

    private void writeSamples() {
        List<HostSample> batch = samples;
        samples = new ArrayList<>();
        write(() -> target.write(batch));
    }

    private void writeWindows(Tier tier) {
        List<HostWindow> batch = windows;
        windows = new ArrayList<>();
        write(() -> target.merge(tier, batch));
    }

    private void write(Runnable batch) {
        values = 0;
        await();
        writing = writer.submit(batch);
    }

    private void await() {
        Future<?> before = writing;
        writing = null;
        if (before == null) {
            return;
        }
        try {
            before.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StoreException("Copying was interrupted.", e);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException failed) {
                throw failed;
            }
            throw new StoreException("The copy cannot be written: " + e.getMessage(), e);
        }
    }

    /**
     * Returns when the store has all.
     *
     * @param tier of the windows that are left
     */
    void flush(Tier tier) {
        if (!samples.isEmpty()) {
            writeSamples();
        }
        if (!windows.isEmpty()) {
            writeWindows(tier);
        }
        await();
    }

    /** Leaves out what is not written; waits for what is being written. */
    @Override
    public void close() {
        writer.close();
    }
}
