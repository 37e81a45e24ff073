package dev.statusmonitor.embedded.cassandra;

import dev.statusmonitor.embedded.StartFailure;
import dev.statusmonitor.embedded.file.OwnerOnly;
import dev.statusmonitor.embedded.process.ServerProcess;
import java.io.File;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A node of Cassandra as a process, on JDK 17, on a data folder of its own and on loopback alone. */
public final class CassandraNode {
    private static final Duration READY = Duration.ofMinutes(3);
    private static final Duration GRACE = Duration.ofSeconds(20);

    /** What the scripts of Cassandra's own distribution open to it in a JDK 17. */
    private static final List<String> OPENED = List.of(
            "--add-exports=java.base/jdk.internal.misc=ALL-UNNAMED",
            "--add-exports=java.base/jdk.internal.ref=ALL-UNNAMED",
            "--add-exports=java.base/java.lang.ref=ALL-UNNAMED",
            "--add-exports=java.base/sun.nio.ch=ALL-UNNAMED",
            "--add-exports=java.management.rmi/com.sun.jmx.remote.internal.rmi=ALL-UNNAMED",
            "--add-exports=java.rmi/sun.rmi.registry=ALL-UNNAMED",
            "--add-exports=java.rmi/sun.rmi.server=ALL-UNNAMED",
            "--add-exports=java.sql/java.sql=ALL-UNNAMED",
            "--add-exports=jdk.unsupported/sun.misc=ALL-UNNAMED",
            "--add-exports=jdk.attach/sun.tools.attach=ALL-UNNAMED",
            "--add-opens=java.base/java.lang=ALL-UNNAMED",
            "--add-opens=java.base/java.lang.module=ALL-UNNAMED",
            "--add-opens=java.base/java.lang.reflect=ALL-UNNAMED",
            "--add-opens=java.base/java.io=ALL-UNNAMED",
            "--add-opens=java.base/java.nio=ALL-UNNAMED",
            "--add-opens=java.base/java.util=ALL-UNNAMED",
            "--add-opens=java.base/sun.nio.ch=ALL-UNNAMED",
            "--add-opens=java.base/jdk.internal.loader=ALL-UNNAMED",
            "--add-opens=java.base/jdk.internal.ref=ALL-UNNAMED",
            "--add-opens=java.base/jdk.internal.reflect=ALL-UNNAMED",
            "--add-opens=java.base/jdk.internal.math=ALL-UNNAMED",
            "--add-opens=java.base/jdk.internal.module=ALL-UNNAMED",
            "--add-opens=java.base/jdk.internal.util.jar=ALL-UNNAMED",
            "--add-opens=jdk.management/com.sun.management.internal=ALL-UNNAMED");

    private CassandraNode() {}

    /**
     * How to start it.
     *
     * @param classPath the jars of {@code org.apache.cassandra:cassandra-all} and what it needs
     * @param folder for its files, its configuration and its log; made when missing
     * @param pidFile remembers its process
     * @param address of loopback; the nodes of one cluster differ by it alone
     * @param port for clients
     * @param storagePort for the other nodes
     * @param seed the address of the first node of its cluster, whose storage port is the same; its own where it is the
     *     first
     * @param passwords whether a client has to say who it is; at first there is the user {@code cassandra} with the
     *     password {@code cassandra}
     * @param hasty for tests that do not kill it: it answers before what it was given is on the disk, and is quick to
     *     start and to make tables, not to answer
     * @param heap in megabytes; it takes about as much again beside it
     */
    public record Settings(
            String classPath,
            Path folder,
            Path pidFile,
            String address,
            int port,
            int storagePort,
            String seed,
            boolean passwords,
            boolean hasty,
            int heap) {
        public InetSocketAddress contactPoint() {
            return new InetSocketAddress(address, port);
        }
    }

    /** Which Java is missing where {@link #canStart} says no, and how it comes here; a sentence. */
    public static final String MISSING_JAVA = "Cassandra 5 runs on JDK 17, and none was found: install one"
            + " (openjdk-17-jdk-headless, temurin-17-jdk) or set " + Jdk17.VARIABLE + " to its folder.";

    /** Whether this machine has the Java that a node needs. */
    public static boolean canStart() {
        return Jdk17.find().isPresent();
    }

    /**
     * Starts it, or starts it again on what it had; returns when it can be asked.
     *
     * @throws StartFailure with a sentence that says why it did not start
     */
    public static ServerProcess start(Settings settings) {
        Path java = Jdk17.find().orElseThrow(() -> failure(MISSING_JAVA, null));
        ServerProcess.Place place = place(settings);
        List<String> command;
        try {
            OwnerOnly.createFolder(settings.folder);
            command = command(settings, java);
            Files.writeString(configuration(settings), yaml(settings));
            Files.writeString(logging(settings), LOGGING);
        } catch (IOException e) {
            throw failure("Cassandra's folder %s cannot be made: %s".formatted(settings.folder, e.getMessage()), e);
        }
        return ServerProcess.start(place, command, Map.of()).awaitReady(() -> isReady(place.output()), READY);
    }

    private static StartFailure failure(String sentence, @Nullable Exception cause) {
        return new StartFailure(StartFailure.Reason.OTHER, sentence, cause);
    }

