package dev.statusmonitor.agent;

import dev.statusmonitor.agent.buffer.Backlog;
import dev.statusmonitor.agent.buffer.PlatformClock;
import dev.statusmonitor.agent.buffer.SampleQueue;
import dev.statusmonitor.agent.collect.Collector;
import dev.statusmonitor.agent.collect.ThisHost;
import dev.statusmonitor.agent.enrol.HostAccess;
import dev.statusmonitor.agent.enrol.IdentityStore;
import dev.statusmonitor.agent.send.Http;
import dev.statusmonitor.agent.send.RefusedException;
import dev.statusmonitor.agent.send.Sender;
import dev.statusmonitor.agent.send.Trust;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Properties;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The agent's main class. */
public final class Agent {
    private static final Logger LOG = LoggerFactory.getLogger(Agent.class);

    /** Five minutes, where the disk takes nothing. */
    private static final int QUEUE = 300;

    private static final Duration LAST_FLUSH = Duration.ofSeconds(2);
    private static final int CANNOT_RUN = 1;
    private static final int NOT_ENROLLED = 2;
    private static final int WRONG_USAGE = 64;

    private Agent() {}

    /** Runs until it is told to stop; {@code --help} has the options and exit statuses. */
    public static void main(String[] args) {
        List<String> arguments = Arrays.asList(args);
        if (arguments.contains("--help") || arguments.contains("-h")) {
            System.out.println(Options.USAGE);
            return;
        }
        if (arguments.contains("--version")) {
            System.out.println("StatusMonitor agent " + version());
            return;
        }
        if (arguments.contains("--java-options")) {
            RecommendedFlags.flags().forEach(System.out::println);
            return;
        }
        int status;
        try {
            status = run(Options.parse(arguments, System.getenv(), SettingsFile::read));
        } catch (IllegalArgumentException e) {
            System.err.println(e.getMessage() + "\n\n" + Options.USAGE);
            status = WRONG_USAGE;
        } catch (InterruptedException e) {
            status = 0;
        }
        if (status != 0) {
            System.exit(status);
        }
    }

    private static int run(Options options) throws InterruptedException {
        String version = version();
        String name = options.name() == null ? ThisHost.name() : options.name();
        LOG.info("StatusMonitor agent {} on {}, for {}.", version, name, options.platform());
        if (!RecommendedFlags.inUse()) {
            LOG.info(
                    "It takes half the memory when started by: java {} -jar …",
                    String.join(" ", RecommendedFlags.flags()));
        }
        PlatformClock clock = PlatformClock.system();
        var backlog = new Backlog(
                options.identity().resolve("buffer"),
                options.buffer().bytes(),
                options.buffer().age());
        var queue = new SampleQueue(clock, QUEUE, backlog, Agent::inBackground);
        Http http;
        try {
            Path caFile = options.caFile();
            http = new Http(clock, "statusmonitor-agent/" + version, caFile == null ? null : Trust.only(caFile));
        } catch (IOException e) {
            LOG.error("{}", e.getMessage());
            return CANNOT_RUN;
        }
        var access = new HostAccess(
                http,
                clock,
                System::nanoTime,
                new IdentityStore(options.identity()),
                options.platform(),
                options.code(),
                name,
                version);
        var sender = new Sender(queue, clock, http, access, () -> ThisHost.resource(name, version));
        try {
            access.load();
            find(backlog, access.hostId());
            Collector collector = ThisHost.collector(clock, queue, options.extras());
            var collecting = new Thread(collector::run, "collect");
            // What it does must not keep a process alive that has lost its sender.
            collecting.setDaemon(true);
            collecting.setUncaughtExceptionHandler((thread, e) -> {
                LOG.error("Collecting has ended by an error that nobody foresaw.", e);
                Runtime.getRuntime().halt(CANNOT_RUN);
            });
            collecting.start();
            Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(collecting, sender), "stop"));
            sender.run();
            return 0;
        } catch (RefusedException e) {
            LOG.error("{}", e.getMessage());
            return NOT_ENROLLED;
        } catch (IOException | UnsupportedOperationException e) {
            LOG.error("{}", e.getMessage());
            return CANNOT_RUN;
        }
    }

    private static void find(Backlog backlog, String host) {
        try {
            int waiting = backlog.open(host);
            if (waiting > 0) {
                LOG.info("{} sample(s) wait on disk from before.", waiting);
            }
        } catch (IOException e) {
            LOG.warn("What waits on disk cannot be read: {}.", e.getMessage());
        }
    }

    /** A thread for what happens while the platform is away: while all is well there is none. */
    private static void inBackground(Runnable task) {
        var thread = new Thread(task, "buffer");
        thread.setDaemon(true);
        thread.start();
    }

    private static void stop(Thread collecting, Sender sender) {
        try {
            collecting.interrupt();
            sender.stop(LAST_FLUSH);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** The version that the build wrote down. */
    private static String version() {
        var properties = new Properties();
        try (InputStream stream = Agent.class.getResourceAsStream("agent.properties")) {
            if (stream != null) {
                properties.load(stream);
            }
        } catch (IOException e) {
            LOG.debug("No version", e);
        }
        return properties.getProperty("version", "unknown");
    }
}
