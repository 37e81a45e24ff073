package dev.statusmonitor.embedded.kafka;

import dev.statusmonitor.embedded.Credentials;
import dev.statusmonitor.embedded.FreePorts;
import dev.statusmonitor.embedded.StartFailure;
import dev.statusmonitor.embedded.StartFailure.Reason;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.server.metrics.KafkaYammerMetrics;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A real Apache Kafka broker (KRaft, its own controller) inside this process, data on disk, listening on loopback
 * alone and only for those who know the credentials. What was acknowledged survives a kill of the process; a power
 * cut costs at most a second.
 */
public final class EmbeddedKafka implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(EmbeddedKafka.class);
    private static final int ATTEMPTS = 4;
    private static final Duration AVERAGES_STOPPED_EVERY = Duration.ofSeconds(30);

    private final Settings settings;
    private final int port;
    private final KafkaFolder folder;
    private final Running running;
    private final AtomicBoolean closed = new AtomicBoolean();
    private final Thread stoppingAverages;

    private EmbeddedKafka(Settings settings, int port, KafkaFolder folder, Running running) {
        this.settings = settings;
        this.port = port;
        this.folder = folder;
        this.running = running;
        this.stoppingAverages = Thread.ofVirtual().name("kafka-averages").start(EmbeddedKafka::stopAverages);
    }

    private record Running(KafkaRaftServer server, KafkaExit exit) {}

    /**
     * How to start a broker.
     *
     * @param folder holds its data; made when missing, its data prepared on the first start
     * @param credentials what clients sign on with
     * @param port for clients; 0 picks a free one
     * @param controllerPort for the controller; 0 picks a free one
     * @param overrides broker properties that replace ours
     * @param onFatal told one sentence when the running broker gives up (its disk is full or gone). It runs on one of
     *     the broker's threads and should only start the end of the process
     */
    public record Settings(
            Path folder,
            Credentials credentials,
            int port,
            int controllerPort,
            Map<String, String> overrides,
            Consumer<String> onFatal) {
        public Settings {
            folder = folder.toAbsolutePath();
            overrides = Map.copyOf(overrides);
        }

        /** Free ports; a broker that gives up ends the process. */
        public Settings(Path folder, Credentials credentials) {
            this(folder, credentials, 0, 0, Map.of(), KafkaExit::endProcess);
        }

        /** The same with these ports. */
        public Settings withPorts(int clients, int controller) {
            return new Settings(folder, credentials, clients, controller, overrides, onFatal);
        }

        /** The same with these broker properties instead of ours. */
        public Settings withOverrides(Map<String, String> properties) {
            return new Settings(folder, credentials, port, controllerPort, properties, onFatal);
        }

        /**
         * What clients need, before the broker is there.
         *
         * @throws IllegalStateException unless the port is fixed
         */
        public Map<String, Object> clientProperties() {
            if (port == 0) {
                throw new IllegalStateException("the port is not known before the broker has started");
            }
            return new HashMap<>(BrokerProperties.client(credentials, port));
        }

        /** The same, telling this one when the broker gives up. */
        public Settings withOnFatal(Consumer<String> told) {
            return new Settings(folder, credentials, port, controllerPort, overrides, told);
        }
    }

    /**
     * Starts a broker and returns when it takes requests; about a second, up to five after a kill.
     *
     * @throws StartFailure with a sentence that says why it did not start; nothing is left running then
     */
    public static EmbeddedKafka start(Settings settings) {
        for (int attempt = 1; ; attempt++) {
            try {
                return startOnce(settings);
            } catch (StartFailure e) {
                boolean portsAreOurs = settings.port() == 0 && settings.controllerPort() == 0;
                if (e.reason() != Reason.PORT_TAKEN || !portsAreOurs || attempt == ATTEMPTS) {
                    throw e;
                }
                log.info("A free port was taken before the broker could have it; trying another");
            }
        }
    }

    private static EmbeddedKafka startOnce(Settings settings) {
        int port = settings.port() == 0 ? FreePorts.pick() : settings.port();
        int controllerPort = settings.controllerPort() == 0 ? FreePorts.pick() : settings.controllerPort();
        // The broker tells of a taken port only after it has begun to write, and of the controller's not at all.
        for (int wanted : new int[] {port, controllerPort}) {
            if (FreePorts.isTaken(wanted)) {
                throw StartFailures.portTaken(wanted, null);
            }
        }
        KafkaFolder folder = KafkaFolder.open(settings.folder());
        try {
            folder.prepare();
            return new EmbeddedKafka(settings, port, folder, startServer(settings, port, controllerPort));
        } catch (Throwable e) {
            folder.close();
            throw e;
        }
    }

    private static Running startServer(Settings settings, int port, int controllerPort) {
        KafkaExit exit = KafkaExit.watch(settings.onFatal());
        KafkaRaftServer server = null;
        try {
            var config = new KafkaConfig(BrokerProperties.of(settings, port, controllerPort), false);
            server = new KafkaRaftServer(config, Time.SYSTEM);
            server.startup();
            exit.started();
            return new Running(server, exit);
        } catch (Throwable e) {
            if (server != null) {
                shutDown(server);
            }
            exit.close();
            throw StartFailures.explain(exit.reasonOf(e), settings.folder(), port, controllerPort);
        }
    }

    /**
     * Each of the broker's meters wakes a thread every five seconds, for averages that nobody reads. What they count goes
     * on without it. A topic's come with its first use, so this is done again and again.
     */
    private static void stopAverages() {
        try {
            while (true) {
                KafkaYammerMetrics.defaultRegistry().shutdown();
                Thread.sleep(AVERAGES_STOPPED_EVERY);
            }
        } catch (InterruptedException e) {
            // The broker stops.
        }
    }

    /** {@code host:port} for clients. */
    public String bootstrapServers() {
        return "127.0.0.1:" + port;
    }

    /** The clients' port. */
    public int port() {
        return port;
    }

    /** What a producer, consumer or admin needs to reach this broker: address and credentials. */
    public Map<String, Object> clientProperties() {
        return new HashMap<>(BrokerProperties.client(settings.credentials(), port));
    }

    /** Stops the broker cleanly; takes a second or two. Closing twice does nothing. */
    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            stoppingAverages.interrupt();
            running.exit().close();
            shutDown(running.server());
            folder.close();
        }
    }

    private static void shutDown(KafkaRaftServer server) {
        try {
            server.shutdown();
            server.awaitShutdown();
        } catch (Throwable e) {
            log.warn("The broker did not stop cleanly", e);
        }
    }
}
