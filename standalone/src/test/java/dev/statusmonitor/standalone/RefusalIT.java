package dev.statusmonitor.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import dev.statusmonitor.standalone.RunningPlatform.Ended;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RefusalIT {
    @TempDir
    Path temp;

    @Test
    void aTakenPortIsSaidBeforeAnythingIsMade() throws Exception {
        try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String port = Integer.toString(taken.getLocalPort());
            refuses(RunningPlatform.refused(temp, "--port", port, "--data", data()), "Port " + port);
        }
        assertThat(Path.of(data())).doesNotExist();
    }

    @Test
    void aFileWhereTheDataShouldGo() throws Exception {
        Files.writeString(Path.of(data()), "");
        refuses(RunningPlatform.refused(temp, "--port", "0", "--data", data()), data() + " is a file");
    }

    @Test
    void aClockHoursBehindTheData() throws Exception {
        Files.createDirectories(Path.of(data()));
        Files.writeString(Path.of(data(), "format"), "1\n");
        Files.writeString(
                Path.of(data(), "last-used"),
                Instant.now().plus(Duration.ofHours(5)).toString());
        refuses(RunningPlatform.refused(temp, "--port", "0", "--data", data()), "clock");
    }

    @Test
    void anAddressThatIsNotOurs() throws Exception {
        refuses(
                RunningPlatform.refused(temp, "--port", "0", "--bind", "192.0.2.1", "--data", data()),
                "--bind 192.0.2.1");
    }

    @Test
    void anOptionThatIsNone() throws Exception {
        refuses(RunningPlatform.refused(temp, "--prot", "1", "--data", data()), "--prot");
    }

    @Test
    void aStoreOfServicesApartForOneProcess() throws Exception {
        refuses(
                RunningPlatform.refused(temp, "--port", "0", "--store", "cassandra", "--data", data()),
                "--store goes with --apart");
        refuses(RunningPlatform.refused(temp, "--port", "0", "--store", "mysql", "--data", data()), "--store");
    }

    private String data() {
        return temp.resolve("data").toString();
    }

    private static void refuses(Ended ended, String says) {
        assertThat(ended.code()).isNotZero();
        assertThat(ended.output()).contains(says).doesNotContain("Exception", "\tat ");
        assertThat(ended.output().lines()).hasSize(1);
    }
}
