package dev.statusmonitor.embedded.kafka;

import dev.statusmonitor.embedded.Credentials;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/** The broker's configuration: one node, both roles, loopback only, small. */
final class BrokerProperties {
    static final int NODE = 1;
    static final String CLIENTS = "CLIENTS";
    static final String CONTROLLER = "CONTROLLER";
    private static final String LOGIN = "org.apache.kafka.common.security.plain.PlainLoginModule required";

    private BrokerProperties() {}

    static Map<String, String> of(EmbeddedKafka.Settings settings, int port, int controllerPort) {
        var properties = new HashMap<String, String>();
        properties.putAll(node(settings.folder(), port, controllerPort));
        properties.putAll(security(settings.credentials()));
        properties.putAll(SMALL);
        properties.putAll(DURABLE);
        properties.putAll(settings.overrides());
        return properties;
    }

    private static Map<String, String> node(Path folder, int port, int controllerPort) {
        String clients = CLIENTS + "://127.0.0.1:" + port;
        return Map.of(
                "process.roles",
                "broker,controller",
                "node.id",
                Integer.toString(NODE),
                "log.dirs",
                folder.toString(),
                "controller.quorum.voters",
                NODE + "@127.0.0.1:" + controllerPort,
                "listeners",
                clients + "," + CONTROLLER + "://127.0.0.1:" + controllerPort,
                "advertised.listeners",
                clients,
                "inter.broker.listener.name",
                CLIENTS,
                "controller.listener.names",
                CONTROLLER,
                "auto.create.topics.enable",
                "false",
                "server.max.startup.time.ms",
                "60000");
    }

    private static Map<String, String> security(Credentials credentials) {
        String user = credentials.user();
        String password = credentials.password();
        // The same entry signs this node on at its own controller and lists who may sign on here.
        String login =
                "%s username=\"%s\" password=\"%s\" user_%s=\"%s\";".formatted(LOGIN, user, password, user, password);
        return Map.of(
                "listener.security.protocol.map",
                CLIENTS + ":SASL_PLAINTEXT," + CONTROLLER + ":SASL_PLAINTEXT",
                "sasl.enabled.mechanisms",
                "PLAIN",
                "sasl.mechanism.inter.broker.protocol",
                "PLAIN",
                "sasl.mechanism.controller.protocol",
                "PLAIN",
                "listener.name.clients.plain.sasl.jaas.config",
                login,
                "listener.name.controller.plain.sasl.jaas.config",
                login);
    }

    static Map<String, String> client(Credentials credentials, int port) {
        return Map.of(
                "bootstrap.servers",
                "127.0.0.1:" + port,
                "security.protocol",
                "SASL_PLAINTEXT",
                "sasl.mechanism",
                "PLAIN",
                "sasl.jaas.config",
                "%s username=\"%s\" password=\"%s\";".formatted(LOGIN, credentials.user(), credentials.password()));
    }

    /** One node for one machine: the defaults are for a cluster and take 360 MB. */
    private static final Map<String, String> SMALL = Map.ofEntries(
            Map.entry("num.network.threads", "1"),
            Map.entry("num.io.threads", "2"),
            Map.entry("background.threads", "1"),
            Map.entry("num.recovery.threads.per.data.dir", "2"),
            Map.entry("group.coordinator.threads", "1"),
            Map.entry("share.coordinator.threads", "1"),
            Map.entry("log.cleaner.threads", "1"),
            // By default 128 MB of the heap.
            Map.entry("log.cleaner.dedupe.buffer.size", "2097152"),
            Map.entry("log.cleaner.io.buffer.size", "65536"),
            Map.entry("log.index.size.max.bytes", "1048576"),
            Map.entry("log.segment.bytes", "16777216"),
            Map.entry("metadata.log.segment.bytes", "8388608"),
            Map.entry("metadata.max.idle.interval.ms", "5000"),
            Map.entry("queued.max.requests", "100"),
            Map.entry("metric.reporters", ""),
            Map.entry("num.partitions", "1"),
            Map.entry("default.replication.factor", "1"),
            Map.entry("min.insync.replicas", "1"),
            Map.entry("offsets.topic.num.partitions", "1"),
            Map.entry("offsets.topic.replication.factor", "1"),
            Map.entry("offsets.topic.segment.bytes", "8388608"),
            Map.entry("transaction.state.log.num.partitions", "1"),
            Map.entry("transaction.state.log.replication.factor", "1"),
            Map.entry("transaction.state.log.min.isr", "1"),
            Map.entry("share.coordinator.state.topic.num.partitions", "1"),
            Map.entry("share.coordinator.state.topic.replication.factor", "1"),
            Map.entry("share.coordinator.state.topic.min.isr", "1"),
            Map.entry("group.initial.rebalance.delay.ms", "0"));

    private static final Map<String, String> DURABLE = Map.of(
            // A power cut costs at most a second. Without the scheduler's interval the other is never looked at.
            "log.flush.interval.ms", "1000",
            "log.flush.scheduler.interval.ms", "1000",
            // After a kill the controller waits until the dead broker's session is over: 9 s by default.
            "broker.session.timeout.ms", "3000",
            "broker.heartbeat.interval.ms", "1000",
            // A group that nobody has read with for a week has long lost its records anyway.
            "offsets.retention.minutes", "10080");
}
