package dev.statusmonitor.agent.send;

import dev.statusmonitor.agent.buffer.PlatformClock;
import dev.statusmonitor.agent.buffer.PlatformClock.Moment;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.time.Duration;
import java.util.zip.GZIPOutputStream;
import javax.net.ssl.HttpsURLConnection;
import javax.net.ssl.SSLSocketFactory;
import org.jspecify.annotations.Nullable;

/**
 * Asks the platform, one question at a time over one kept connection, and learns its clock from every answer. On
 * {@link HttpURLConnection}, which costs 10 to 19 MB less than its successor.
 */
public final class Http {
    private static final String TIME = "StatusMonitor-Time";
    private static final String IDENTITY = "StatusMonitor-Identity";
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);
    private static final Duration READ_TIMEOUT = Duration.ofSeconds(15);
    private static final Duration LONGEST_WAIT = Duration.ofMinutes(5);

    /** More than any answer to an agent has. */
    private static final int MAX_ANSWER = 64 * 1_024;

    private final PlatformClock clock;
    private final String userAgent;
    private final @Nullable SSLSocketFactory trust;

    /**
     * @param userAgent the agent's name and version
     * @param trust by whose certificates the platform's is checked; null is those that Java trusts
     */
    public Http(PlatformClock clock, String userAgent, @Nullable SSLSocketFactory trust) {
        this.trust = trust;
        this.clock = clock;
        this.userAgent = userAgent;
        // It would send a question again whose answer was lost, which must be the caller's decision: codes and
        // assertions are good once.
        System.setProperty("sun.net.http.retryPost", "false");
    }

    /**
     * Asks.
     *
     * @param token sent as a bearer token, where there is one
     * @param gzip whether to compress the body
     * @throws IOException where no answer came
     */
    public Answer ask(String method, URI uri, @Nullable String token, String contentType, byte[] body, boolean gzip)
            throws IOException {
        var connection = (HttpURLConnection) uri.toURL().openConnection();
        if (trust != null && connection instanceof HttpsURLConnection secure) {
            secure.setSSLSocketFactory(trust);
        }
        connection.setRequestMethod(method);
        connection.setConnectTimeout((int) CONNECT_TIMEOUT.toMillis());
        connection.setReadTimeout((int) READ_TIMEOUT.toMillis());
        connection.setInstanceFollowRedirects(false);
        connection.setUseCaches(false);
        connection.setDoOutput(true);
        connection.setRequestProperty("User-Agent", userAgent);
        connection.setRequestProperty("Accept", "application/json, application/problem+json");
        connection.setRequestProperty("Content-Type", contentType);
        if (token != null) {
            connection.setRequestProperty("Authorization", "Bearer " + token);
        }
        if (gzip) {
            connection.setRequestProperty("Content-Encoding", "gzip");
        }
        Moment sent = clock.read();
        try {
            try (OutputStream out =
                    gzip ? new GZIPOutputStream(connection.getOutputStream()) : connection.getOutputStream()) {
                out.write(body);
            }
            int status = connection.getResponseCode();
            if (status < 0) {
                throw new IOException("the answer is no HTTP");
            }
            boolean told = learn(connection.getHeaderField(TIME), sent);
            return new Answer(
                    status,
                    read(connection),
                    retryAfter(connection.getHeaderField("Retry-After")),
                    told,
                    status >= 300 && status < 400 ? connection.getHeaderField("Location") : null,
                    "shared".equals(connection.getHeaderField(IDENTITY)));
        } catch (IOException | RuntimeException e) {
            // A connection in an unknown state is not used again.
            connection.disconnect();
            throw e;
        }
    }

    private boolean learn(@Nullable String time, Moment sent) {
        try {
            if (time != null) {
                clock.learn(Long.parseLong(time.strip()), sent);
                return true;
            }
        } catch (NumberFormatException e) {
            // Something between us and the platform made it up.
        }
        return false;
    }

    private static @Nullable Duration retryAfter(@Nullable String seconds) {
        try {
            if (seconds != null) {
                var wait = Duration.ofSeconds(Math.max(0, Long.parseLong(seconds.strip())));
                return wait.compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : wait;
            }
        } catch (NumberFormatException | ArithmeticException e) {
            // A date, or nonsense: as if there were none.
        }
        return null;
    }

    /** Reads to the end, without which the connection would not be kept. */
    private static byte[] read(HttpURLConnection connection) throws IOException {
        InputStream stream =
                connection.getResponseCode() >= 400 ? connection.getErrorStream() : connection.getInputStream();
        if (stream == null) {
            return new byte[0];
        }
        try (stream) {
            byte[] body = stream.readNBytes(MAX_ANSWER);
            if (body.length == MAX_ANSWER) {
                connection.disconnect();
            }
            return body;
        }
    }
}
