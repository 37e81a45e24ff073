package dev.statusmonitor.agent.send;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import dev.statusmonitor.agent.buffer.PlatformClock;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.Base64;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocketFactory;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A platform behind TLS, and agents that believe this or that of it. */
class TrustIT {
    private static final char[] PASSWORD = "password".toCharArray();

    @TempDir
    private Path folder;

    private HttpsServer server;
    private Path certificate;

    @BeforeEach
    void start() throws Exception {
        KeyStore store = keyStore("platform", "dns:localhost");
        certificate = pem(store, "platform");
        var keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(store, PASSWORD);
        var context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), null, null);
        server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(context));
        server.createContext("/", exchange -> {
            exchange.sendResponseHeaders(204, -1);
            exchange.close();
        });
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    @Test
    void believesTheCertificateOfItsFile() throws Exception {
        assertThat(ask("localhost", Trust.only(certificate)).status()).isEqualTo(204);
    }

    @Test
    void believesNobodyWhomJavaDoesNotTrust() {
        assertThatThrownBy(() -> ask("localhost", null)).isInstanceOf(SSLException.class);
    }

    @Test
    void believesNobodyElseThanThoseOfItsFile() throws Exception {
        SSLSocketFactory other = Trust.only(pem(keyStore("another", "dns:localhost"), "another"));
        assertThatThrownBy(() -> ask("localhost", other)).isInstanceOf(SSLException.class);
    }

    @Test
    void believesACertificateForItsNameAlone() throws Exception {
        SSLSocketFactory trust = Trust.only(certificate);
        assertThatThrownBy(() -> ask("127.0.0.1", trust)).isInstanceOf(SSLException.class);
    }

    @Test
    void saysWhatIsWrongWithAFile() throws Exception {
        Path nonsense = Files.writeString(folder.resolve("nonsense.pem"), "no certificate");
        Path empty = Files.writeString(folder.resolve("empty.pem"), "");
        Path absent = folder.resolve("absent.pem");
        assertThatThrownBy(() -> Trust.only(nonsense))
                .isInstanceOf(IOException.class)
                .hasMessage("--ca-file " + nonsense + " holds no certificate in PEM.");
        assertThatThrownBy(() -> Trust.only(empty))
                .isInstanceOf(IOException.class)
                .hasMessage("--ca-file " + empty + " holds no certificate in PEM.");
        assertThatThrownBy(() -> Trust.only(absent))
                .isInstanceOf(IOException.class)
                .hasMessage("--ca-file " + absent + " is not there.");
    }

    private Answer ask(String host, @Nullable SSLSocketFactory trust) throws IOException {
        URI uri = URI.create("https://" + host + ":" + server.getAddress().getPort() + "/");
        return new Http(PlatformClock.system(), "test", trust)
                .ask("POST", uri, null, "application/json", "{}".getBytes(StandardCharsets.UTF_8), false);
    }

    private KeyStore keyStore(String name, String subject) throws Exception {
        Path file = folder.resolve(name + ".p12");
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
                        name,
                        "-keyalg",
                        "EC",
                        "-dname",
                        "CN=" + name,
                        "-ext",
                        "san=" + subject)
                .redirectErrorStream(true)
                .start();
        String said = new String(keytool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(keytool.waitFor()).as(said).isZero();
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(file)) {
            store.load(in, PASSWORD);
        }
        return store;
    }

    private Path pem(KeyStore store, String alias) throws Exception {
        String body = Base64.getMimeEncoder()
                .encodeToString(store.getCertificate(alias).getEncoded());
        return Files.writeString(
                folder.resolve(alias + ".pem"),
                "-----BEGIN CERTIFICATE-----\n" + body + "\n-----END CERTIFICATE-----\n");
    }
}
