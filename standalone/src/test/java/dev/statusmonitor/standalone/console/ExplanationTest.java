package dev.statusmonitor.standalone.console;

import static org.assertj.core.api.Assertions.assertThat;

import dev.statusmonitor.embedded.StartFailure;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class ExplanationTest {
    private static final Path DATA = Path.of("/data");
    private static final Path LOG = Path.of("/data/logs/statusmonitor.log");

    @Test
    void aSentenceThatWasMeantForThePersonIsShownAsItIs() {
        assertThat(of(new IllegalStateException("bean", new Refusal("Do this."))))
                .isEqualTo("Do this.");
        assertThat(of(new RuntimeException(
                        new StartFailure(StartFailure.Reason.PORT_TAKEN, "Kafka cannot listen.", null))))
                .isEqualTo("Kafka cannot listen.");
    }

    @Test
    void aDamagedDatabaseIsNamed() {
        var cause = new IOException("[SQLITE_NOTADB] File opened that is not a database file");
        assertThat(of(new RuntimeException(
                        "Unable to obtain connection from jdbc:sqlite:/data/auth/auth.db: x", cause)))
                .contains("/data/auth/auth.db is damaged");
        assertThat(of(new RuntimeException(cause))).contains("auth.db");
    }

    @Test
    void aFullDiskIsSaidPlainly() {
        assertThat(of(new RuntimeException(new IOException("No space left on device"))))
                .contains("The disk of /data is full");
    }

    @Test
    void anythingElseIsToldWithoutNamesOfClassesAndPointsToTheLog() {
        String told = of(new RuntimeException(
                "Error creating bean with name 'x'", new IllegalStateException("the moon is not full")));
        assertThat(told).isEqualTo("StatusMonitor could not start: the moon is not full. The log says more: " + LOG);
        assertThat(of(new RuntimeException("java.lang.IllegalStateException: org.example.Thing")))
                .isEqualTo("StatusMonitor could not start: a part of it failed. The log says more: " + LOG);
        assertThat(of(new NullPointerException())).contains("a part of it failed");
    }

    private static String of(Throwable failure) {
        return Explanation.of(failure, DATA, LOG);
    }
}
