package dev.statusmonitor.benchmarks.history;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledIf;
import org.junit.jupiter.api.io.TempDir;

/** The same as {@link HistoryRunIT} on Cassandra, whose node is started anew again and again. */
@DisabledIf("dev.statusmonitor.testservers.TestCassandra#isMissing")
class CassandraHistoryRunClusterIT {
    @TempDir
    private Path folder;

    @Test
    void measuresCassandra() throws Exception {
        HistoryRunIT.measures("cassandra", folder);
    }
}
