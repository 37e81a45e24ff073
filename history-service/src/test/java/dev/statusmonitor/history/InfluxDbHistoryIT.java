package dev.statusmonitor.history;

import dev.statusmonitor.testservers.TestInfluxDb;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.condition.DisabledIf;

@DisabledIf("dev.statusmonitor.testservers.TestInfluxDb#isMissing")
class InfluxDbHistoryIT extends HistoryContract {
    @Override
    String store() {
        return "influxdb";
    }

    @Override
    Map<String, Object> storeProperties(Path folder) {
        var server = TestInfluxDb.get();
        Path token = folder.resolve("token");
        try {
            Files.writeString(token, server.token() + "\n");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return Map.of(
                "statusmonitor.history.influxdb.url",
                server.uri().toString(),
                "statusmonitor.history.influxdb.org",
                topics.samples(),
                "statusmonitor.history.influxdb.token-file",
                token,
                // As from another machine.
                "statusmonitor.history.influxdb.gzip",
                true);
    }
}
