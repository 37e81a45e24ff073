package dev.statusmonitor.history.copy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.statusmonitor.history.store.StoreException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CopiedHostsTest {
    private static final String STORES = "the QuestDB in /ä to the InfluxDB at http://127.0.0.1:8086";

    @TempDir
    private Path folder;

    private Path file() {
        return folder.resolve("copy-history").resolve("progress");
    }

    @Test
    void remembersWhatWasDone() {
        try (var hosts = CopiedHosts.open(file(), STORES)) {
            hosts.add("h1");
            hosts.add("two\nlines, ünïcödé 🐢 %0A");
        }

        try (var hosts = CopiedHosts.open(file(), STORES)) {
            assertThat(hosts.size()).isEqualTo(2);
            assertThat(hosts.contains("h1")).isTrue();
            assertThat(hosts.contains("two\nlines, ünïcödé 🐢 %0A")).isTrue();
            assertThat(hosts.contains("two")).isFalse();
        }
    }

    @Test
    void doesNotCountALineThatWasCutShort() throws IOException {
        try (var hosts = CopiedHosts.open(file(), STORES)) {
            hosts.add("host-1");
            hosts.add("host-22");
        }
        String text = Files.readString(file());
        Files.writeString(file(), text.substring(0, text.length() - 2));

        try (var hosts = CopiedHosts.open(file(), STORES)) {
            assertThat(hosts.size()).isEqualTo(1);
            hosts.add("host-3");
        }
        try (var hosts = CopiedHosts.open(file(), STORES)) {
            assertThat(hosts.size()).isEqualTo(2);
            assertThat(hosts.contains("host-3")).isTrue();
            assertThat(hosts.contains("host-2")).isFalse();
        }
    }

    @Test
    void beginsAnewForOtherStoresAndWhenAllIsDone() {
        try (var hosts = CopiedHosts.open(file(), STORES)) {
            hosts.add("h1");
        }
        try (var hosts = CopiedHosts.open(file(), STORES + "/elsewhere")) {
            assertThat(hosts.size()).isZero();
            hosts.add("h2");
            hosts.forget();
        }
        assertThat(file()).doesNotExist();
        try (var hosts = CopiedHosts.open(file(), STORES)) {
            assertThat(hosts.size()).isZero();
        }
    }

    @Test
    void isOneCopysAtATime() {
        try (var _ = CopiedHosts.open(file(), STORES)) {
            assertThatThrownBy(() -> CopiedHosts.open(file(), STORES))
                    .isInstanceOf(StoreException.class)
                    .hasMessageContaining("Another copy-history is running");
        }
        CopiedHosts.open(file(), STORES).close();
    }
}
