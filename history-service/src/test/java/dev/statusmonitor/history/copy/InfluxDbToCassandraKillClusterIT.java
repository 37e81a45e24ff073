package dev.statusmonitor.history.copy;

import dev.statusmonitor.testservers.TestCassandra;
import dev.statusmonitor.testservers.TestInfluxDb;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.condition.DisabledIf;

@DisabledIf("isMissing")
class InfluxDbToCassandraKillClusterIT extends HistoryCopyKillContract {
    static boolean isMissing() {
        return TestInfluxDb.isMissing() || TestCassandra.isMissing();
    }

    @Override
    protected String from() {
        return "influxdb";
    }

    @Override
    protected String to() {
        return "cassandra";
    }

    @Override
    protected void configure(Path properties) throws IOException {
        StoreFiles.influxDb(properties, "influxdb");
        StoreFiles.cassandra(properties);
    }
}