    private static boolean isReady(Path log) {
        try (Stream<String> lines = Files.lines(log)) {
            return lines.anyMatch(line -> line.contains("Startup complete"));
        } catch (IOException e) {
            return false;
        }
    }

    private static ServerProcess.Place place(Settings settings) {
        return new ServerProcess.Place(
                "Cassandra", settings.folder, settings.pidFile, settings.folder.resolve("log"), GRACE);
    }

    private static Path configuration(Settings settings) {
        return settings.folder.resolve("cassandra.yaml");
    }

    private static Path logging(Settings settings) {
        return settings.folder.resolve("logback.xml");
    }

    private static List<String> command(Settings settings, Path java) {
        String agent = Stream.of(settings.classPath.split(File.pathSeparator))
                .filter(jar -> Path.of(jar).getFileName().toString().startsWith("jamm-"))
                .findFirst()
                .orElseThrow(() -> failure("The jars of Cassandra are not all there: jamm is missing.", null));
        var command = new ArrayList<String>();
        command.add(java.toString());
        command.addAll(List.of(
                "-Xms" + settings.heap + "m",
                "-Xmx" + settings.heap + "m",
                "-Xss256k",
                settings.hasty ? "-XX:+UseSerialGC" : "-XX:+UseG1GC",
                "-XX:MaxDirectMemorySize=256M",
                "-XX:+ExitOnOutOfMemoryError",
                "-javaagent:" + agent));
        if (settings.hasty) {
            command.addAll(List.of("-XX:TieredStopAtLevel=1", "-Dcassandra.test.flush_local_schema_changes=false"));
        }
        command.addAll(OPENED);
        command.addAll(List.of(
                "-Dcassandra.config=" + configuration(settings).toUri(),
                "-Dlogback.configurationFile=" + logging(settings).toUri(),
                "-Dcassandra.logdir=" + settings.folder,
                "-Dcassandra.storagedir=" + settings.folder,
                "-Dcassandra-foreground=yes",
                "-Djava.rmi.server.hostname=" + settings.address,
                "-Djava.net.preferIPv4Stack=true",
                "-Dcassandra.ring_delay_ms=5000",
                // Nobody else is there whose gossip would have to settle.
                "-Dcassandra.skip_wait_for_gossip_to_settle=" + (settings.seed.equals(settings.address) ? 0 : -1),
                "-Dcassandra.superuser_setup_delay_ms=0",
                "-Dcassandra.available_processors=2",
                "-Djdk.attach.allowAttachSelf=true",
                "-Dio.netty.tryReflectionSetAccessible=true",
                "-Dio.netty.allocator.maxOrder=11",
                "-Dchronicle.analytics.disable=true",
                "-cp",
                settings.classPath,
                "org.apache.cassandra.service.CassandraDaemon"));
        return command;
    }

    private static String yaml(Settings settings) {
        Path folder = settings.folder.toAbsolutePath();
        String login = settings.passwords ? """
                authenticator: PasswordAuthenticator
                authorizer: CassandraAuthorizer
                """ : """
                authenticator: AllowAllAuthenticator
                authorizer: AllowAllAuthorizer
                """;
        // What is acknowledged outlives a kill of the only node: `group` syncs before it answers.
        String sync = settings.hasty ? """
                commitlog_sync: periodic
                commitlog_sync_period: 10000ms
                """ : """
                commitlog_sync: group
                commitlog_sync_group_window: 10ms
                """;
        return login
                + sync
                + """
                cluster_name: statusmonitor
                num_tokens: 16
                partitioner: org.apache.cassandra.dht.Murmur3Partitioner
                endpoint_snitch: SimpleSnitch
                seed_provider:
                  - class_name: org.apache.cassandra.locator.SimpleSeedProvider
                    parameters:
                      - seeds: "%2$s:%5$d"
                listen_address: %1$s
                rpc_address: %1$s
                native_transport_port: %4$d
                storage_port: %5$d
                data_file_directories: ["%3$s/data"]
                commitlog_directory: "%3$s/commitlog"
                saved_caches_directory: "%3$s/saved_caches"
                hints_directory: "%3$s/hints"
                cdc_enabled: false
                commitlog_segment_size: 32MiB
                commitlog_total_space: 1024MiB
                concurrent_reads: 16
                concurrent_writes: 32
                concurrent_compactors: 1
                memtable_heap_space: 128MiB
                memtable_offheap_space: 128MiB
                memtable_allocation_type: offheap_objects
                memtable:
                  configurations:
                    default:
                      class_name: TrieMemtable
                sstable:
                  selected_format: bti
                storage_compatibility_mode: NONE
                file_cache_size: 128MiB
                max_hint_window: 3h
                auto_snapshot: false
                """.formatted(settings.address, settings.seed, folder, settings.port, settings.storagePort);
    }

    private static final String LOGGING = """
            <configuration>
              <appender name="out" class="ch.qos.logback.core.ConsoleAppender">
                <encoder><pattern>%-5level [%thread] %date{ISO8601} %logger{0} - %msg%n</pattern></encoder>
              </appender>
              <root level="INFO"><appender-ref ref="out"/></root>
            </configuration>
            """;
}
