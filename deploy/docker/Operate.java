import dev.statusmonitor.starter.internal.KeyFiles;
import dev.statusmonitor.starter.internal.ServiceAssertion;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Instant;
import java.util.Base64;

/**
 * Asks a service what only services may ask, by the key of this container's own: {@code operate POST
 * http://auth-service:8081/internal/v1/setup-links}. Whoever may run something in the container has that key anyway.
 */
class Operate {
    public static void main(String[] arguments) throws Exception {
        String service = System.getenv("SERVICE_NAME");
        Path file = Path.of(System.getenv("STATUSMONITOR_INTERNAL_PRIVATEKEYFILE"));
        KeyFiles.provide(file, Path.of(System.getenv("STATUSMONITOR_INTERNAL_TRUSTEDKEYS")), service);
        String body = arguments.length > 2 ? arguments[2] : "{}";
        var request = HttpRequest.newBuilder(URI.create(arguments[1]))
                .header("Authorization", "Bearer " + ServiceAssertion.sign(service, key(file), Instant.now()))
                .header("Content-Type", "application/json")
                .method(arguments[0], arguments[0].equals("GET") ? BodyPublishers.noBody() : BodyPublishers.ofString(body))
                .build();
        var answer = HttpClient.newHttpClient().send(request, BodyHandlers.ofString());
        System.out.println(answer.body());
        System.exit(answer.statusCode() / 100 == 2 ? 0 : 1);
    }

    private static PrivateKey key(Path file) throws Exception {
        String base64 = Files.readString(file).replaceAll("-----[A-Z ]+-----|\\s", "");
        return KeyFactory.getInstance("Ed25519")
                .generatePrivate(new PKCS8EncodedKeySpec(Base64.getDecoder().decode(base64)));
    }
}
