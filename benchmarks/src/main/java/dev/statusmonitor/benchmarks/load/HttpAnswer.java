package dev.statusmonitor.benchmarks.load;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * An answer to a post of samples, read no further than the load needs.
 *
 * @param closes whether the connection ends with it
 * @param mentionsRefusal whether a sample was refused or a value ignored
 */
record HttpAnswer(int status, boolean closes, boolean mentionsRefusal) {
    /**
     * Reads one answer, which has a length.
     *
     * @param in from its beginning; untouched where null is returned
     * @return null where it has not come to its end yet
     * @throws IOException where it is no such answer
     */
    static @Nullable HttpAnswer parse(ByteBuffer in) throws IOException {
        int start = in.position();
        int body = endOfHead(in);
        if (body < 0) {
            if (in.remaining() > 16 << 10) {
                throw new IOException("an answer whose head does not end");
            }
            return null;
        }
        var head = new byte[body - start];
        in.get(start, head);
        String text = new String(head, StandardCharsets.ISO_8859_1);
        if (!text.startsWith("HTTP/1.1 ")) {
            throw new IOException("an answer that is no HTTP/1.1");
        }
        int status = Integer.parseInt(text, 9, 12, 10);
        String lower = text.toLowerCase(Locale.ROOT);
        int length = length(lower);
        if (in.limit() - body < length) {
            return null;
        }
        boolean refusal = length > 0 && mentions(in, body, body + length);
        in.position(body + length);
        return new HttpAnswer(status, lower.contains("\r\nconnection: close"), refusal);
    }

    private static int endOfHead(ByteBuffer in) {
        for (int i = in.position() + 3; i < in.limit(); i++) {
            if (in.get(i) == '\n' && in.get(i - 1) == '\r' && in.get(i - 2) == '\n') {
                return i + 1;
            }
        }
        return -1;
    }

    private static int length(String head) throws IOException {
        String name = "\r\ncontent-length:";
        int at = head.indexOf(name);
        if (at < 0) {
            throw new IOException("an answer without a length");
        }
        int end = head.indexOf('\r', at + name.length());
        return Integer.parseInt(head.substring(at + name.length(), end).strip());
    }

    /** Looks for {@code "refused} and {@code "ignored}. */
    private static boolean mentions(ByteBuffer in, int from, int to) {
        for (int i = from; i < to - 8; i++) {
            if (in.get(i) == '"' && (in.get(i + 1) == 'r' || in.get(i + 1) == 'i') && in.get(i + 7) == 'd') {
                return true;
            }
        }
        return false;
    }
}
