package dev.statusmonitor.ingestion.receive;

import dev.statusmonitor.contract.ProblemTypes;
import dev.statusmonitor.starter.problem.ProblemException;
import jakarta.servlet.http.HttpServletRequest;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Locale;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;

/** Reads a request's body, inflated where it is gzip, within its bound. */
final class Body {
    /** A sender that gets no chance to finish a large body may never read why it was refused. */
    private static final int MOST_SKIPPED = 8 << 20;

    private static final int FIRST_GUESS = 8 << 10;

    private byte[] bytes;
    private int length;

    private Body(byte[] bytes) {
        this.bytes = bytes;
    }

    byte[] bytes() {
        return bytes;
    }

    /** How many of {@link #bytes} count. */
    int length() {
        return length;
    }

    /**
     * Reads the whole body.
     *
     * @param most the most bytes that it may have after inflation
     * @throws ProblemException 413, 415, or 400 where it is no good gzip
     * @throws IOException where the sender goes away
     */
    static Body read(HttpServletRequest request, int most) throws IOException {
        requireJson(request.getContentType());
        boolean gzip = isGzip(request.getHeader("Content-Encoding"));
        long declared = request.getContentLengthLong();
        InputStream in = request.getInputStream();
        if (declared > most) {
            skip(in);
            throw tooLarge(most);
        }
        if (!gzip) {
            // Never believed further than what has come.
            var body = new Body(new byte[(int) Math.min(declared < 0 ? FIRST_GUESS : declared, 64 << 10)]);
            body.readFrom(in, most);
            return body;
        }
        var body = new Body(new byte[FIRST_GUESS]);
        try (var inflated = new GZIPInputStream(in, 4 << 10)) {
            body.readFrom(inflated, most);
        } catch (ZipException | EOFException e) {
            throw new ProblemException(
                    HttpStatus.BAD_REQUEST,
                    ProblemTypes.NOT_JSON,
                    "The body is no complete gzip, though Content-Encoding says so.");
        }
        return body;
    }

    private void readFrom(InputStream in, int most) throws IOException {
        while (true) {
            if (length == bytes.length) {
                int next = in.read();
                if (next < 0) {
                    return;
                }
                if (length == most) {
                    skip(in);
                    throw tooLarge(most);
                }
                bytes = Arrays.copyOf(bytes, Math.min(most, Math.max(FIRST_GUESS, 2 * length)));
                bytes[length++] = (byte) next;
            }
            int read = in.read(bytes, length, bytes.length - length);
            if (read < 0) {
                return;
            }
            length += read;
        }
    }

    private static void skip(InputStream in) throws IOException {
        try {
            in.skip(MOST_SKIPPED);
        } catch (ZipException | EOFException e) {
            // Too large and broken: too large is what it is told.
        }
    }

    private static ProblemException tooLarge(int most) {
        return new ProblemException(
                HttpStatus.CONTENT_TOO_LARGE,
                ProblemTypes.TOO_LARGE,
                "The body has more than " + size(most) + " after inflation. Send fewer samples in one request.");
    }

    /** As a person says it; a limit that is no whole number of MiB is said in bytes. */
    private static String size(int bytes) {
        return bytes % (1 << 20) == 0 ? (bytes >> 20) + " MiB" : bytes + " bytes";
    }

    private static void requireJson(@Nullable String contentType) {
        if (contentType != null) {
            String lower = contentType.toLowerCase(Locale.ROOT);
            int semicolon = lower.indexOf(';');
            String type = semicolon < 0 ? lower : lower.substring(0, semicolon);
            int charset = lower.indexOf("charset=");
            if (type.strip().equals("application/json")
                    && (charset < 0
                            || lower.substring(charset + 8).replace("\"", "").startsWith("utf-8"))) {
                return;
            }
        }
        throw new ProblemException(
                HttpStatus.UNSUPPORTED_MEDIA_TYPE,
                ProblemTypes.UNSUPPORTED_MEDIA_TYPE,
                "Samples are sent as Content-Type: application/json, in UTF-8.");
    }

    private static boolean isGzip(@Nullable String encoding) {
        if (encoding == null || encoding.isBlank() || encoding.equalsIgnoreCase("identity")) {
            return false;
        }
        if (encoding.equalsIgnoreCase("gzip") || encoding.equalsIgnoreCase("x-gzip")) {
            return true;
        }
        throw new ProblemException(
                HttpStatus.UNSUPPORTED_MEDIA_TYPE,
                ProblemTypes.UNSUPPORTED_MEDIA_TYPE,
                "Of the content encodings only gzip is understood.");
    }
}
