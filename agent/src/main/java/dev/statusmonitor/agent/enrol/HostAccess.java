package dev.statusmonitor.agent.enrol;

import dev.statusmonitor.agent.buffer.PlatformClock;
import dev.statusmonitor.agent.send.Access;
import dev.statusmonitor.agent.send.AccessSource;
import dev.statusmonitor.agent.send.Answer;
import dev.statusmonitor.agent.send.Http;
import dev.statusmonitor.agent.send.Json;
import dev.statusmonitor.agent.send.NotNowException;
import dev.statusmonitor.agent.send.RefusedException;
import java.io.IOException;
import java.math.BigInteger;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gets tokens by the host's key, and enrols the host by a code where it has no identity, or one that the platform
 * doesn't take. A code that this identity has seen is tried last: one in a unit file stays there after it was used. A new
 * one is tried first, since somebody has just given it; where the platform refuses it, the identity goes on. For use by
 * one thread.
 */
public final class HostAccess implements AccessSource {
    private static final Logger LOG = LoggerFactory.getLogger(HostAccess.class);
    private static final String GRANT = "urn:ietf:params:oauth:grant-type:jwt-bearer";

    private static final Set<String> IDENTITY_REASONS = Set.of("unknown_host", "revoked", "bad_signature");

    /** How wrong a clock must have been for a refusal to be about the clock; auth-service allows some seconds. */
    private static final Duration CLOCK_DOUBT = Duration.ofSeconds(5);

    private final Http http;
    private final PlatformClock clock;
    private final LongSupplier nanoTime;
    private final IdentityStore store;
    private final URI platform;
    private final String name;
    private final String resourceVersion;

    private @Nullable String code;
    private @Nullable HostIdentity identity;
    private @Nullable KeyPair enrolling;
    private boolean unsaved;
    private boolean loaded;
    private @Nullable Access access;
    private long renewAt;
    private long expiresAt;

    /**
     * @param platform the platform's address
     * @param code an enrolment code, where there is one
     * @param name what the host is to be called
     * @param version the agent's
     */
    public HostAccess(
            Http http,
            PlatformClock clock,
            LongSupplier nanoTime,
            IdentityStore store,
            URI platform,
            @Nullable String code,
            String name,
            String version) {
        this.http = http;
        this.clock = clock;
        this.nanoTime = nanoTime;
        this.store = store;
        this.platform = platform;
        this.code = code;
        this.name = name;
        this.resourceVersion = version;
    }

    /**
     * Whether there is anything to start with.
     *
     * @throws IOException with a sentence, where the identity cannot be read, or none could be kept
     * @throws RefusedException where there is neither identity nor code
     */
    public void load() throws IOException, RefusedException {
        identity = store.load();
        loaded = true;
        if (identity == null && code != null) {
            // Whether it can be kept shows now, before the code is used up.
            enrolling = store.enrollingKey();
        }
        if (identity == null && code == null) {
            throw new RefusedException(
                    "This host has no identity yet and was given no code. Make one on the platform's page "
                            + "\"Add a host\" and start the agent with it once, as STATUSMONITOR_CODE or --code.",
                    true);
        }
    }

    /** Which host this is; empty where it is not enrolled yet. */
    public String hostId() {
        HostIdentity known = identity;
        return known == null ? "" : known.hostId();
    }

    @Override
    public Access get() throws IOException, NotNowException, RefusedException {
        long now = nanoTime.getAsLong();
        Access present = access;
        if (present != null && now - renewAt < 0) {
            return present;
        }
        try {
            return fetch();
        } catch (IOException | NotNowException e) {
            if (present != null && now - expiresAt < 0) {
                // Good for a while still; the next try is due soon.
                renewAt = now + Duration.ofSeconds(10).toNanos();
                return present;
            }
            throw e;
        }
    }

    @Override
    public void renew() {
        access = null;
    }

