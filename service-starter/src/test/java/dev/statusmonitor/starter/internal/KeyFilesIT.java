package dev.statusmonitor.starter.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.PublicKey;
import java.security.Signature;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two services, each with a process of its own, as far as their keys go. */
class KeyFilesIT {
    @TempDir
    private Path folder;

    @Test
    void oneServiceIsTrustedByTheOthersAsSoonAsItHasAKey() throws Exception {
        Path trusted = folder.resolve("trusted");
        var alerts = new ServiceKeys(folder.resolve("alerts/key.pem"), trusted);
        var auth = new ServiceKeys(folder.resolve("auth/key.pem"), trusted);

        assertThat(auth.publicKey("history-service")).isEmpty();
        var signed = Signature.getInstance("Ed25519");
        signed.initSign(alerts.privateKey("alert-service"));
        signed.update(new byte[] {1, 2, 3});
        byte[] signature = signed.sign();

        assertThat(verifies(auth.publicKey("alert-service").orElseThrow(), signature))
                .isTrue();
    }

    @Test
    void allInstancesOfAServiceSignByOneKey() {
        Path trusted = folder.resolve("trusted");
        Path file = folder.resolve("keys/ingestion-service.pem");

        var keys = Stream.generate(() -> CompletableFuture.supplyAsync(
                        () -> new ServiceKeys(file, trusted).privateKey("ingestion-service")))
                .limit(8)
                .toList()
                .stream()
                .map(CompletableFuture::join)
                .distinct();

        assertThat(keys).hasSize(1);
    }

    @Test
    void onlyItsOwnerMayReadAPrivateKey() throws Exception {
        Path file = folder.resolve("keys/auth-service.pem");

        KeyFiles.provide(file, folder.resolve("trusted"), "auth-service");

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        assertThat(file.getParent()).isDirectoryContaining(each -> each.equals(file));
    }

    @Test
    void aNameThatIsNoServicesLeadsNowhere() throws Exception {
        Path trusted = Files.createDirectories(folder.resolve("trusted"));
        KeyFiles.publish(folder, "outside", ServiceKeys.generate().getPublic());

        assertThat(KeyFiles.publicKey(trusted, "../outside")).isEmpty();
        assertThat(KeyFiles.publicKey(trusted, "")).isEmpty();
    }

    @Test
    void aFileWithoutAKeySaysWhatItShouldHold() throws Exception {
        Path file = Files.writeString(folder.resolve("key.pem"), "nothing");

        assertThatThrownBy(() -> KeyFiles.privateKey(file))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageEndingWith("key.pem must hold an Ed25519 key, PKCS #8, in PEM");
    }

    private static boolean verifies(PublicKey key, byte[] signature) throws Exception {
        var check = Signature.getInstance("Ed25519");
        check.initVerify(key);
        check.update(new byte[] {1, 2, 3});
        return check.verify(signature);
    }
}
