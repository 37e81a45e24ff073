package dev.statusmonitor.agent.send;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.util.Collection;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManagerFactory;

/** Whom the agent believes that the platform is the platform. There is no way to believe everybody. */
public final class Trust {
    private Trust() {}

    /**
     * Believes the certificates of this file, and those that they vouch for, and nobody else.
     *
     * @param file one or more certificates, in PEM
     * @throws IOException with a sentence for the user, where the file holds none
     */
    public static SSLSocketFactory only(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            Collection<? extends Certificate> certificates =
                    CertificateFactory.getInstance("X.509").generateCertificates(in);
            if (certificates.isEmpty()) {
                throw new IOException("--ca-file " + file + " holds no certificate in PEM.");
            }
            KeyStore trusted = KeyStore.getInstance(KeyStore.getDefaultType());
            trusted.load(null, null);
            int number = 0;
            for (Certificate certificate : certificates) {
                trusted.setCertificateEntry("ca-" + number++, certificate);
            }
            TrustManagerFactory managers = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            managers.init(trusted);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, managers.getTrustManagers(), null);
            return context.getSocketFactory();
        } catch (CertificateException e) {
            throw new IOException("--ca-file " + file + " holds no certificate in PEM.", e);
        } catch (GeneralSecurityException e) {
            throw new IOException("--ca-file " + file + " cannot be used (" + e.getMessage() + ").", e);
        } catch (java.nio.file.NoSuchFileException e) {
            throw new IOException("--ca-file " + file + " is not there.", e);
        }
    }
}