    private Access fetch() throws IOException, NotNowException, RefusedException {
        if (!loaded) {
            load();
        }
        HostIdentity known = identity;
        if (known == null) {
            known = enrol(true);
        } else if (code != null && !sha256(code).equals(known.codeHash())) {
            known = enrolByNewCode(known, code);
        }
        try {
            return token(known);
        } catch (RefusedException e) {
            if (code == null) {
                throw e;
            }
            LOG.info(
                    "The platform doesn't take this host's identity ({}); enrolling it anew by the code.",
                    e.getMessage());
            return token(enrol(false));
        }
    }

    private HostIdentity enrolByNewCode(HostIdentity known, String given) throws IOException, NotNowException {
        try {
            return enrol(false);
        } catch (RefusedException e) {
            LOG.warn("{} Going on as host {}.", e.getMessage(), known.hostId());
            // Not again at each start: the platform counts wrong codes.
            HostIdentity going = known.afterCode(sha256(given));
            identity = going;
            unsaved = true;
            save();
            return going;
        }
    }

    private Access token(HostIdentity known) throws IOException, NotNowException, RefusedException {
        for (int attempt = 1; ; attempt++) {
            long assertedAt = clock.platformMillis();
            long before = nanoTime.getAsLong();
            Answer answer = http.ask(
                    "POST",
                    endpoint(known, known.token(), "/api/v1/agents/token"),
                    null,
                    "application/x-www-form-urlencoded",
                    form(Assertion.sign(known.hostId(), known.key(), assertedAt)),
                    false);
            if (answer.status() == 200) {
                return accept(known, answer);
            }
            if (answer.status() == 400 && "invalid_grant".equals(answer.text("error"))) {
                switch (verdict(answer, assertedAt, before)) {
                    case IDENTITY ->
                        throw new RefusedException(
                                "The platform doesn't take this host's identity: " + answer.problem()
                                        + ". A new code from its page \"Add a host\" enrols the host again.",
                                false);
                    case ASSERTION -> {
                        if (attempt == 1) {
                            // Signed anew, by the time that the answer has told.
                            continue;
                        }
                    }
                }
            }
            if (!answer.told()) {
                clock.untold();
            }
            throw new NotNowException("No token to be had: " + answer.problem() + ".", answer.retryAfter());
        }
    }

    private enum Verdict {
        /** The platform doesn't know this host, or no longer wants it: what a code is for. */
        IDENTITY,
        /** Something was wrong with this assertion, such as its time, and nothing with the host. */
        ASSERTION
    }

    /** What a refusal is about. A code is used up by the wrong answer, so doubt speaks for the assertion. */
    private Verdict verdict(Answer answer, long assertedAt, long before) {
        String reason = answer.text("reason");
        if (reason != null) {
            return IDENTITY_REASONS.contains(reason) ? Verdict.IDENTITY : Verdict.ASSERTION;
        }
        long passed = (nanoTime.getAsLong() - before) / 1_000_000;
        long wrongBy = Math.abs(clock.platformMillis() - passed - assertedAt);
        return answer.told() && wrongBy <= CLOCK_DOUBT.toMillis() ? Verdict.IDENTITY : Verdict.ASSERTION;
    }

    private Access accept(HostIdentity known, Answer answer) throws NotNowException {
        save();
        if (!answer.told()) {
            clock.untold();
        }
        String token = answer.text("access_token");
        if (token == null || token.isEmpty()) {
            throw new NotNowException("The platform's answer has no token in it.", null);
        }
        long lasts = answer.json().get("expires_in") instanceof Long seconds ? Math.max(1, seconds) : 60;
        long now = nanoTime.getAsLong();
        expiresAt = now + Duration.ofSeconds(lasts).toNanos();
        // Early enough that a platform which is down for some minutes costs nothing.
        renewAt = now + Duration.ofSeconds(lasts).toNanos() * 8 / 10;
        var granted = new Access(
                token,
                known.hostId(),
                endpoint(known, known.ingest(), "/api/v1/metrics"),
                endpoint(known, known.resource(), "/api/v1/agents/me/resource"));
        access = granted;
        return granted;
    }

    /** What the platform named at enrolment; where it has moved since, the same route at its new address. */
    private URI endpoint(HostIdentity known, URI named, String path) {
        return known.platform().equals(platform) ? named : at(path);
    }

