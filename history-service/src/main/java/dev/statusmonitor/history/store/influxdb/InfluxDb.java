package dev.statusmonitor.history.store.influxdb;

import com.influxdb.client.InfluxDBClient;
import com.influxdb.client.InfluxDBClientFactory;
import com.influxdb.client.InfluxDBClientOptions;
import com.influxdb.client.domain.DeletePredicateRequest;
import com.influxdb.client.domain.Dialect;
import com.influxdb.client.domain.Query;
import com.influxdb.client.domain.WritePrecision;
import com.influxdb.exceptions.InfluxException;
import com.influxdb.query.FluxRecord;
import com.influxdb.query.FluxTable;
import dev.statusmonitor.history.store.Deadline;
import dev.statusmonitor.history.store.StoreException;
import dev.statusmonitor.history.store.Tier;
import dev.statusmonitor.history.store.TookTooLongException;
import dev.statusmonitor.history.store.influxdb.Access.Right;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.SocketTimeoutException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import okhttp3.Interceptor;
import okhttp3.OkHttpClient;
import okhttp3.Protocol;
import okhttp3.Request;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;

/**
 * The way to an InfluxDB: one client for each {@link Right}. Nothing is asked before it is needed, so a server that is
 * away when this process starts is waited for like any other time. Safe for use by several threads.
 */
final class InfluxDb implements AutoCloseable {
    /** Until when what this thread is asking is of use; InfluxDB's client has no way to pass it on. */
    private static final ThreadLocal<@Nullable Deadline> DEADLINE = new ThreadLocal<>();

    private static final int NOT_FOUND = 404;
    private static final int UNAUTHORIZED = 401;
    private static final int FORBIDDEN = 403;

    private final InfluxDbSettings settings;
    private final Provisioning provisioning;
    private final Path accessFile;
    private final boolean makes;

    private @Nullable Connections connections;
    private volatile boolean closed;

    /**
     * @param folder the store's own folder
     * @param instance a name for this instance, the same at each start
     * @param makes whether what is missing in InfluxDB is made
     */
    InfluxDb(InfluxDbSettings settings, Path folder, String instance, boolean makes) {
        this.settings = settings;
        this.makes = makes;
        this.accessFile = folder.resolve("access.properties");
        Path token = settings.tokenFile();
        this.provisioning = new Provisioning(settings, token == null ? folder.resolve("token") : token, instance);
    }

    /** Clients that are open, and what they may do. */
    record Connections(Access access, Map<Right, InfluxDBClient> clients) implements AutoCloseable {
        InfluxDBClient client(Right right) {
            InfluxDBClient client = clients.get(right);
            if (client == null) {
                throw new IllegalStateException("no client for " + right);
            }
            return client;
        }

        @Override
        public void close() {
            clients.values().forEach(InfluxDBClient::close);
        }
    }

    /** Stores lines of one tier. The exception is InfluxDB's own, for whoever knows what to do about it. */
    void write(Tier tier, String lines) {
        Connections open = connections();
        try {
            open.client(tier == Tier.RAW ? Right.WRITE : Right.TASK)
                    .getWriteApiBlocking()
                    .writeRecord(Flux.bucket(tier), open.access().orgId(), WritePrecision.MS, lines);
        } catch (InfluxException e) {
            forgetWhatIsGone(e);
            throw e;
        }
    }

    /**
     * Asks a question.
     *
     * @param flux one of {@link Flux}'s
     * @throws TookTooLongException where the deadline passes before the answer is whole
     * @throws StoreException where there is no answer
     */
    void query(Right right, String flux, FluxValues values, Deadline deadline, Consumer<FluxRecord> into) {
        deadline.check();
        var query = new Query().query(flux).extern(values.extern()).dialect(dialect());
        ask(deadline, open -> {
            for (FluxTable table :
                    open.client(right).getQueryApi().query(query, open.access().orgId())) {
                deadline.check();
                table.getRecords().forEach(into);
            }
            return true;
        });
    }

    /** What the client's parser needs to be told. */
    private static Dialect dialect() {
        return new Dialect()
                .header(true)
                .delimiter(",")
                .commentPrefix("#")
                .annotations(List.of(
                        Dialect.AnnotationsEnum.DATATYPE,
                        Dialect.AnnotationsEnum.GROUP,
                        Dialect.AnnotationsEnum.DEFAULT));
    }

    /** Removes everything of one host from a tier. */
    void delete(Tier tier, String host, Deadline deadline) {
        var request = new DeletePredicateRequest()
                .start(Instant.ofEpochMilli(FluxValues.EARLIEST).atOffset(ZoneOffset.UTC))
                .stop(Instant.ofEpochMilli(FluxValues.LATEST).atOffset(ZoneOffset.UTC))
                // Of letters, digits and a few signs that no predicate has a use for.
                .predicate("_measurement=\"" + Names.host(host) + "\"");
        ask(deadline, open -> {
            open.client(tier == Tier.RAW ? Right.WRITE : Right.TASK)
                    .getDeleteApi()
                    .delete(request, Flux.bucket(tier), open.access().orgId());
            return true;
        });
    }

