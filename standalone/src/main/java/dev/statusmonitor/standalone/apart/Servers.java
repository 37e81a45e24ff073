package dev.statusmonitor.standalone.apart;

import dev.statusmonitor.embedded.Credentials;
import dev.statusmonitor.embedded.FreePorts;
import dev.statusmonitor.embedded.StartFailure;
import dev.statusmonitor.embedded.file.OwnerOnly;
import dev.statusmonitor.embedded.influxdb.InstalledInfluxDb;
import dev.statusmonitor.embedded.postgres.InstalledPostgres;
import dev.statusmonitor.embedded.process.ServerProcess;
import dev.statusmonitor.embedded.redis.EmbeddedRedis;
import dev.statusmonitor.standalone.console.Refusal;
import dev.statusmonitor.standalone.kept.KeptProcess;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.apache.kafka.clients.admin.Admin;
import org.jspecify.annotations.Nullable;

/**
 * Kafka, Redis, PostgreSQL and the history's store, each a process that is started again, on the same port and data, when it ends by
 * itself.
 */
public final class Servers implements AutoCloseable {
    private static final Duration AGAIN = Duration.ofSeconds(1);
    private static final Duration READY = Duration.ofSeconds(60);
    private static final Duration GRACE = Duration.ofSeconds(15);

    private final Plan plan;
    private final Consumer<String> tell;
    private @Nullable KeptProcess<EmbeddedRedis> redis;
    private @Nullable KeptProcess<ServerProcess> kafka;
    private @Nullable KeptProcess<ServerProcess> postgres;
    private @Nullable KeptProcess<ServerProcess> store;

    /** @param tell told one sentence for each change */
    public Servers(Plan plan, Consumer<String> tell) {
        this.plan = plan;
        this.tell = tell;
    }

