package dev.statusmonitor.starter.token;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import com.github.benmanes.caffeine.cache.Ticker;
import dev.statusmonitor.contract.TokenClaims;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Asks auth-service's {@code POST /internal/v1/tokens/introspect}. An answer, a refusal too, counts for a second from
 * the moment of the question, so that a revoked token is refused within that; one that did not come counts for nothing.
 * Of several that ask about one token at the same time, one does.
 */
public final class RemoteApiTokens implements ApiTokens {
    private static final Duration KEPT = Duration.ofSeconds(1);

    /** What is not of this shape is no token, and not asked about. */
    private static final Pattern SHAPE = Pattern.compile(TokenClaims.API_TOKEN_PREFIX + "[A-Za-z0-9_-]{43}");

    private final Function<String, Introspection> introspect;
    private final Ticker nanoTime;
    private final Clock clock;
    private final Cache<String, Answer> answers;

    /**
     * @param introspect asks about a token; throws when it cannot
     * @param nanoTime {@link System#nanoTime}
     */
    public RemoteApiTokens(Function<String, Introspection> introspect, Ticker nanoTime, Clock clock) {
        this.introspect = introspect;
        this.nanoTime = nanoTime;
        this.clock = clock;
        this.answers = Caffeine.newBuilder()
                .maximumSize(10_000)
                .ticker(nanoTime)
                .expireAfter(Expiry.<String, Answer>creating((hash, answer) ->
                        Duration.ofNanos(Math.max(0, answer.asked + KEPT.toNanos() - nanoTime.read()))))
                .build();
    }

    @Override
    public Optional<Caller> find(String token) {
        if (!SHAPE.matcher(token).matches()) {
            return Optional.empty();
        }
        // The token itself is not kept: what lies in memory may end in a dump.
        Introspection answer = answers.get(sha256(token), hash -> ask(token)).introspection;
        Long expires = answer.expires;
        if (!answer.active || (expires != null && expires <= clock.millis())) {
            return Optional.empty();
        }
        if (answer.accountId == null || answer.tokenId == null || answer.scopes == null) {
            throw new UnavailableException("auth-service's answer about an API token lacks something", null);
        }
        return Optional.of(Caller.withToken(answer.accountId, answer.tokenId, answer.scopes));
    }

    private Answer ask(String token) {
        long asked = nanoTime.read();
        try {
            return new Answer(introspect.apply(token), asked);
        } catch (RuntimeException e) {
            throw new UnavailableException("auth-service could not be asked about an API token", e);
        }
    }

    private static String sha256(String token) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.US_ASCII)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    private record Answer(Introspection introspection, long asked) {}

    /**
     * What auth-service says of an API token.
     *
     * @param accountId whose it is; null where it is not good, as are the id and the scopes
     * @param expires Unix time in milliseconds; null for never
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Introspection(
            boolean active,
            @JsonProperty("account_id") @Nullable String accountId,
            @JsonProperty("token_id") @Nullable String tokenId,
            @Nullable Set<String> scopes,
            @Nullable Long expires) {
        /** Of a token that is not good. */
        public static final Introspection REFUSED = new Introspection(false, null, null, null, null);
    }
}
