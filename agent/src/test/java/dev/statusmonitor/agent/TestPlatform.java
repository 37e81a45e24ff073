package dev.statusmonitor.agent;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.statusmonitor.agent.send.Json;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** A platform that speaks the agent's part of docs/protocol.md, as strictly as the real one, and can be made to fail. */
public final class TestPlatform implements AutoCloseable {
    public static final String GOOD_CODE = "good-code";

    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final Map<String, PublicKey> hosts = new ConcurrentHashMap<>();
    private final Map<String, Long> tokens = new ConcurrentHashMap<>();
    private final Map<String, byte[]> files = new ConcurrentHashMap<>();
    private final Set<String> codes = ConcurrentHashMap.newKeySet();
    private final Set<String> usedIds = ConcurrentHashMap.newKeySet();
    private final Set<String> revoked = ConcurrentHashMap.newKeySet();
    private final ConcurrentLinkedQueue<Reply> replies = new ConcurrentLinkedQueue<>();
    private final AtomicInteger made = new AtomicInteger();
    private final List<Request> requests = new CopyOnWriteArrayList<>();
    private final List<String> connections = new CopyOnWriteArrayList<>();
    private final int port;
    private @Nullable HttpServer server;

    public volatile long ahead;
    public volatile int tokenSeconds = 3_600;
    public volatile boolean tellsTime = true;
    public volatile long delayMillis;
    public volatile boolean noTimeForBatches;
    public volatile boolean nextBatchIsTooLarge;
    public volatile boolean shared;

    /** A reply to a POST of samples, in place of the usual one. */
    public record Reply(int status, Map<String, String> headers, String body) {}

    /**
     * What was posted.
     *
     * @param samples timestamp and number of values of each
     */
    public record Request(
            long receivedAt, String path, String host, int status, boolean gzip, List<Posted> samples, String body) {}

    /** One sample of a request. */
    public record Posted(long timestamp, Map<String, Double> metrics) {
        static Posted of(Map<?, ?> sample) {
            var metrics = new TreeMap<String, Double>();
            if (sample.get("metrics") instanceof Map<?, ?> members) {
                members.forEach((name, value) -> {
                    if (value instanceof Number number) {
                        metrics.put(String.valueOf(name), number.doubleValue());
                    }
                });
            }
            return new Posted(sample.get("timestamp") instanceof Long timestamp ? timestamp : 0, metrics);
        }
    }

    public TestPlatform() throws IOException {
        codes.add(GOOD_CODE);
        HttpServer first = create(0);
        this.port = first.getAddress().getPort();
        this.server = first;
    }

