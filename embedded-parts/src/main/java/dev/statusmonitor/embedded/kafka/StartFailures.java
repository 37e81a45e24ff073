package dev.statusmonitor.embedded.kafka;

import dev.statusmonitor.embedded.FreePorts;
import dev.statusmonitor.embedded.StartFailure;
import dev.statusmonitor.embedded.StartFailure.Reason;
import java.net.BindException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.apache.kafka.common.InvalidRecordException;
import org.apache.kafka.common.errors.CorruptRecordException;
import org.jspecify.annotations.Nullable;

/** Turns what a broker throws into a sentence for a person. */
final class StartFailures {
    private StartFailures() {}

    static StartFailure portTaken(int port, @Nullable Throwable cause) {
        return new StartFailure(
                Reason.PORT_TAKEN,
                "Kafka cannot listen on port %d of 127.0.0.1: another program does. Stop it or choose another port."
                        .formatted(port),
                cause);
    }

    static StartFailure inUse(Path folder, @Nullable Throwable cause) {
        return new StartFailure(
                Reason.FOLDER_IN_USE,
                "Kafka's folder %s is in use by another process: stop that one or choose another folder."
                        .formatted(folder),
                cause);
    }

    static StartFailure notWritable(Path folder, @Nullable Throwable cause) {
        return new StartFailure(
                Reason.FOLDER_NOT_WRITABLE,
                "Kafka's folder %s cannot be written: give this user the right to write there.".formatted(folder),
                cause);
    }

    static StartFailure corrupt(Path folder, String what, @Nullable Throwable cause) {
        return new StartFailure(
                Reason.FOLDER_CORRUPT,
                "Kafka's folder %s is damaged (%s): restore it from a backup, or move it away to start without what had not been stored yet."
                        .formatted(folder, what),
                cause);
    }

    static StartFailure explain(Throwable thrown, Path folder, int port, int controllerPort) {
        List<Throwable> chain = chain(thrown);
        for (Throwable e : chain) {
            String message = String.valueOf(e.getMessage()).toLowerCase(Locale.ROOT);
            if (e instanceof StartFailure failure) {
                return failure;
            }
            if (e instanceof BindException || message.contains("address already in use")) {
                return portTaken(FreePorts.isTaken(port) ? port : controllerPort, thrown);
            }
            if (message.contains("no space left")) {
                return new StartFailure(
                        Reason.DISK_FULL,
                        "Kafka cannot write to %s: the disk is full. Make room and start again.".formatted(folder),
                        thrown);
            }
            if (message.contains("failed to acquire lock")) {
                return inUse(folder, thrown);
            }
            if (e instanceof AccessDeniedException
                    || message.contains("permission denied")
                    || message.contains("read-only file system")) {
                return notWritable(folder, thrown);
            }
            if (e instanceof CorruptRecordException || e instanceof InvalidRecordException) {
                return corrupt(folder, firstMessage(chain), thrown);
            }
        }
        return new StartFailure(Reason.OTHER, "Kafka did not start: " + firstMessage(chain) + ".", thrown);
    }

    private static String firstMessage(List<Throwable> chain) {
        return chain.stream()
                .map(Throwable::getMessage)
                .filter(message -> message != null && !message.isBlank())
                .map(message -> message.lines().findFirst().orElse("").replaceAll("\\.$", ""))
                .findFirst()
                .orElse(chain.getFirst().getClass().getSimpleName());
    }

    private static List<Throwable> chain(Throwable thrown) {
        var chain = new ArrayList<Throwable>();
        for (Throwable e = thrown; e != null && !chain.contains(e); e = e.getCause()) {
            chain.add(e);
        }
        return chain;
    }
}
