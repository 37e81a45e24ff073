package dev.statusmonitor.agent.collect;

import java.io.Closeable;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Reads a file of {@code /proc} again and again, word by word, without opening it each time and without making
 * garbage. For use by one thread.
 */
final class ProcFile implements Closeable {
    /** The JVM copies a read of at most this much through the stack. */
    private static final int CHUNK = 8_192;

    private static final int NAMES = 256;

    private final Path path;
    private @Nullable RandomAccessFile file;
    private byte[] bytes = new byte[CHUNK];
    private int size;
    private int at;
    private int lineEnd;
    private int next;
    private final @Nullable Name[] names = new Name[NAMES];

    private record Name(byte[] bytes, String text) {}

    ProcFile(Path path) {
        this.path = path;
    }

    /** Reads the file anew; {@link #line} then goes to its first line. */
    ProcFile read() throws IOException {
        RandomAccessFile open = file;
        if (open == null) {
            open = new RandomAccessFile(path.toFile(), "r");
            file = open;
        }
        try {
            open.seek(0);
            size = 0;
            int count;
            while ((count = open.read(bytes, size, Math.min(CHUNK, bytes.length - size))) > 0) {
                size += count;
                if (size == bytes.length) {
                    bytes = Arrays.copyOf(bytes, size * 2);
                }
            }
        } catch (IOException e) {
            close();
            throw e;
        }
        next = 0;
        at = 0;
        lineEnd = 0;
        return this;
    }

    /** Goes to the next line; false at the end. */
    boolean line() {
        if (next >= size) {
            return false;
        }
        at = next;
        lineEnd = at;
        while (lineEnd < size && bytes[lineEnd] != '\n') {
            lineEnd++;
        }
        next = lineEnd + 1;
        return true;
    }

    /** Whether what is left of the line begins with an ASCII text; if so, goes behind it. */
    boolean skip(String text) {
        int length = text.length();
        if (lineEnd - at < length) {
            return false;
        }
        for (int i = 0; i < length; i++) {
            if (bytes[at + i] != text.charAt(i)) {
                return false;
            }
        }
        at += length;
        return true;
    }

    /** The next word as a whole number, unsigned; -1 where there is none. Goes behind the digits. */
    long number() {
        skipSpace();
        long number = 0;
        int start = at;
        while (at < lineEnd && bytes[at] >= '0' && bytes[at] <= '9') {
            number = number * 10 + (bytes[at++] - '0');
        }
        return at == start ? -1 : number;
    }

    /** The next word as a number that may have decimals; NaN where there is none. */
    double decimal() {
        long whole = number();
        if (whole < 0) {
            return Double.NaN;
        }
        if (at >= lineEnd || bytes[at] != '.') {
            return whole;
        }
        int start = ++at;
        long fraction = number();
        return fraction < 0 ? whole : whole + fraction / Math.pow(10, at - start);
    }

    /** What comes before a character, without the space around it, as the same String each time; null without it. */
    @Nullable String nameUntil(char end) {
        skipSpace();
        int stop = at;
        while (stop < lineEnd && bytes[stop] != end) {
            stop++;
        }
        if (stop == lineEnd) {
            return null;
        }
        String name = name(at, stop);
        at = stop + 1;
        return name;
    }

    private String name(int from, int to) {
        int hash = 0;
        for (int i = from; i < to; i++) {
            hash = 31 * hash + bytes[i];
        }
        int slot = (hash ^ (hash >>> 16)) & (NAMES - 1);
        Name name = names[slot];
        if (name == null || !Arrays.equals(name.bytes, 0, name.bytes.length, bytes, from, to)) {
            byte[] copy = Arrays.copyOfRange(bytes, from, to);
            name = new Name(copy, new String(copy, StandardCharsets.UTF_8));
            names[slot] = name;
        }
        return name.text;
    }

    private void skipSpace() {
        while (at < lineEnd && (bytes[at] == ' ' || bytes[at] == '\t')) {
            at++;
        }
    }

    @Override
    public void close() {
        RandomAccessFile open = file;
        file = null;
        if (open != null) {
            try {
                open.close();
            } catch (IOException e) {
                // It was only read from.
            }
        }
    }
}
