package dev.statusmonitor.benchmarks.platform;

import dev.statusmonitor.benchmarks.load.SimulatedHost;
import dev.statusmonitor.contract.TokenClaims;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Enrols hosts as agents do: a code, a key pair, a signed assertion, a token. */
public final class Enrolment {
    private static final Base64.Encoder BASE64URL = Base64.getUrlEncoder().withoutPadding();
    private static final JsonMapper JSON = new JsonMapper();
    private static final int AT_ONCE = 4;

    private final Account account;
    private final Map<Integer, Agent> agents = new ConcurrentHashMap<>();
    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(5))
            .build();

    public Enrolment(Account account) {
        this.account = account;
    }

    /**
     * New hosts.
     *
     * @param from the number of the first
     * @param count how many
     */
    public List<SimulatedHost> enrol(int from, int count) throws CannotMeasureException {
        long began = System.nanoTime();
        var hosts = new ArrayList<SimulatedHost>(count);
        try (var threads = Executors.newFixedThreadPool(AT_ONCE)) {
            var pending = new ArrayList<Future<SimulatedHost>>();
            for (int i = from; i < from + count; i++) {
                int number = i;
                pending.add(threads.submit(() -> enrol(number)));
            }
            for (Future<SimulatedHost> host : pending) {
                hosts.add(host.get());
            }
        } catch (ExecutionException e) {
            throw new CannotMeasureException("a host could not be enrolled: " + e.getCause(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CannotMeasureException("interrupted", e);
        }
        Log.say("Enrolled %d hosts in %.0f s.".formatted(count, (System.nanoTime() - began) / 1e9));
        return hosts;
    }

    private SimulatedHost enrol(int number) throws CannotMeasureException {
        String name = "bench-" + number;
        String code = account.post("/api/v1/enrolments", Map.of("name", name))
                .path("code")
                .asString();
        try {
            KeyPair keys = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
            byte[] encoded = keys.getPublic().getEncoded();
            String raw = BASE64URL.encodeToString(Arrays.copyOfRange(encoded, encoded.length - 32, encoded.length));
            JsonNode identity = post(
                    account.url().resolve("/api/v1/agents"),
                    "application/json",
                    JSON.writeValueAsString(Map.of(
                            "code", code, "public_key", raw, "name", name, "resource", Map.of("host.name", name))));
            String id = identity.path("host_id").asString();
            var agent = new Agent(URI.create(identity.path("token_url").asString()), id, keys);
            agents.put(number, agent);
            String token = agent.token();
            URI ingest = URI.create(identity.path("ingest_url").asString());
            return new SimulatedHost(number, id, token, ingest.getAuthority(), ingest.getPath());
        } catch (GeneralSecurityException e) {
            throw new CannotMeasureException("this Java cannot sign by Ed25519", e);
        }
    }

    /** A new token of the host, asked for as its agent asks. */
    public String newToken(SimulatedHost host) throws CannotMeasureException {
        Agent agent = agents.get(host.number());
        if (agent == null) {
            throw new IllegalArgumentException("a host that was not enrolled here");
        }
        try {
            return agent.token();
        } catch (GeneralSecurityException e) {
            throw new CannotMeasureException("this Java cannot sign by Ed25519", e);
        }
    }

    /** What an agent needs to get a token. */
    private final class Agent {
        private final URI tokens;
        private final String host;
        private final KeyPair keys;

        Agent(URI tokens, String host, KeyPair keys) {
            this.tokens = tokens;
            this.host = host;
            this.keys = keys;
        }

        String token() throws CannotMeasureException, GeneralSecurityException {
            return post(
                            tokens,
                            "application/x-www-form-urlencoded",
                            "grant_type="
                                    + URLEncoder.encode(
                                            "urn:ietf:params:oauth:grant-type:jwt-bearer", StandardCharsets.UTF_8)
                                    + "&assertion=" + assertion(host, keys))
                    .path("access_token")
                    .asString();
        }
    }

    private static String assertion(String host, KeyPair keys) throws GeneralSecurityException {
        long now = System.currentTimeMillis() / 1_000;
        String header = JSON.writeValueAsString(Map.of("alg", "EdDSA", "typ", TokenClaims.TYPE_AGENT_ASSERTION));
        String claims = JSON.writeValueAsString(Map.of(
                "iss",
                host,
                "sub",
                host,
                "aud",
                TokenClaims.AUDIENCE_TOKEN,
                "iat",
                now,
                "exp",
                now + 120,
                "jti",
                UUID.randomUUID().toString()));
        String signed = BASE64URL.encodeToString(header.getBytes(StandardCharsets.UTF_8)) + "."
                + BASE64URL.encodeToString(claims.getBytes(StandardCharsets.UTF_8));
        Signature signature = Signature.getInstance("Ed25519");
        signature.initSign(keys.getPrivate());
        signature.update(signed.getBytes(StandardCharsets.US_ASCII));
        return signed + "." + BASE64URL.encodeToString(signature.sign());
    }

    private JsonNode post(URI uri, String type, String body) throws CannotMeasureException {
        var request = HttpRequest.newBuilder(uri)
                .timeout(Duration.ofSeconds(30))
                .header("Content-Type", type)
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
        try {
            HttpResponse<String> response = http.send(request, HttpResponse.BodyHandlers.ofString());
            if (response.statusCode() / 100 != 2) {
                throw new CannotMeasureException(
                        uri.getPath() + " was answered by " + response.statusCode() + ": " + response.body());
            }
            return JSON.readTree(response.body());
        } catch (IOException e) {
            throw new CannotMeasureException(uri.getPath() + " was not answered: " + e, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CannotMeasureException("interrupted", e);
        }
    }
}
