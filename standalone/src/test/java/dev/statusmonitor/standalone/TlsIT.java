package dev.statusmonitor.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.InputStream;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The platform with a certificate of its own, which is renewed while it runs. */
class TlsIT {
    private static final char[] PASSWORD = "password".toCharArray();
    private static final Duration RENEWED = Duration.ofSeconds(60);

    @TempDir
    private Path temp;

    @Test
    void speaksTlsByACertificateAndTakesARenewedOne() throws Exception {
        Path certificate = temp.resolve("certificate.pem");
        Path key = temp.resolve("key.pem");
        write(make("first"), certificate, key);
        try (var platform = RunningPlatform.upWith(
                temp,
                Map.of("SPRING_SSL_BUNDLE_WATCH_FILE_QUIETPERIOD", "500ms"),
                "--tls-certificate",
                certificate.toString(),
                "--tls-key",
                key.toString())) {
            assertThat(platform.output()).contains("ready at https://127.0.0.1:" + platform.port);
            assertThat(shown(platform.port)).isEqualTo("CN=first");
            HttpResponse<String> page = get(platform.port, "/");
            assertThat(page.statusCode()).isEqualTo(200);
            assertThat(page.headers().firstValue("Strict-Transport-Security")).hasValue("max-age=31536000");
            assertThat(get(platform.port, "/api/v1/setup").headers().firstValue("Strict-Transport-Security"))
                    .isPresent();
            assertThat(get(platform.port, "/internal/v1/jwks").statusCode()).isEqualTo(404);
            // The agent of this machine has no need of the certificate, and doctor none.
            await().untilAsserted(() -> assertThat(platform.doctor().code()).isZero());

            write(make("second"), certificate, key);
            await().atMost(RENEWED)
                    .untilAsserted(() -> assertThat(shown(platform.port)).isEqualTo("CN=second"));
        }
    }

    @Test
    void speaksTlsByAKeyStore() throws Exception {
        Path store = make("kept");
        try (var platform = RunningPlatform.upWith(
                temp,
                Map.of("STATUSMONITOR_TLS_KEY_STORE_PASSWORD", new String(PASSWORD)),
                "--no-agent",
                "--tls-key-store",
                store.toString())) {
            assertThat(shown(platform.port)).isEqualTo("CN=kept");
        }
    }

    @Test
    void saysWhatIsWrongWithFilesBeforeAnythingStarts() throws Exception {
        Path certificate = temp.resolve("certificate.pem");
        Path key = temp.resolve("key.pem");
        Path store = make("kept");
        write(store, certificate, key);
        Path nonsense = Files.writeString(temp.resolve("nonsense.pem"), "nonsense");

        assertRefused("belong together", "--tls-certificate", certificate.toString());
        assertRefused("is not there", "--tls-certificate", "/no/such", "--tls-key", key.toString());
        assertRefused("exclude each other", "--tls-key-store", store.toString(), "--tls-key", key.toString());
        assertRefused("cannot be used", "--tls-certificate", nonsense.toString(), "--tls-key", key.toString());
        assertRefused("The password of the key store", "--tls-key-store", store.toString());
    }

    private void assertRefused(String sentence, String... options) throws Exception {
        var all = new ArrayList<>(List.of("--data", temp.resolve("unused").toString()));
        all.addAll(List.of(options));
        var ended = RunningPlatform.refused(temp, all.toArray(String[]::new));
        assertThat(ended.code()).isEqualTo(1);
        assertThat(ended.output()).contains(sentence).doesNotContain("Exception");
    }

    /** Whose certificate a new connection is shown. */
    private static String shown(int port) throws Exception {
        try (Socket socket = trusting().getSocketFactory().createSocket("127.0.0.1", port);
                var secure = (SSLSocket) socket) {
            secure.startHandshake();
            return ((X509Certificate) secure.getSession().getPeerCertificates()[0])
                    .getSubjectX500Principal()
                    .getName();
        }
    }

    private static HttpResponse<String> get(int port, String path) throws Exception {
        try (HttpClient http = HttpClient.newBuilder().sslContext(trusting()).build()) {
            return http.send(
                    HttpRequest.newBuilder(URI.create("https://127.0.0.1:" + port + path))
                            .build(),
                    BodyHandlers.ofString());
        }
    }

    /** Looks at whatever it is shown. */
    private static SSLContext trusting() throws Exception {
        var context = SSLContext.getInstance("TLS");
        context.init(null, new TrustManager[] {new Everybody()}, null);
        return context;
    }

    private Path make(String name) throws Exception {
        Path file = temp.resolve(name + ".p12");
        Process keytool = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-keystore",
                        file.toString(),
                        "-storetype",
                        "PKCS12",
                        "-storepass",
                        new String(PASSWORD),
                        "-alias",
                        "only",
                        "-keyalg",
                        "EC",
                        "-dname",
                        "CN=" + name,
                        "-validity",
                        "365",
                        "-ext",
                        "san=ip:127.0.0.1")
                .redirectErrorStream(true)
                .start();
        String said = new String(keytool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(keytool.waitFor()).as(said).isZero();
        return file;
    }

    private static void write(Path keyStore, Path certificate, Path key) throws Exception {
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(keyStore)) {
            store.load(in, PASSWORD);
        }
        // The key first: Spring looks when nothing has changed for a while.
        Files.writeString(key, pem("PRIVATE KEY", store.getKey("only", PASSWORD).getEncoded()));
        Files.writeString(
                certificate, pem("CERTIFICATE", store.getCertificate("only").getEncoded()));
    }

    private static String pem(String what, byte[] content) {
        String body = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(content);
        return "-----BEGIN " + what + "-----\n" + body + "\n-----END " + what + "-----\n";
    }

    private static final class Everybody extends X509ExtendedTrustManager {
        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