    private HttpServer create(int at) throws IOException {
        HttpServer created = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), at), 0);
        created.setExecutor(threads);
        created.createContext("/", this::handle);
        created.start();
        return created;
    }

    public URI uri() {
        return URI.create("http://127.0.0.1:" + port);
    }

    /** Nobody listens any more. */
    public synchronized void goDown() {
        if (server != null) {
            server.stop(0);
            server = null;
        }
    }

    public synchronized void comeBack() throws IOException {
        server = create(port);
    }

    /** Serves a file, and under its name with {@code .sha256} behind a checksum. */
    public void serve(String path, byte[] content, String sha256) {
        files.put(path, content);
        files.put(path + ".sha256", (sha256 + "  " + path + "\n").getBytes(StandardCharsets.US_ASCII));
    }

    public void addCode(String code) {
        codes.add(code);
    }

    public void replyOnce(int status, Map<String, String> headers, String body) {
        replies.add(new Reply(status, headers, body));
    }

    public void forgetTokens() {
        tokens.clear();
    }

    public void forgetHosts() {
        hosts.clear();
        tokens.clear();
    }

    public void revoke(String host) {
        revoked.add(host);
    }

    public void restore(String host) {
        revoked.remove(host);
    }

    public List<Request> requests() {
        return requests;
    }

    public List<Request> requests(String path) {
        return requests.stream().filter(request -> request.path.equals(path)).toList();
    }

    /** The samples that were acknowledged, in the order in which they came. */
    public List<Posted> stored() {
        var all = new ArrayList<Posted>();
        for (Request request : requests("/api/v1/metrics")) {
            if (request.status == 202) {
                all.addAll(request.samples);
            }
        }
        return all;
    }

    public Set<String> connections() {
        return new HashSet<>(connections);
    }

    public Set<String> hostIds() {
        return hosts.keySet();
    }

    private long now() {
        return System.currentTimeMillis() + ahead;
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            connections.add(exchange.getRemoteAddress().toString());
            byte[] sent = exchange.getRequestBody().readAllBytes();
            boolean gzip = "gzip".equals(exchange.getRequestHeaders().getFirst("Content-Encoding"));
            byte[] body =
                    gzip ? new java.util.zip.GZIPInputStream(new ByteArrayInputStream(sent)).readAllBytes() : sent;
            if (delayMillis > 0) {
                Thread.sleep(delayMillis);
            }
            String text = new String(body, StandardCharsets.UTF_8);
            String path = exchange.getRequestURI().getPath();
            byte[] file = files.get(path);
            if (file != null) {
                exchange.sendResponseHeaders(200, file.length);
                exchange.getResponseBody().write(file);
                return;
            }
            var caller = new ArrayList<String>();
            var samples = new ArrayList<Posted>();
            Reply reply = answer(exchange, path, text, caller, samples);
            requests.add(new Request(
                    System.currentTimeMillis(),
                    path,
                    caller.isEmpty() ? "" : caller.get(0),
                    reply.status,
                    gzip,
                    List.copyOf(samples),
                    path.startsWith("/api/v1/agents") ? text : ""));
            reply.headers.forEach(exchange.getResponseHeaders()::set);
            if (tellsTime) {
                exchange.getResponseHeaders().set("StatusMonitor-Time", Long.toString(now()));
            }
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            byte[] bytes = reply.body.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(reply.status, bytes.length == 0 ? -1 : bytes.length);
            if (bytes.length > 0) {
                exchange.getResponseBody().write(bytes);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private Reply answer(HttpExchange exchange, String path, String text, List<String> caller, List<Posted> samples) {
        String route = exchange.getRequestMethod() + " " + path;
        if (route.equals("POST /api/v1/agents")) {
            return enrol(Json.read(text.getBytes(StandardCharsets.UTF_8)));
        }
        if (route.equals("POST /api/v1/agents/token")) {
            return grant(text);
        }
        String authorization = String.valueOf(exchange.getRequestHeaders().getFirst("Authorization"));
        String token = authorization.replace("Bearer ", "");
        String host = token.replaceAll("\\..*", "");
        Long expires = tokens.get(token);
        if (expires == null || expires < now()) {
            return problem(401, "unauthenticated", "no valid token");
        }
        caller.add(host);
        if (revoked.contains(host)) {
            return problem(403, "forbidden", "this host was revoked");
        }
        if (route.equals("PUT /api/v1/agents/me/resource")) {
            return new Reply(204, Map.of(), "");
        }
        if (!route.equals("POST /api/v1/metrics")) {
            return problem(404, "not-found", "there is no " + route);
        }
        String object = text.startsWith("[") ? "{\"all\":" + text + "}" : "{\"all\":[" + text + "]}";
        if (Json.read(object.getBytes(StandardCharsets.UTF_8)).get("all") instanceof List<?> all) {
            all.forEach(sample -> samples.add(Posted.of((Map<?, ?>) sample)));
        }
        if (noTimeForBatches && samples.size() > 1) {
            return new Reply(503, Map.of("Retry-After", "5"), "{\"detail\":\"there is no time for batches\"}");
        }
        if (nextBatchIsTooLarge && samples.size() > 1) {
            nextBatchIsTooLarge = false;
            return problem(413, "too-large", "too large");
        }
        Reply special = replies.poll();
        if (special != null) {
            return special;
        }
        Map<String, String> headers = shared ? Map.of("StatusMonitor-Identity", "shared") : Map.of();
        return new Reply(202, headers, "{\"accepted\":" + samples.size() + ",\"time\":" + now() + "}");
    }

    private Reply enrol(Map<String, @Nullable Object> body) {
        if (!codes.remove(String.valueOf(body.get("code")))) {
            return problem(403, "forbidden", "the code is wrong, used or expired");
        }
        try {
            byte[] raw = Base64.getUrlDecoder().decode(String.valueOf(body.get("public_key")));
            byte[] prefix = {0x30, 0x2a, 0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x70, 0x03, 0x21, 0x00};
            byte[] encoded = Arrays.copyOf(prefix, prefix.length + raw.length);
            System.arraycopy(raw, 0, encoded, prefix.length, raw.length);
            String id = "h" + made.incrementAndGet();
            hosts.put(id, KeyFactory.getInstance("Ed25519").generatePublic(new X509EncodedKeySpec(encoded)));
            return new Reply(
                    201,
                    Map.of(),
                    "{\"host_id\":\"" + id + "\",\"ingest_url\":\"" + uri() + "/api/v1/metrics\",\"token_url\":\""
                            + uri() + "/api/v1/agents/token\",\"resource_url\":\"/api/v1/agents/me/resource\"}");
        } catch (GeneralSecurityException e) {
            return problem(422, "invalid-input", "that is no key");
        }
    }

    private Reply grant(String form) {
        String prefix = "grant_type=urn%3Aietf%3Aparams%3Aoauth%3Agrant-type%3Ajwt-bearer&assertion=";
        if (!form.startsWith(prefix)) {
            return new Reply(400, Map.of(), "{\"error\":\"unsupported_grant_type\"}");
        }
        String[] parts = form.substring(prefix.length()).split("\\.");
        var decoder = Base64.getUrlDecoder();
        Map<String, @Nullable Object> header = Json.read(decoder.decode(parts[0]));
        Map<String, @Nullable Object> claims = Json.read(decoder.decode(parts[1]));
        String host = String.valueOf(claims.get("sub"));
        PublicKey key = hosts.get(host);
        long issued = (Long) claims.getOrDefault("iat", 0L);
        long expires = (Long) claims.getOrDefault("exp", 0L);
        if (key == null || revoked.contains(host)) {
            return refuse("unknown host");
        }
        try {
            Signature signature = Signature.getInstance("Ed25519");
            signature.initVerify(key);
            signature.update((parts[0] + "." + parts[1]).getBytes(StandardCharsets.US_ASCII));
            boolean good = signature.verify(decoder.decode(parts[2]))
                    && "EdDSA".equals(header.get("alg"))
                    && "agent+jwt".equals(header.get("typ"))
                    && host.equals(claims.get("iss"))
                    && "token-endpoint".equals(claims.get("aud"))
                    && expires - issued <= 300
                    && usedIds.add(String.valueOf(claims.get("jti")));
            if (!good) {
                return refuse("not signed as it should be");
            }
        } catch (GeneralSecurityException e) {
            return refuse("not signed as it should be");
        }
        if (Math.abs(now() / 1_000 - issued) > 30 || expires * 1_000 < now()) {
            return refuse("the assertion is of another time");
        }
        String token = host + "." + made.incrementAndGet();
        tokens.put(token, now() + tokenSeconds * 1_000L);
        return new Reply(
                200,
                Map.of(),
                "{\"access_token\":\"" + token + "\",\"token_type\":\"Bearer\",\"expires_in\":" + tokenSeconds + "}");
    }

    private static Reply refuse(String why) {
        return new Reply(400, Map.of(), "{\"error\":\"invalid_grant\",\"error_description\":\"" + why + "\"}");
    }

    private static Reply problem(int status, String type, String detail) {
        return new Reply(
                status,
                Map.of(),
                "{\"type\":\"/problems/" + type + "\",\"status\":" + status + ",\"detail\":\"" + detail + "\"}");
    }

    @Override
    public void close() {
        goDown();
        threads.shutdownNow();
    }

    /** Runs by itself, to measure an agent against it: prints its address, and each second what came. */
    public static void main(String[] args) throws Exception {
        try (var platform = new TestPlatform()) {
            System.out.println(platform.uri() + " " + GOOD_CODE);
            while (true) {
                Thread.sleep(10_000);
                System.out.println(platform.stored().size() + " samples over "
                        + platform.connections().size() + " connections");
            }
        }
    }
}