    /**
     * Starts all of them at once, and returns when each takes requests.
     *
     * @throws Refusal where one is not installed
     * @throws StartFailure where one does not start
     */
    public void start() {
        Path postgresPrograms = InstalledPostgres.find()
                .orElseThrow(() -> new Refusal("PostgreSQL is not installed here; --apart needs it."));
        Runnable startStore = store();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var all = List.of(
                    CompletableFuture.runAsync(
                            () -> redis = KeptProcess.start(
                                    "Redis", this::startRedis, EmbeddedRedis::onEnd, code -> true, tell, AGAIN),
                            threads),
                    CompletableFuture.runAsync(() -> kafka = keep("Kafka", this::startKafka), threads),
                    CompletableFuture.runAsync(
                            () -> {
                                postgres = keep("PostgreSQL", () -> startPostgres(postgresPrograms));
                                provideDatabases();
                            },
                            threads),
                    CompletableFuture.runAsync(startStore, threads));
            all.forEach(each -> {
                try {
                    each.join();
                } catch (CompletionException e) {
                    throw e.getCause() instanceof RuntimeException cause ? cause : e;
                }
            });
        }
    }

    /** How the one that was chosen is started; it is there. */
    private Runnable store() {
        return switch (plan.store()) {
            case INFLUXDB -> {
                Path influxd = InstalledInfluxDb.find()
                        .orElseThrow(
                                () -> new Refusal("InfluxDB is not here; --apart needs influxd: on PATH, by INFLUXD, or"
                                        + " built once by ./statusmonitor up --apart."));
                yield () -> store = keep("InfluxDB", () -> InstalledInfluxDb.start(influxDb(influxd)));
            }
            case CASSANDRA -> {
                CassandraServer node = CassandraServer.of(plan);
                yield () -> store = keep("Cassandra", node::start);
            }
        };
    }

    private KeptProcess<ServerProcess> keep(String name, Supplier<ServerProcess> start) {
        return KeptProcess.start(name, start, ServerProcess::onEnd, code -> true, tell, AGAIN);
    }

    /** The cache. */
    public KeptProcess<EmbeddedRedis> redis() {
        return Objects.requireNonNull(redis, "it is not started yet");
    }

    private EmbeddedRedis startRedis() {
        return EmbeddedRedis.start(new EmbeddedRedis.Settings(plan.folder().resolve("redis"), plan.redis())
                .withPort(plan.ports().redis()));
    }

    // ---- Kafka

    private ServerProcess startKafka() {
        Path folder = plan.folder().resolve("services").resolve("kafka");
        var place = new ServerProcess.Place("Kafka", folder, plan.pidFile("kafka"), log("kafka"), GRACE);
        try {
            OwnerOnly.createFolder(folder);
            Path properties = folder.resolve("broker.properties");
            OwnerOnly.write(
                    properties,
                    text(Map.of(
                            "folder", plan.folder().resolve("kafka").toString(),
                            "user", plan.kafka().user(),
                            "password", plan.kafka().password(),
                            "port", Integer.toString(plan.ports().kafka()),
                            "controller-port", Integer.toString(plan.ports().controller()))));
            List<String> command = Programs.find().broker(folder.resolve("java.options"), properties);
            return ServerProcess.start(place, command, Map.of()).awaitReady(this::kafkaAnswers, READY);
        } catch (IOException e) {
            throw new StartFailure(StartFailure.Reason.OTHER, "Kafka cannot be run: " + e.getMessage(), e);
        }
    }

    private boolean kafkaAnswers() {
        if (!FreePorts.isTaken(plan.ports().kafka())) {
            return false;
        }
        try (Admin admin = Admin.create(KafkaClient.of(plan))) {
            admin.describeCluster().nodes().get(2, TimeUnit.SECONDS);
            return true;
        } catch (ExecutionException | TimeoutException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private Path log(String name) {
        return plan.folder().resolve("logs").resolve(name + ".log");
    }

    static String text(Map<String, String> values) throws IOException {
        var properties = new Properties();
        properties.putAll(values);
        var text = new StringWriter();
        properties.store(text, null);
        return text.toString();
    }

    // ---- PostgreSQL

    private ServerProcess startPostgres(Path programs) {
        return InstalledPostgres.start(new InstalledPostgres.Settings(
                programs,
                postgresFolder(),
                plan.pidFile("postgresql"),
                new Credentials("statusmonitor", plan.passwords().postgres()),
                plan.ports().postgres(),
                true));
    }

    /**
     * In the data folder; root starts PostgreSQL as another user, who may not be able to come there: then in /var/lib, by
     * the data folder's name.
     */
    private Path postgresFolder() {
        Path folder = plan.folder().path();
        if (!"root".equals(System.getProperty("user.name"))) {
            return folder.resolve("postgresql");
        }
        try {
            for (Path parent = folder.getParent(); parent != null; parent = parent.getParent()) {
                if (!Files.getPosixFilePermissions(parent).contains(PosixFilePermission.OTHERS_EXECUTE)) {
                    Path elsewhere = Path.of("/var/lib/statusmonitor-postgresql");
                    Files.createDirectories(elsewhere);
                    return elsewhere.resolve(folder.toString().substring(1).replace('/', '-'));
                }
            }
            // To go through, not to look around: what is in it is its owner's alone.
            var permissions = new HashSet<>(Files.getPosixFilePermissions(folder));
            permissions.add(PosixFilePermission.OTHERS_EXECUTE);
            Files.setPosixFilePermissions(folder, permissions);
            return folder.resolve("postgresql");
        } catch (IOException e) {
            throw new Refusal("PostgreSQL finds no folder (%s).".formatted(e.getMessage()), e);
        }
    }

    private void provideDatabases() {
        String url = "jdbc:postgresql://127.0.0.1:" + plan.ports().postgres() + "/postgres";
        long deadline = System.nanoTime() + READY.toNanos();
        while (true) {
            try (Connection connection = DriverManager.getConnection(
                            url, "statusmonitor", plan.passwords().postgres());
                    Statement statement = connection.createStatement()) {
                provideDatabase(statement, "auth", plan.passwords().auth());
                provideDatabase(statement, "alerts", plan.passwords().alerts());
                return;
            } catch (SQLException e) {
                // It recovers from a kill, and says so.
                if (System.nanoTime() > deadline || !"57P03".equals(e.getSQLState())) {
                    throw new StartFailure(
                            StartFailure.Reason.OTHER, "PostgreSQL's databases cannot be made: " + e.getMessage(), e);
                }
                pause();
            }
        }
    }

    private static void pause() {
        try {
            Thread.sleep(100);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StartFailure(StartFailure.Reason.OTHER, "Starting was interrupted.", e);
        }
    }

    /** Names are constants, passwords of an alphabet without quotes: neither can be anything but what it is. */
    private static void provideDatabase(Statement statement, String name, String password) throws SQLException {
        if (!exists(statement, "SELECT 1 FROM pg_roles WHERE rolname = '" + name + "'")) {
            statement.execute("CREATE ROLE " + name + " LOGIN PASSWORD '" + password + "'");
        }
        if (!exists(statement, "SELECT 1 FROM pg_database WHERE datname = '" + name + "'")) {
            statement.execute("CREATE DATABASE " + name + " OWNER " + name);
        }
    }

    private static boolean exists(Statement statement, String question) throws SQLException {
        try (ResultSet found = statement.executeQuery(question)) {
            return found.next();
        }
    }

    // ---- InfluxDB

    private InstalledInfluxDb.Settings influxDb(Path program) {
        return new InstalledInfluxDb.Settings(
                program,
                plan.folder().resolve("influxdb"),
                plan.pidFile("influxdb"),
                plan.ports().influxdb(),
                "statusmonitor",
                plan.passwords().influxdb());
    }

    @Override
    public void close() {
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (KeptProcess<?> each : new KeptProcess<?>[] {store, postgres, kafka, redis}) {
                if (each != null) {
                    threads.execute(each::close);
                }
            }
        }
    }
}
