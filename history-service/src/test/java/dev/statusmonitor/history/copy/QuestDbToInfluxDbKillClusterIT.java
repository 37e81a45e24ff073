package dev.statusmonitor.history.copy;

import dev.statusmonitor.testservers.TestInfluxDb;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.condition.DisabledIf;

@DisabledIf("isMissing")
class QuestDbToInfluxDbKillClusterIT extends HistoryCopyKillContract {
    static boolean isMissing() {
        return TestInfluxDb.isMissing();
    }

    @Override
    protected String from() {
        return "questdb";
    }

    @Override
    protected String to() {
        return "influxdb";
    }

    @Override
    protected void configure(Path properties) throws IOException {
        StoreFiles.influxDb(properties, "influxdb");
    }
}
