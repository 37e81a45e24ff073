package dev.statusmonitor.history.copy;

import dev.statusmonitor.history.store.StoreException;
import java.io.IOException;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which hosts of a copy are done, in a file, so that one that was broken off goes on where it was: a line for each, on
 * the disk before the next is begun. A line that was cut short does not count. It also keeps a second copy from running at
 * the same time.
 */
public final class CopiedHosts implements AutoCloseable {
    private static final String FORMAT = "statusmonitor copy-history 1";

    private final Path file;
    private final FileChannel channel;
    private final Set<String> hosts = new HashSet<>();

    private CopiedHosts(Path file, FileChannel channel) {
        this.file = file;
        this.channel = channel;
    }

    /**
     * Opens the file; one that is about other stores is begun anew.
     *
     * @param stores which are copied, in a line
     * @throws StoreException where somebody else has it, or where it cannot be written
     */
    public static CopiedHosts open(Path file, String stores) {
        FileChannel channel = null;
        try {
            Path folder = file.toAbsolutePath().getParent();
            if (folder != null) {
                Files.createDirectories(folder);
            }
            channel = FileChannel.open(
                    file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
            if (lock(channel) == null) {
                throw new StoreException("Another copy-history is running; it has " + file + ".", null);
            }
            var copied = new CopiedHosts(file, channel);
            copied.begin(stores);
            channel = null;
            return copied;
        } catch (IOException e) {
            throw unwritable(file, e);
        } finally {
            if (channel != null) {
                close(channel);
            }
        }
    }

    private static @Nullable FileLock lock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException e) {
            return null;
        }
    }

    private void begin(String stores) throws IOException {
        // Not closed: it is the channel that is.
        String text = new String(Channels.newInputStream(channel).readAllBytes(), StandardCharsets.UTF_8);
        String head = FORMAT + "\n" + stores + "\n";
        if (!text.startsWith(head)) {
            channel.truncate(0);
            append(head);
            return;
        }
        int whole = text.lastIndexOf('\n') + 1;
        channel.truncate(text.substring(0, whole).getBytes(StandardCharsets.UTF_8).length);
        for (String line : List.of(text.substring(head.length(), whole).split("\n", -1))) {
            if (!line.isEmpty()) {
                hosts.add(URLDecoder.decode(line, StandardCharsets.UTF_8));
            }
        }
    }

    private void append(String text) throws IOException {
        channel.position(channel.size());
        ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
        channel.force(false);
    }

    /** Whether this host is done. */
    boolean contains(String host) {
        return hosts.contains(host);
    }

    /** How many are done. */
    public int size() {
        return hosts.size();
    }

    /** Notes that a host is done. */
    void add(String host) {
        try {
            append(URLEncoder.encode(host, StandardCharsets.UTF_8) + "\n");
        } catch (IOException e) {
            throw unwritable(file, e);
        }
        hosts.add(host);
    }

    /** All is done: the next copy begins anew. */
    public void forget() {
        hosts.clear();
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw unwritable(file, e);
        }
    }

    private static StoreException unwritable(Path file, IOException e) {
        return new StoreException("How far copying has come cannot be written to " + file + ".", e);
    }

    @Override
    public void close() {
        close(channel);
    }

    private static void close(FileChannel channel) {
        try {
            channel.close();
        } catch (IOException e) {
            // What it says is on the disk already.
        }
    }
}
