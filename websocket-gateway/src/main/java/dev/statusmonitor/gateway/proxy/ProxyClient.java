package dev.statusmonitor.gateway.proxy;

import dev.statusmonitor.contract.ProblemTypes;
import dev.statusmonitor.starter.internal.Instances;
import dev.statusmonitor.starter.problem.Problem;
import dev.statusmonitor.starter.problem.ProblemWriter;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Collections;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import org.springframework.http.HttpStatus;

/**
 * Passes requests on and answers back as they come, without holding an answer in memory. Another instance is tried
 * where one could not be connected to, or broke off before it answered what only reads. Safe for use by several
 * threads, one a request.
 */
public final class ProxyClient implements AutoCloseable {
    /** Of one connection alone (RFC 9110, section 7.6.1), or set anew below. */
    private static final Set<String> NOT_PASSED_ON = Set.of(
            "connection",
            "keep-alive",
            "proxy-authenticate",
            "proxy-authorization",
            "proxy-connection",
            "te",
            "trailer",
            "transfer-encoding",
            "upgrade",
            "expect",
            "host",
            "content-length",
            "forwarded",
            // That the page is ours has been checked here; behind this, the host's name is another.
            "origin");

    private static final String FORWARDED = "x-forwarded-";
    private static final Set<String> ONLY_READ = Set.of("GET", "HEAD");
    private static final Duration RETRY = Duration.ofSeconds(1);
    private static final int BUFFER = 16 << 10;

    private final ProxySettings settings;
    private final HttpClient http;
    private final Semaphore room;

    public ProxyClient(ProxySettings settings) {
        this.settings = settings;
        this.room = new Semaphore(settings.maxRequests());
        this.http = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(settings.connectTimeout())
                .followRedirects(HttpClient.Redirect.NEVER)
                .executor(Executors.newVirtualThreadPerTaskExecutor())
                .build();
    }

    /**
     * Answers the request by what one of the instances answers to it.
     *
     * @param service whose they are, for a sentence
     * @param path and query, as they were sent
     */
    public void pass(
            Instances instances, String service, String path, HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        if (!room.tryAcquire()) {
            unavailable(response, "There are too many requests at once. Try again in a moment.");
            return;
        }
        try {
            int most = Math.toIntExact(settings.maxBody().toBytes());
            byte[] body = request.getInputStream().readNBytes(most + 1);
            if (body.length > most) {
                ProblemWriter.write(
                        response,
                        new Problem(
                                HttpStatus.CONTENT_TOO_LARGE,
                                ProblemTypes.TOO_LARGE,
                                "The body is larger than " + settings.maxBody().toKilobytes() + " KB."));
                return;
            }
            ask(instances, service, path, body, request, response);
        } finally {
            room.release();
        }
    }

    private void ask(
            Instances instances,
            String service,
            String path,
            byte[] body,
            HttpServletRequest request,
            HttpServletResponse response)
            throws IOException {
        for (URI instance : instances.inTurn()) {
            HttpRequest.Builder asked;
            try {
                asked = HttpRequest.newBuilder(URI.create(instance + path));
            } catch (IllegalArgumentException e) {
                ProblemWriter.write(
                        response,
                        new Problem(HttpStatus.BAD_REQUEST, ProblemTypes.BAD_REQUEST, "The address is none."));
                return;
            }
            asked.timeout(settings.answerTimeout())
                    .method(
                            request.getMethod(),
                            body.length == 0
                                    ? HttpRequest.BodyPublishers.noBody()
                                    : HttpRequest.BodyPublishers.ofByteArray(body));
            passHeaders(request, asked);
            HttpResponse<InputStream> answer;
            try {
                answer = http.send(asked.build(), HttpResponse.BodyHandlers.ofInputStream());
            } catch (ConnectException | HttpConnectTimeoutException e) {
                // It has reached nobody.
                instances.failed(instance);
                continue;
            } catch (IOException e) {
                if (ONLY_READ.contains(request.getMethod()) && !(e instanceof java.net.http.HttpTimeoutException)) {
                    instances.failed(instance);
                    continue;
                }
                break;
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                break;
            }
            answer(answer, response);
            return;
        }
        unavailable(
                response, "The part that this belongs to (" + service + ") does not answer. Try again in a moment.");
    }

    private static void passHeaders(HttpServletRequest request, HttpRequest.Builder asked) {
        for (String name : Collections.list(request.getHeaderNames())) {
            String lower = name.toLowerCase(Locale.ROOT);
            if (!NOT_PASSED_ON.contains(lower) && !lower.startsWith(FORWARDED)) {
                for (String value : Collections.list(request.getHeaders(name))) {
                    asked.header(name, value);
                }
            }
        }
        // Who asked, and where, as this service has it: what came in such headers has been judged by the connector.
        asked.setHeader("X-Forwarded-For", request.getRemoteAddr());
        asked.setHeader("X-Forwarded-Proto", request.getScheme());
        asked.setHeader("X-Forwarded-Host", request.getServerName());
        asked.setHeader("X-Forwarded-Port", Integer.toString(request.getServerPort()));
    }

    private static void answer(HttpResponse<InputStream> answer, HttpServletResponse response) throws IOException {
        try (InputStream from = answer.body()) {
            response.setStatus(answer.statusCode());
            answer.headers().map().forEach((name, values) -> {
                String lower = name.toLowerCase(Locale.ROOT);
                if (lower.equals("content-length")) {
                    response.setContentLengthLong(Long.parseLong(values.getFirst()));
                } else if (!lower.startsWith(":") && !NOT_PASSED_ON.contains(lower) && !lower.equals("date")) {
                    values.forEach(value -> response.addHeader(name, value));
                }
            });
            ServletOutputStream to = response.getOutputStream();
            byte[] buffer = new byte[BUFFER];
            for (int count = from.read(buffer); count >= 0; count = from.read(buffer)) {
                to.write(buffer, 0, count);
                if (from.available() == 0) {
                    // Who waits for a line shall not wait for the next one.
                    to.flush();
                }
            }
        }
    }

    private static void unavailable(HttpServletResponse response, String detail) throws IOException {
        ProblemWriter.write(
                response, new Problem(HttpStatus.SERVICE_UNAVAILABLE, ProblemTypes.UNAVAILABLE, detail), RETRY);
    }

    @Override
    public void close() {
        http.shutdownNow();
    }
}