    private URI at(String path) {
        String base = platform.toString();
        return URI.create((base.endsWith("/") ? base.substring(0, base.length() - 1) : base) + path);
    }

    private HostIdentity enrol(boolean first) throws IOException, NotNowException, RefusedException {
        KeyPair pair = enrollingKey();
        String given = String.valueOf(code);
        var body = new LinkedHashMap<String, Object>();
        body.put("code", given);
        body.put("public_key", HostKeys.raw(pair.getPublic()));
        body.put("name", name);
        body.put("resource", Map.of("host.name", name, "service.version", resourceVersion));
        Answer answer = http.ask("POST", at("/api/v1/agents"), null, "application/json", Json.write(body), false);
        switch (answer.status()) {
            case 200, 201 -> {
                // Below.
            }
            case 400, 403, 404, 409, 410, 422 -> {
                boolean wrongCode = answer.status() == 403;
                if (wrongCode) {
                    code = null;
                }
                throw new RefusedException(
                        "The platform refuses the enrolment: " + answer.problem()
                                + (wrongCode ? ". A code is good once and for an hour; make a new one." : "."),
                        first && answer.status() != 404);
            }
            default -> throw new NotNowException("Enrolment must wait: " + answer.problem() + ".", answer.retryAfter());
        }
        String hostId = answer.text("host_id");
        if (hostId == null || hostId.isEmpty()) {
            throw new NotNowException("The platform's answer to the enrolment has no host id in it.", null);
        }
        var enrolled = new HostIdentity(
                hostId,
                pair.getPrivate(),
                platform,
                named(answer, "ingest_url", "/api/v1/metrics"),
                named(answer, "token_url", "/api/v1/agents/token"),
                named(answer, "resource_url", "/api/v1/agents/me/resource"),
                sha256(given));
        identity = enrolled;
        enrolling = null;
        code = null;
        unsaved = true;
        save();
        LOG.info("Enrolled as host {} with {}.", hostId, platform);
        return enrolled;
    }

    private static String sha256(String code) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(code.getBytes(StandardCharsets.UTF_8));
            return String.format("%064x", new BigInteger(1, hash));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    private KeyPair enrollingKey() throws NotNowException {
        try {
            KeyPair pair = enrolling == null ? store.enrollingKey() : enrolling;
            enrolling = pair;
            return pair;
        } catch (IOException e) {
            throw new NotNowException(String.valueOf(e.getMessage()), null);
        }
    }

    /** A disk that is full for a while must not cost an enrolment: until it is kept, this process has the identity. */
    private void save() {
        HostIdentity known = identity;
        if (!unsaved || known == null) {
            return;
        }
        try {
            store.save(known);
            unsaved = false;
        } catch (IOException e) {
            LOG.error("{} Until that is mended the identity is lost when the agent ends.", e.getMessage());
        }
    }

    /** An address from the answer, which may be relative; never one that gives up encryption. */
    private URI named(Answer answer, String member, String path) {
        String text = answer.text(member);
        if (text != null) {
            try {
                // A platform behind a proxy that takes a part of the path away doesn't know of that part.
                URI uri = text.startsWith("/") ? at(text) : at("/").resolve(text);
                boolean web = uri.getHost() != null && ("https".equals(scheme(uri)) || "http".equals(scheme(uri)));
                if (web && (!"https".equals(scheme(platform)) || "https".equals(scheme(uri)))) {
                    return uri;
                }
            } catch (IllegalArgumentException e) {
                // No address.
            }
            LOG.warn("The platform named {} as its {}, which is of no use; taking {} instead.", text, member, at(path));
        }
        return at(path);
    }

    private static String scheme(URI uri) {
        return String.valueOf(uri.getScheme()).toLowerCase(Locale.ROOT);
    }

    private static byte[] form(String assertion) {
        // A JWT's characters need no escaping; the colons of the grant do.
        return ("grant_type=" + GRANT.replace(":", "%3A") + "&assertion=" + assertion)
                .getBytes(StandardCharsets.US_ASCII);
    }
}