    /** Asks something that the clients have a way for. */
    <T> T ask(Deadline deadline, Function<Connections, T> question) {
        Connections open = connections();
        DEADLINE.set(deadline);
        try {
            return question.apply(open);
        } catch (InfluxException e) {
            forgetWhatIsGone(e);
            throw failed(e, deadline);
        } finally {
            DEADLINE.remove();
        }
    }

    /** What InfluxDB tells about itself, in Prometheus' text format. */
    String metrics(Deadline deadline) {
        deadline.check();
        OkHttpClient http = http().callTimeout(deadline.left().toMillis(), TimeUnit.MILLISECONDS)
                .build();
        var request = new Request.Builder()
                .url(settings.url().resolve("/metrics").toString())
                .build();
        try (Response answer = http.newCall(request).execute()) {
            var body = answer.body();
            if (!answer.isSuccessful() || body == null) {
                throw new StoreException("InfluxDB keeps to itself how much room it takes (/metrics).", null);
            }
            return body.string();
        } catch (IOException e) {
            throw new StoreException("The InfluxDB at " + settings.url() + " does not answer.", e);
        } finally {
            http.connectionPool().evictAll();
        }
    }

    /** @throws StoreException where it does not answer, or cannot be used */
    void check(Deadline deadline) {
        Boolean pong = ask(deadline, open -> open.client(Right.READ).ping());
        if (!pong) {
            throw new StoreException("The InfluxDB at " + settings.url() + " does not answer.", null);
        }
    }

    /** What a failure means for whoever asked. */
    RuntimeException failed(InfluxException e, Deadline deadline) {
        Throwable cause = e.getCause();
        boolean late = cause instanceof SocketTimeoutException || cause instanceof InterruptedIOException;
        if (cause instanceof TookTooLongException || (late && deadline.left().isNegative())) {
            return new TookTooLongException();
        }
        return failed(e);
    }

    /** The same, where no deadline was set. */
    StoreException failed(InfluxException e) {
        String at = "The InfluxDB at " + settings.url();
        if (e.status() == 0) {
            return new StoreException(at + " does not answer.", e);
        }
        if (e.status() == UNAUTHORIZED || e.status() == FORBIDDEN) {
            return new StoreException(
                    at + " refuses the service's token. A token that may make new ones belongs into the file "
                            + provisioning.tokenFile() + ".",
                    e);
        }
        return new StoreException(at + " answers " + e.status() + ": " + e.getMessage(), e);
    }

    Duration timeout() {
        return settings.timeout();
    }

    private synchronized Connections connections() {
        if (closed) {
            throw new StoreException("The store is closed.", null);
        }
        Connections open = connections;
        if (open == null) {
            Access access = access();
            var clients = new EnumMap<Right, InfluxDBClient>(Right.class);
            boolean packed = settings.isPacked();
            for (Right right : Right.values()) {
                InfluxDBClient client = client(access.secret(right));
                clients.put(right, packed ? client.enableGzip() : client);
            }
            open = new Connections(access, clients);
            connections = open;
        }
        return open;
    }

    private Access access() {
        var known = Access.read(accessFile);
        if (!Files.exists(provisioning.tokenFile())) {
            return known.orElseThrow(() -> new StoreException(
                    "The history needs a token of InfluxDB's that may make buckets, tasks and tokens, in the file "
                            + provisioning.tokenFile() + ".",
                    null));
        }
        Access access;
        try (InfluxDBClient setup = client(provisioning.readToken())) {
            if (!makes) {
                return provisioning.find(setup);
            }
            access = provisioning.provide(setup, known);
        } catch (InfluxException e) {
            throw failed(e);
        }
        if (known.isEmpty() || !known.get().equals(access)) {
            access.write(accessFile);
        }
        return access;
    }

    /** After an answer that says that a bucket or a token is not there any more, all of it is looked after again. */
    private synchronized void forgetWhatIsGone(InfluxException e) {
        Connections open = connections;
        if (open != null && (e.status() == UNAUTHORIZED || e.status() == FORBIDDEN || e.status() == NOT_FOUND)) {
            connections = null;
            open.close();
        }
    }

    private InfluxDBClient client(String token) {
        return InfluxDBClientFactory.create(InfluxDBClientOptions.builder()
                .url(settings.url().toString())
                .authenticateToken(token.toCharArray())
                .org(settings.org())
                .okHttpClient(http().addInterceptor(this::untilDeadline))
                .build());
    }

    private OkHttpClient.Builder http() {
        return new OkHttpClient.Builder()
                .protocols(List.of(Protocol.HTTP_1_1))
                .connectTimeout(settings.connectTimeout())
                .readTimeout(settings.timeout())
                .writeTimeout(settings.timeout());
    }

    private Response untilDeadline(Interceptor.Chain chain) throws IOException {
        Deadline deadline = DEADLINE.get();
        if (deadline == null) {
            return chain.proceed(chain.request());
        }
        int left = Math.clamp(deadline.left().toMillis(), 1, Integer.MAX_VALUE);
        return chain.withReadTimeout(left, TimeUnit.MILLISECONDS).proceed(chain.request());
    }

    @Override
    public synchronized void close() {
        closed = true;
        Connections open = connections;
        connections = null;
        if (open != null) {
            open.close();
        }
    }
}
