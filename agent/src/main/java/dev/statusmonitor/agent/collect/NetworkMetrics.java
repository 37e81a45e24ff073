package dev.statusmonitor.agent.collect;

import dev.statusmonitor.contract.Metrics;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How fast network interfaces receive and send. */
final class NetworkMetrics {
    private final Devices<Network> networks = new Devices<>("network interfaces", Network::new);

    private static final class Network {
        final Series receivedBytes;
        final Series sentBytes;
        final Series receivedPackets;
        final Series sentPackets;
        final Series receiveErrors;
        final Series sendErrors;
        final Series receiveDropped;
        final Series sendDropped;

        @Nullable NetworkReading before;

        Network(String name) {
            receivedBytes = series(Metrics.NETWORK_IO, name, "receive");
            sentBytes = series(Metrics.NETWORK_IO, name, "transmit");
            receivedPackets = series(Metrics.NETWORK_PACKETS, name, "receive");
            sentPackets = series(Metrics.NETWORK_PACKETS, name, "transmit");
            receiveErrors = series(Metrics.NETWORK_ERRORS, name, "receive");
            sendErrors = series(Metrics.NETWORK_ERRORS, name, "transmit");
            receiveDropped = series(Metrics.NETWORK_DROPPED, name, "receive");
            sendDropped = series(Metrics.NETWORK_DROPPED, name, "transmit");
        }

        private static Series series(String metric, String name, String direction) {
            return Series.of(metric, "network.interface.name", name, "network.io.direction", direction);
        }
    }

    void add(List<NetworkReading> readings, SampleBuilder to) {
        networks.begin();
        for (NetworkReading now : readings) {
            Network network = networks.get(now.name());
            if (network == null) {
                continue;
            }
            NetworkReading before = network.before;
            if (before != null) {
                long nanos = now.nanos() - before.nanos();
                to.add(network.receivedBytes, Rate.perSecond(before.receivedBytes(), now.receivedBytes(), nanos));
                to.add(network.sentBytes, Rate.perSecond(before.sentBytes(), now.sentBytes(), nanos));
                to.add(network.receivedPackets, Rate.perSecond(before.receivedPackets(), now.receivedPackets(), nanos));
                to.add(network.sentPackets, Rate.perSecond(before.sentPackets(), now.sentPackets(), nanos));
                to.add(network.receiveErrors, Rate.perSecond(before.receiveErrors(), now.receiveErrors(), nanos));
                to.add(network.sendErrors, Rate.perSecond(before.sendErrors(), now.sendErrors(), nanos));
                to.add(network.receiveDropped, Rate.perSecond(before.receiveDropped(), now.receiveDropped(), nanos));
                to.add(network.sendDropped, Rate.perSecond(before.sendDropped(), now.sendDropped(), nanos));
            }
            network.before = now;
        }
        networks.end();
    }
}
