package dev.statusmonitor.auth.keys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class MasterKeyIT {
    @TempDir
    private Path folder;

    @Test
    void isMadeOnceForItsOwnerAlone() throws Exception {
        Path file = folder.resolve("new/auth-master.key");

        MasterKey made = MasterKey.load(file);

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        assertThat(MasterKey.load(file).forSigningKeys()).isEqualTo(made.forSigningKeys());
        assertThat(MasterKey.parse(Files.readString(file)).forRefreshTokens()).isEqualTo(made.forRefreshTokens());
        assertThat(made.forRefreshTokens().getEncoded())
                .isNotEqualTo(made.forSigningKeys().getEncoded());
    }

    @Test
    void saysWhatIsWrongWithAFileThatHoldsNone() throws Exception {
        Path file = folder.resolve("key");
        Files.writeString(file, "not base64!");
        assertThatThrownBy(() -> MasterKey.load(file)).hasMessageContaining("base64");
        Files.writeString(file, Base64.getEncoder().encodeToString(new byte[16]));
        assertThatThrownBy(() -> MasterKey.load(file)).hasMessageContaining("32");
    }
}
