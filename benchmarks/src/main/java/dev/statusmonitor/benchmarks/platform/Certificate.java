package dev.statusmonitor.benchmarks.platform;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/**
 * A certificate for 127.0.0.1 that nobody but this benchmark trusts, made by the JDK's keytool as a certificate
 * authority of a company would make one: elliptic-curve keys, as they are usual.
 *
 * @param keyStore PKCS #12, for the platform
 * @param pem the certificate alone, for whoever is to trust it
 */
public record Certificate(Path keyStore, Path pem) {
    static final String PASSWORD = "for a benchmark";

    /** Makes one in a folder. */
    public static Certificate make(Path folder) throws CannotMeasureException {
        var certificate = new Certificate(folder.resolve("tls.p12"), folder.resolve("tls.pem"));
        keytool(
                "-genkeypair",
                "-alias",
                "tls",
                "-keyalg",
                "EC",
                "-groupname",
                "secp256r1",
                "-validity",
                "30",
                "-dname",
                "CN=127.0.0.1",
                "-ext",
                "san=ip:127.0.0.1",
                "-ext",
                "bc:c=ca:true",
                "-storetype",
                "PKCS12",
                "-keystore",
                certificate.keyStore.toString(),
                "-storepass:env",
                "PASSWORD");
        keytool(
                "-exportcert",
                "-rfc",
                "-alias",
                "tls",
                "-file",
                certificate.pem.toString(),
                "-keystore",
                certificate.keyStore.toString(),
                "-storepass:env",
                "PASSWORD");
        return certificate;
    }

    private static void keytool(String... arguments) throws CannotMeasureException {
        var command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString()));
        command.addAll(List.of(arguments));
        try {
            var builder = new ProcessBuilder(command).redirectErrorStream(true);
            builder.environment().put("PASSWORD", PASSWORD);
            Process process = builder.start();
            String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (process.waitFor() != 0) {
                throw new CannotMeasureException("no certificate could be made: " + said);
            }
        } catch (IOException e) {
            throw new CannotMeasureException("no certificate could be made: " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CannotMeasureException("interrupted", e);
        }
    }

    /** For clients that trust this certificate and no other. */
    SSLContext context() throws CannotMeasureException {
        try (InputStream in = Files.newInputStream(keyStore)) {
            KeyStore keys = KeyStore.getInstance("PKCS12");
            keys.load(in, PASSWORD.toCharArray());
            KeyStore trusted = KeyStore.getInstance("PKCS12");
            trusted.load(null, null);
            trusted.setCertificateEntry("tls", keys.getCertificate("tls"));
            var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(trusted);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, trust.getTrustManagers(), null);
            return context;
        } catch (IOException | GeneralSecurityException e) {
            throw new CannotMeasureException("the certificate cannot be used: " + e.getMessage(), e);
        }
    }
}
