package dev.statusmonitor.history.copy;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.condition.DisabledIf;

@DisabledIf("dev.statusmonitor.testservers.TestCassandra#isMissing")
class CassandraToQuestDbClusterIT extends HistoryCopyContract {
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
