package dev.statusmonitor.history.store.cassandra;

import com.datastax.oss.driver.api.core.metadata.Node;
import com.datastax.oss.driver.api.core.metadata.NodeStateListenerBase;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Logs when a node goes and when it is back, once each. */
final class NodeChanges extends NodeStateListenerBase {
    private static final Logger log = LoggerFactory.getLogger(NodeChanges.class);

    private final Set<UUID> away = ConcurrentHashMap.newKeySet();

    @Override
    public void onDown(Node node) {
        UUID id = id(node);
        if (id != null && away.add(id)) {
            log.atWarn().addKeyValue("node", node.getEndPoint()).log("a node of Cassandra does not answer any more");
        }
    }

    @Override
    public void onUp(Node node) {
        UUID id = id(node);
        if (id != null && away.remove(id)) {
            log.atInfo().addKeyValue("node", node.getEndPoint()).log("a node of Cassandra answers again");
        }
    }

    @Override
    public void close() {
        // There is nothing to close.
    }

    /** Unknown until the node has been asked. */
    private static @Nullable UUID id(Node node) {
        return node.getHostId();
    }
}
