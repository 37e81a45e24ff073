package dev.statusmonitor.benchmarks.platform;

import dev.statusmonitor.contract.TokenClaims;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The meters of a running platform, read over its internal connector as {@code doctor} reads what it needs. */
public final class Meters {
    private static final JsonMapper JSON = new JsonMapper();
    private static final Base64.Encoder BASE64URL = Base64.getUrlEncoder().withoutPadding();

    private final URI prometheus;
    private final String caller;
    private final PrivateKey key;
    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(5))
            .build();

    private Meters(URI prometheus, String caller, PrivateKey key) {
        this.prometheus = prometheus;
        this.caller = caller;
        this.key = key;
    }

    /** Of the platform, by the file that it keeps for its owner's tools while it runs. */
    public static Meters of(Platform platform) throws CannotMeasureException {
        int port = platform.address().getPort();
        for (String folder : Stream.of(
                        System.getenv("XDG_RUNTIME_DIR"),
                        System.getenv("XDG_STATE_HOME"),
                        System.getProperty("user.home") + "/.local/state")
                .filter(folder -> folder != null && !folder.isBlank())
                .toList()) {
            Path file = Path.of(folder, "statusmonitor", port + ".json");
            if (Files.isReadable(file)) {
                return read(file);
            }
        }
        throw new CannotMeasureException("the platform at port " + port + " has left no management file");
    }

    private static Meters read(Path file) throws CannotMeasureException {
        try {
            JsonNode management = JSON.readTree(Files.readString(file));
            byte[] encoded =
                    Base64.getDecoder().decode(management.path("private_key").asString());
            return new Meters(
                    URI.create(management.path("internal_url").asString() + "/actuator/prometheus"),
                    management.path("caller").asString(),
                    KeyFactory.getInstance("Ed25519").generatePrivate(new PKCS8EncodedKeySpec(encoded)));
        } catch (IOException | GeneralSecurityException e) {
            throw new CannotMeasureException("the management file " + file + " cannot be used: " + e.getMessage(), e);
        }
    }

    /** All meters as they are now. */
    public Reading read() throws CannotMeasureException {
        try {
            HttpResponse<String> response = http.send(
                    HttpRequest.newBuilder(prometheus)
                            .timeout(Duration.ofSeconds(30))
                            .header("Authorization", "Bearer " + assertion())
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
            if (response.statusCode() != 200) {
                throw new CannotMeasureException("the meters were answered by " + response.statusCode());
            }
            return new Reading(response.body());
        } catch (IOException e) {
            throw new CannotMeasureException("the meters were not answered: " + e, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CannotMeasureException("interrupted", e);
        }
    }

    private String assertion() throws CannotMeasureException {
        long now = System.currentTimeMillis() / 1_000;
        String signed = part(Map.of("alg", "EdDSA", "typ", TokenClaims.TYPE_SERVICE_ASSERTION, "kid", caller)) + "."
                + part(Map.of(
                        "iss",
                        caller,
                        "sub",
                        caller,
                        "aud",
                        TokenClaims.AUDIENCE_INTERNAL,
                        "iat",
                        now,
                        "exp",
                        now + 60,
                        "jti",
                        UUID.randomUUID().toString()));
        try {
            Signature signature = Signature.getInstance("Ed25519");
            signature.initSign(key);
            signature.update(signed.getBytes(StandardCharsets.US_ASCII));
            return signed + "." + BASE64URL.encodeToString(signature.sign());
        } catch (GeneralSecurityException e) {
            throw new CannotMeasureException("this Java cannot sign by Ed25519", e);
        }
    }

    private static String part(Map<String, Object> content) {
        return BASE64URL.encodeToString(JSON.writeValueAsBytes(content));
    }

    /** What they were at a moment. */
    public static final class Reading {
        private final String text;

        Reading(String text) {
            this.text = text;
        }

        /**
         * The sum of a meter's series.
         *
         * @param name as Prometheus has it
         * @param label such as {@code by="near"}; null takes all of them
         */
        public double sum(String name, @Nullable String label) {
            return text.lines()
                    .filter(line -> line.startsWith(name + "{") || line.startsWith(name + " "))
                    .filter(line -> label == null || line.contains(label))
                    .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                    .sum();
        }
    }
}
