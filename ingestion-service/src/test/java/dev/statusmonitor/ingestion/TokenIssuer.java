package dev.statusmonitor.ingestion;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.statusmonitor.contract.TokenClaims;
import dev.statusmonitor.starter.internal.ServiceKeys;
import io.jsonwebtoken.Claims;
import io.jsonwebtoken.ExpiredJwtException;
import io.jsonwebtoken.JwtException;
import io.jsonwebtoken.Jwts;
import io.lettuce.core.RedisClient;
import io.lettuce.core.SetArgs;
import io.lettuce.core.api.StatefulRedisConnection;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.HexFormat;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * Auth-service's side of the documented protocol, as small as it can be: real signed tokens, introspection over HTTP,
 * verdicts and epochs in Redis.
 */
public final class TokenIssuer implements AutoCloseable {
    private static final JsonMapper JSON = new JsonMapper();

    private final KeyPair key = ServiceKeys.generate();
    private final Map<String, Long> epochs = new ConcurrentHashMap<>();
    private final AtomicInteger introspections = new AtomicInteger();
    private final RedisClient redis;
    private int port;
    private @Nullable HttpServer server;
    private volatile Duration delay = Duration.ZERO;

    /** Starts listening. */
    public TokenIssuer(URI redis) {
        this.redis = RedisClient.create(redis.toString());
        listen();
    }

    public URI uri() {
        return URI.create("http://127.0.0.1:" + port);
    }

    /** Listens, on the same port as before. */
    public void listen() {
        try {
            HttpServer made = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
            made.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
            made.createContext("/internal/v1/introspect", this::introspect);
            made.start();
            port = made.getAddress().getPort();
            server = made;
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    /** Stops listening. */
    public void stop() {
        if (server != null) {
            server.stop(0);
        }
    }

    /** Answers only after so long. */
    public void answerAfter(Duration delay) {
        this.delay = delay;
    }

    /** How often it was asked. */
    public int introspections() {
        return introspections.get();
    }

    /** A token, with its verdict in Redis, as the token endpoint does it. */
    public String issue(String host) {
        String token = issueUncached(host, Duration.ofHours(1));
        cache(token, verdict(token), Duration.ofHours(1));
        return token;
    }

    /** A token that Redis knows nothing of. */
    public String issueUncached(String host, Duration lifetime) {
        Instant now = Instant.now();
        return Jwts.builder()
                .header()
                .type(TokenClaims.TYPE_HOST)
                .keyId("test")
                .and()
                .issuer(TokenClaims.ISSUER)
                .subject(host)
                .audience()
                .add(TokenClaims.AUDIENCE_AGENT)
                .and()
                .id(UUID.randomUUID().toString())
                .issuedAt(Date.from(now))
                .expiration(Date.from(now.plus(lifetime)))
                .claim(TokenClaims.EPOCH, epochs.getOrDefault(host, 1L))
                .signWith(key.getPrivate(), Jwts.SIG.EdDSA)
                .compact();
    }

    /** From now on the host's tokens are refused; Redis learns the epoch alone. */
    public void revoke(String host) {
        long epoch = epochs.merge(host, 2L, (old, two) -> old + 1);
        redis(connection -> connection.sync().set("sm:epoch:" + host, Long.toString(epoch)));
    }

    /** The same while Redis is away. */
    public void revokeUntold(String host) {
        epochs.merge(host, 2L, (old, two) -> old + 1);
    }

    private Map<String, Object> verdict(String token) {
        try {
            Claims claims = Jwts.parser()
                    .verifyWith(key.getPublic())
                    .build()
                    .parseSignedClaims(token)
                    .getPayload();
            long epoch = claims.get(TokenClaims.EPOCH, Number.class).longValue();
            if (epoch < epochs.getOrDefault(claims.getSubject(), 1L)) {
                return Map.of("active", false, "reason", "revoked");
            }
            return Map.of(
                    "active",
                    true,
                    "host_id",
                    claims.getSubject(),
                    "owner_id",
                    "a1",
                    "epoch",
                    epoch,
                    "expires",
                    claims.getExpiration().toInstant().toEpochMilli());
        } catch (ExpiredJwtException e) {
            return Map.of("active", false, "reason", "expired");
        } catch (JwtException | IllegalArgumentException e) {
            return Map.of("active", false, "reason", "invalid");
        }
    }

    private void introspect(HttpExchange exchange) throws IOException {
        introspections.incrementAndGet();
        String token = JSON.readTree(exchange.getRequestBody()).path("token").asString();
        String assertion = String.valueOf(exchange.getRequestHeaders().getFirst("Authorization"));
        Map<String, Object> verdict = verdict(token);
        boolean active = Boolean.TRUE.equals(verdict.get("active"));
        cache(token, verdict, active ? Duration.ofHours(1) : Duration.ofSeconds(60));
        if (!delay.isZero()) {
            try {
                Thread.sleep(delay);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
        byte[] answer = JSON.writeValueAsBytes(verdict);
        boolean known = exchange.getRequestMethod().equals("POST") && assertion.startsWith("Bearer ey");
        exchange.getResponseHeaders().add("Content-Type", "application/json");
        exchange.sendResponseHeaders(known ? 200 : 401, answer.length);
        exchange.getResponseBody().write(answer);
        exchange.close();
    }

    private void cache(String token, Map<String, Object> verdict, Duration kept) {
        redis(connection -> connection
                .sync()
                .set("sm:token:" + sha256(token), JSON.writeValueAsString(verdict), SetArgs.Builder.px(kept)));
    }

    private void redis(java.util.function.Consumer<StatefulRedisConnection<String, String>> command) {
        try (var connection = redis.connect()) {
            // As auth-service says it: every epoch has been told to this run of Redis.
            connection
                    .sync()
                    .info("server")
                    .lines()
                    .filter(line -> line.startsWith("run_id:"))
                    .forEach(line -> connection
                            .sync()
                            .set(
                                    "sm:generation",
                                    line.substring("run_id:".length()).strip()));
            command.accept(connection);
        } catch (io.lettuce.core.RedisException e) {
            // Away: the edge asks.
        }
    }

    private static String sha256(String token) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        stop();
        redis.shutdown();
    }
}
