package dev.statusmonitor.standalone.console;

import dev.statusmonitor.embedded.StartFailure;
import dev.statusmonitor.history.store.StoreException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.web.server.PortInUseException;

/** Finds, in what a part threw, the sentence for the person. */
public final class Explanation {
    private static final Pattern SQLITE_FILE =
            Pattern.compile("jdbc:sqlite:(?:file:)?([^?'\"\\s]+?)[.,:;)]*(?=[?'\"\\s]|$)");
    private static final Pattern CLASS_NAME = Pattern.compile("Exception|Error\\b|\\b[a-z]+\\.[a-z]+\\.[A-Za-z]");
    private static final int MAX_LENGTH = 300;

    private Explanation() {}

    /**
     * One sentence or two, without names of classes.
     *
     * @param logFile where the rest stands; null when there is no log yet
     */
    public static String of(Throwable failure, Path data, @Nullable Path logFile) {
        List<Throwable> chain = chain(failure);
        for (Throwable e : chain) {
            if (e instanceof Refusal || e instanceof StartFailure) {
                return String.valueOf(e.getMessage());
            }
            if (e instanceof StoreException && readsWell(String.valueOf(e.getMessage()))) {
                return "The history does not start: " + e.getMessage();
            }
            if (e instanceof PortInUseException taken) {
                return "Port %d is taken by another program. Stop that one, or choose another port: --port %d."
                        .formatted(taken.getPort(), taken.getPort() == 65535 ? 8080 : taken.getPort() + 1);
            }
        }
        for (Throwable e : chain) {
            String message = String.valueOf(e.getMessage());
            if (message.contains("SQLITE_NOTADB") || message.contains("SQLITE_CORRUPT")) {
                return "The database %s is damaged. Restore it from a backup, or move it away to start without it."
                        .formatted(sqliteFile(chain, data));
            }
            if (message.contains("No space left on device") || message.contains("SQLITE_FULL")) {
                return "The disk of %s is full. Make room and start again.".formatted(data);
            }
        }
        String more = logFile == null ? "" : " The log says more: " + logFile;
        return "StatusMonitor could not start: " + message(chain) + "." + more;
    }

    private static String sqliteFile(List<Throwable> chain, Path data) {
        for (Throwable e : chain) {
            var matcher = SQLITE_FILE.matcher(String.valueOf(e.getMessage()));
            if (matcher.find()) {
                return matcher.group(1);
            }
        }
        return data.resolve("auth").resolve("auth.db").toString();
    }

    /** The innermost message that reads like a sentence: what wraps it speaks of beans. */
    private static String message(List<Throwable> chain) {
        for (Throwable e : chain.reversed()) {
            String message = e.getMessage();
            if (message != null && readsWell(message)) {
                return message.strip().replaceAll("\\.$", "");
            }
        }
        return "a part of it failed";
    }

    private static boolean readsWell(String message) {
        return !message.isBlank()
                && message.length() < MAX_LENGTH
                && message.lines().count() == 1
                && !CLASS_NAME.matcher(message).find();
    }

    private static List<Throwable> chain(Throwable failure) {
        var chain = new ArrayList<Throwable>();
        for (Throwable e = failure; e != null && !chain.contains(e); e = e.getCause()) {
            chain.add(e);
        }
        return chain;
    }
}
