package dev.statusmonitor.agent.collect;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProcFileTest {
    @TempDir
    Path directory;

    private Path write(String text) throws IOException {
        return Files.writeString(directory.resolve("file"), text);
    }

    @Test
    void readsWordsOfLines() throws IOException {
        try (var file = new ProcFile(write("cpu  12 34\n  eth0:7 8\n0.25 1/95\n"))) {
            file.read();
            assertThat(file.line()).isTrue();
            assertThat(file.skip("mem")).isFalse();
            assertThat(file.skip("cpu")).isTrue();
            assertThat(file.number()).isEqualTo(12);
            assertThat(file.number()).isEqualTo(34);
            assertThat(file.number()).isEqualTo(-1);
            assertThat(file.line()).isTrue();
            assertThat(file.nameUntil(':')).isEqualTo("eth0");
            assertThat(file.number()).isEqualTo(7);
            assertThat(file.line()).isTrue();
            assertThat(file.decimal()).isEqualTo(0.25);
            assertThat(file.number()).isEqualTo(1);
            assertThat(file.skip("/")).isTrue();
            assertThat(file.number()).isEqualTo(95);
            assertThat(file.line()).isFalse();
        }
    }

    @Test
    void readsAnewAndGivesTheSameNames() throws IOException {
        Path path = write("eth0: 1\n");
        try (var file = new ProcFile(path)) {
            file.read().line();
            String name = file.nameUntil(':');
            write("eth0: 2\nwlan0: 3\n");
            file.read().line();

            assertThat(file.nameUntil(':')).isSameAs(name);
            assertThat(file.number()).isEqualTo(2);
            assertThat(file.line()).isTrue();
            assertThat(file.nameUntil(':')).isEqualTo("wlan0");
        }
    }

    @Test
    void readsWhatIsLongerThanItsBuffer() throws IOException {
        try (var file = new ProcFile(write("1\n".repeat(20_000) + "2"))) {
            file.read();
            int lines = 0;
            long last = 0;
            while (file.line()) {
                lines++;
                last = file.number();
            }
            assertThat(lines).isEqualTo(20_001);
            assertThat(last).isEqualTo(2);
        }
    }

    @Test
    void takesNoEndForAName() throws IOException {
        try (var file = new ProcFile(write("Inter-| Receive\n"))) {
            file.read().line();

            assertThat(file.nameUntil(':')).isNull();
        }
    }

    @Test
    void readsUnsigned64Bits() throws IOException {
        try (var file = new ProcFile(write("18446744073709551615"))) {
            file.read().line();

            assertThat(Long.toUnsignedString(file.number())).isEqualTo("18446744073709551615");
        }
    }
}
