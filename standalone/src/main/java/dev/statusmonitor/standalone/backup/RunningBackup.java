package dev.statusmonitor.standalone.backup;

import dev.statusmonitor.history.store.TieredStore;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import org.apache.kafka.clients.admin.Admin;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Backs the platform up while it runs. Whatever was acknowledged before it began is in it: of Kafka, which is not, the
 * history has taken everything by then.
 */
public final class RunningBackup {
    private static final Logger log = LoggerFactory.getLogger(RunningBackup.class);
    private static final Duration CATCHING_UP = Duration.ofSeconds(60);

    private final Path folder;
    private final TieredStore history;
    private final Map<String, Object> kafka;
    private final Clock clock;
    private final ReentrantLock one = new ReentrantLock();

    /** @param kafka an admin client's configuration */
    public RunningBackup(Path folder, TieredStore history, Map<String, Object> kafka, Clock clock) {
        this.folder = folder;
        this.history = history;
        this.kafka = Map.copyOf(kafka);
        this.clock = clock;
    }

    /** Gives where to write, once there is something to be written. */
    @FunctionalInterface
    interface Sink {
        OutputStream open() throws IOException;
    }

    /** It cannot be made now; the message is a sentence that says why. */
    static final class NotNowException extends Exception {
        NotNowException(String sentence) {
            super(sentence);
        }
    }

    /** @throws NotNowException before the sink was opened */
    void write(Sink sink) throws IOException, InterruptedException, NotNowException {
        if (!one.tryLock()) {
            throw new NotNowException("Another backup is being made. Try again when it is done.");
        }
        try {
            Instant began = clock.instant();
            try (Admin admin = Admin.create(kafka)) {
                if (!HistoryCaughtUp.await(admin, began.toEpochMilli(), CATCHING_UP)) {
                    throw new NotNowException(
                            "The history has not taken all samples within a minute, so a backup would lack some. See what doctor says of it.");
                }
            }
            log.info("A backup begins");
            new FolderArchive(folder, true, history.name())
                    .write(new LateStream(sink), history.copier().orElse(null), began);
            log.info(
                    "The backup is done, after {} s",
                    Duration.between(began, clock.instant()).toSeconds());
        } finally {
            one.unlock();
        }
    }

    /** Opened by its first byte, so that what fails before can still be answered by a problem. */
    private static final class LateStream extends OutputStream {
        private final Sink sink;
        private @org.jspecify.annotations.Nullable OutputStream out;

        LateStream(Sink sink) {
            this.sink = sink;
        }

        private OutputStream out() throws IOException {
            if (out == null) {
                out = sink.open();
            }
            return out;
        }

        @Override
        public void write(int b) throws IOException {
            out().write(b);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            out().write(bytes, offset, length);
        }

        @Override
        public void flush() throws IOException {
            if (out != null) {
                out.flush();
            }
        }
    }
}
