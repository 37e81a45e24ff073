package dev.statusmonitor.embedded.kafka;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.apache.kafka.common.utils.Exit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A broker that cannot go on ends its process at once, which here would take everything else along without a word.
 * So its way out is changed: while it starts, the start fails; later its owner is told, and ends the process in order.
 * The way out belongs to the whole process; with several brokers (tests), each owner is told.
 */
final class KafkaExit implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(KafkaExit.class);
    private static final Set<KafkaExit> watching = ConcurrentHashMap.newKeySet();

    private final Consumer<String> onFatal;
    private volatile boolean started;
    private volatile @Nullable BrokerGaveUp reason;

    private KafkaExit(Consumer<String> onFatal) {
        this.onFatal = onFatal;
    }

    static KafkaExit watch(Consumer<String> onFatal) {
        Exit.setExitProcedure(KafkaExit::gaveUp);
        Exit.setHaltProcedure(KafkaExit::gaveUp);
        var exit = new KafkaExit(onFatal);
        watching.add(exit);
        return exit;
    }

    void started() {
        started = true;
    }

    /** Why the start failed: what was thrown, or where the broker gave up on another thread, that. */
    Throwable reasonOf(Throwable thrown) {
        BrokerGaveUp elsewhere = reason;
        return elsewhere == null ? thrown : elsewhere;
    }

    @Override
    public void close() {
        watching.remove(this);
    }

    /** The default for {@link EmbeddedKafka.Settings#onFatal}: what the broker would have done. */
    static void endProcess(String sentence) {
        log.error(sentence);
        Runtime.getRuntime().halt(1);
    }

    private static void gaveUp(int status, @Nullable String message) {
        var thrown = new BrokerGaveUp(message == null ? "the broker gave up, its log tells why" : message);
        for (KafkaExit exit : watching) {
            if (exit.started) {
                exit.onFatal.accept(
                        "Kafka cannot go on: its folder cannot be written any more, or what is in it is damaged.");
            } else {
                exit.reason = thrown;
            }
        }
        // The caller expects never to come back from here.
        throw thrown;
    }

    /** Ends the thread on which the broker gave up. */
    static final class BrokerGaveUp extends Error {
        private static final long serialVersionUID = 1;

        BrokerGaveUp(String message) {
            super(message);
        }
    }
}
