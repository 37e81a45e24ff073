package dev.statusmonitor.history.copy;

import dev.statusmonitor.testservers.TestCassandra;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.condition.DisabledIf;

@DisabledIf("isMissing")
class CassandraToQuestDbKillClusterIT extends HistoryCopyKillContract {
    static boolean isMissing() {
        return TestCassandra.isMissing();
    }

    @Override
    protected String from() {
        return "cassandra";
    }

    @Override
    protected String to() {
        return "questdb";
    }

    @Override
    protected void configure(Path properties) throws IOException {
        StoreFiles.cassandra(properties);
    }
}
