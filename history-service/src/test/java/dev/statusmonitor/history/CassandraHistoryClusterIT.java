package dev.statusmonitor.history;

import dev.statusmonitor.testservers.TestCassandra;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.condition.DisabledIf;

@DisabledIf("dev.statusmonitor.testservers.TestCassandra#isMissing")
class CassandraHistoryClusterIT extends HistoryContract {
    @Override
    String store() {
        return "cassandra";
    }

    @Override
    Map<String, Object> storeProperties(Path folder) {
        var at = TestCassandra.get().contactPoint();
        return Map.of(
                "statusmonitor.history.cassandra.contact-points", at.getHostString() + ":" + at.getPort(),
                "statusmonitor.history.cassandra.keyspace", "service_" + Integer.toHexString(folder.hashCode()),
                "statusmonitor.history.cassandra.replicas", "1");
    }
}
