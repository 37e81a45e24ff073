package dev.statusmonitor.standalone.wiring;

import dev.statusmonitor.embedded.kafka.EmbeddedKafka;
import dev.statusmonitor.embedded.redis.EmbeddedRedis;
import dev.statusmonitor.standalone.data.DataFolder;
import dev.statusmonitor.standalone.network.PublicConnector;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Future;
import java.util.function.Supplier;

/**
 * What the Spring context finds when it is made.
 *
 * @param folder where the stores go
 * @param connector where the public connector listens
 * @param trustedProxies whose forwarded headers count
 * @param kafkaClient the broker's address and credentials, before it listens
 * @param kafka the broker, when it has started
 * @param redis the cache as it is now; its address stays when it is started again
 */
public record Parts(
        DataFolder folder,
        PublicConnector connector,
        List<String> trustedProxies,
        Map<String, Object> kafkaClient,
        Future<EmbeddedKafka> kafka,
        Supplier<EmbeddedRedis> redis) {
    public Parts {
        trustedProxies = List.copyOf(trustedProxies);
        kafkaClient = Map.copyOf(kafkaClient);
    }

    /** Without the credentials. */
    @Override
    public String toString() {
        return "Parts[" + folder.path() + ", " + connector.local() + "]";
    }
}
