package dev.statusmonitor.testservers;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class InfluxVersionTest {
    @Test
    void isTheOneThatIsBuilt() throws IOException {
        assertThat(Files.readAllLines(Path.of("influxd/go.mod")))
                .contains("require github.com/influxdata/influxdb/v2 v" + TestInfluxDb.VERSION);
    }
}
