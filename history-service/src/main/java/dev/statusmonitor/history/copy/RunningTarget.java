package dev.statusmonitor.history.copy;

import dev.statusmonitor.history.store.HostSample;
import dev.statusmonitor.history.store.HostWindow;
import dev.statusmonitor.history.store.StoreException;
import dev.statusmonitor.history.store.Tier;
import dev.statusmonitor.history.store.TierRange;
import dev.statusmonitor.starter.internal.OwnersAccess;
import java.io.IOException;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The embedded store of a platform that runs, filled by its owner's internal routes. Where to ask is looked up for each
 * call, since a platform that was started anew listens elsewhere and trusts another key.
 */
public final class RunningTarget implements CopyTarget {
    /** Where a platform takes what is copied. */
    public static final String ROOT = "/internal/v1/owner/history";

    private static final Duration CONNECT = Duration.ofSeconds(2);
    /** Others may write at the same time, to a disk that is slow. */
    private static final Duration ANSWER = Duration.ofMinutes(2);

    private static final int OK = 200;
    private static final int NO_CONTENT = 204;
    private static final int NOT_FOUND = 404;
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final String description;
    private final Supplier<Optional<OwnersAccess>> access;
    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(CONNECT)
            .build();

    private RunningTarget(String description, Supplier<Optional<OwnersAccess>> access) {
        this.description = description;
        this.access = access;
    }

    /**
     * The store of a platform; empty where none runs, or one that keeps its history elsewhere.
     *
     * @param description which store it is, for the person
     * @param access as it is at the time; empty while no platform runs
     * @throws StoreException where one runs and does not answer
     */
    public static Optional<CopyTarget> find(String description, Supplier<Optional<OwnersAccess>> access) {
        if (access.get().isEmpty()) {
            return Optional.empty();
        }
        var target = new RunningTarget(description, access);
        boolean found = false;
        try {
            found = target.send("", UnaryOperator.identity()).statusCode() != NOT_FOUND;
        } finally {
            if (!found) {
                target.close();
            }
        }
        return found ? Optional.of(target) : Optional.empty();
    }

    @Override
    public void check() {
        answer("");
    }

    @Override
    public Duration retention() {
        byte[] answer = answer("");
        try {
            JsonNode millis = JSON.readTree(answer).path("retention_ms");
            if (millis.isIntegralNumber()) {
                return Duration.ofMillis(millis.asLong());
            }
        } catch (JacksonException e) {
            // Said below.
        }
        throw notUnderstood(null);
    }

    @Override
    public void write(List<HostSample> samples) {
        post(samples, CopyBody::ofSamples, "/samples");
    }

    @Override
    public void merge(Tier tier, List<HostWindow> windows) {
        post(windows, CopyBody::ofWindows, "/windows?tier=" + tier.label());
    }

    @Override
    public void windows(String host, TierRange range, Consumer<HostWindow> into) {
        byte[] answer = answer("/windows?tier=" + range.tier().label() + "&start=" + range.start() + "&stop="
                + range.stop() + "&host=" + URLEncoder.encode(host, StandardCharsets.UTF_8));
        try {
            CopyBody.windows(answer).forEach(into);
        } catch (IllegalArgumentException e) {
            throw notUnderstood(e);
        }
    }

    private StoreException notUnderstood(@Nullable Exception e) {
        return new StoreException("The platform that runs on " + description + " answers what nobody understands.", e);
    }

    @Override
    public void rollUp() {
        checked(send("/roll-up", request -> request.POST(BodyPublishers.noBody())));
    }

    /** In as many bodies as it takes. */
    private <T> void post(List<T> rows, Function<List<T>, byte[]> form, String path) {
        byte[] body = form.apply(rows);
        if (body.length > CopyBody.MAX_BYTES && rows.size() > 1) {
            int half = rows.size() / 2;
            post(rows.subList(0, half), form, path);
            post(rows.subList(half, rows.size()), form, path);
            return;
        }
        checked(send(
                path,
                request -> request.header("Content-Type", "application/octet-stream")
                        .POST(BodyPublishers.ofByteArray(body))));
    }

    private byte[] answer(String path) {
        return checked(send(path, UnaryOperator.identity()));
    }

    private HttpResponse<byte[]> send(String path, UnaryOperator<HttpRequest.Builder> as) {
        OwnersAccess at = access.get()
                .orElseThrow(() -> new StoreException("No platform runs on " + description + " any more.", null));
        try {
            return http.send(as.apply(at.request(ROOT + path, ANSWER)).build(), BodyHandlers.ofByteArray());
        } catch (IOException e) {
            throw new StoreException("The platform that runs on " + description + " does not answer.", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StoreException("Copying was interrupted.", e);
        }
    }

    private byte[] checked(HttpResponse<byte[]> answer) {
        if (answer.statusCode() == OK || answer.statusCode() == NO_CONTENT) {
            return answer.body();
        }
        throw new StoreException(
                OwnersAccess.detail(
                        new String(answer.body(), StandardCharsets.UTF_8),
                        "The platform that runs on " + description + " answers " + answer.statusCode()
                                + "; its log says more."),
                null);
    }

    @Override
    public void close() {
        http.close();
    }
}
