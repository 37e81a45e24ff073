package dev.statusmonitor.standalone.data;

import dev.statusmonitor.embedded.file.OwnerOnly;
import dev.statusmonitor.standalone.console.Refusal;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The folder in which everything is kept, locked for this process:
 *
 * <pre>
 * format              the version of this layout
 * lock                held while a platform runs; says whose it is
 * last-used           when one last ran
 * secrets.properties  credentials between the parts
 * statusmonitor.properties   settings, where the owner made one
 * kafka/ redis/ auth/ history/ agent/   each part's own
 * logs/
 * tmp/                emptied at every start
 * </pre>
 */
public final class DataFolder implements AutoCloseable {
    /** Of the layout below; another one is refused. */
    public static final String FORMAT = "1";

    /** Whose presence makes a folder StatusMonitor's. */
    public static final String FORMAT_FILE = "format";

    private static final Set<String> OF_THE_SYSTEM = Set.of("lost+found", ".DS_Store");

    private final Path path;
    private final FileChannel lock;

    private DataFolder(Path path, FileChannel lock) {
        this.path = path;
        this.lock = lock;
    }

    /**
     * Makes the folder where it is missing, and locks it.
     *
     * @throws Refusal when it cannot be written, is in use, or holds something else
     */
    public static DataFolder open(Path given) {
        Path path = given.toAbsolutePath().normalize();
        create(path);
        boolean ours = Files.exists(path.resolve(FORMAT_FILE));
        if (!ours && !isEmpty(path)) {
            throw new Refusal(
                    "%s holds something that is not StatusMonitor's data. Choose an empty or new folder: --data DIR."
                            .formatted(path));
        }
        FileChannel lock = lock(path);
        try {
            checkFormat(path);
            Tmp.empty(path.resolve("tmp"));
            for (String part : new String[] {"logs", "tmp", "auth", "agent"}) {
                OwnerOnly.createFolder(path.resolve(part));
            }
            return new DataFolder(path, lock);
        } catch (IOException e) {
            release(lock);
            throw notWritable(path, e);
        } catch (RuntimeException e) {
            release(lock);
            throw e;
        }
    }

    private static void create(Path path) {
        try {
            OwnerOnly.createFolder(path);
        } catch (FileAlreadyExistsException e) {
            throw new Refusal(
                    "%s is a file; the data needs a folder. Choose another one: --data DIR.".formatted(e.getFile()), e);
        } catch (IOException e) {
            throw notWritable(path, e);
        }
    }

    private static boolean isEmpty(Path path) {
        try (Stream<Path> children = Files.list(path)) {
            // A first start that was interrupted leaves its lock.
            return children.map(child -> child.getFileName().toString())
                    .allMatch(name -> OF_THE_SYSTEM.contains(name) || name.equals("lock"));
        } catch (IOException e) {
            throw notWritable(path, e);
        }
    }

    private static FileChannel lock(Path path) {
        FileChannel channel = null;
        try {
            Path file = path.resolve("lock");
            channel = FileChannel.open(
                    file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
            if (channel.tryLock() == null) {
                throw inUse(path, Files.readString(file).strip(), null);
            }
            channel.truncate(0);
            channel.write(StandardCharsets.US_ASCII.encode(
                    Long.toString(ProcessHandle.current().pid())));
            return channel;
        } catch (OverlappingFileLockException e) {
            release(channel);
            throw inUse(path, Long.toString(ProcessHandle.current().pid()), e);
        } catch (IOException e) {
            release(channel);
            throw notWritable(path, e);
        } catch (Refusal e) {
            release(channel);
            throw e;
        }
    }

    private static void checkFormat(Path path) throws IOException {
        Path file = path.resolve(FORMAT_FILE);
        if (!Files.exists(file)) {
            OwnerOnly.write(file, FORMAT + "\n");
            return;
        }
        String format = Files.readString(file).strip();
        if (!format.equals(FORMAT)) {
            throw new Refusal(
                    format.matches("\\d{1,6}")
                            ? "The data in %s is of format %s, made by a newer StatusMonitor; this one reads format %s. Start the newer one, or choose another folder: --data DIR."
                                    .formatted(path, format, FORMAT)
                            : "The data folder %s is damaged (its file 'format' cannot be read). Restore it from a backup, or choose another folder: --data DIR."
                                    .formatted(path));
        }
    }

    private static Refusal inUse(Path path, String holder, @Nullable Throwable cause) {
        return new Refusal(
                "The data folder %s is in use by another StatusMonitor%s. Stop that one, or choose another folder: --data DIR."
                        .formatted(path, holder.isEmpty() ? "" : " (process " + holder + ")"),
                cause);
    }

    private static Refusal notWritable(Path path, IOException e) {
        String why = e instanceof AccessDeniedException ? "permission denied" : String.valueOf(e.getMessage());
        if (why.contains("No space left")) {
            return new Refusal("The disk of the data folder %s is full. Make room and start again.".formatted(path), e);
        }
        return new Refusal(
                "The data folder %s cannot be written (%s). Give this user the right to write there, or choose another folder: --data DIR."
                        .formatted(path, why),
                e);
    }

    /** The folder itself, absolute. */
    public Path path() {
        return path;
    }

    /** A part's own folder or file. */
    public Path resolve(String name) {
        return path.resolve(name);
    }

    /** Lets another process have it. */
    @Override
    public void close() {
        release(lock);
    }

    private static void release(@Nullable FileChannel lock) {
        if (lock != null) {
            try {
                lock.close();
            } catch (IOException e) {
                // The lock ends with the process anyway.
                return;
            }
        }
    }
}
