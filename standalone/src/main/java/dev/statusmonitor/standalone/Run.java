package dev.statusmonitor.standalone;

import dev.statusmonitor.auth.enrol.LocalEnrolment;
import dev.statusmonitor.auth.setup.SetupLinks;
import dev.statusmonitor.embedded.FreePorts;
import dev.statusmonitor.embedded.kafka.EmbeddedKafka;
import dev.statusmonitor.embedded.redis.EmbeddedRedis;
import dev.statusmonitor.standalone.agent.AgentProgram;
import dev.statusmonitor.standalone.agent.LocalAgent;
import dev.statusmonitor.standalone.apart.Front;
import dev.statusmonitor.standalone.apart.Leftovers;
import dev.statusmonitor.standalone.apart.Plan;
import dev.statusmonitor.standalone.apart.Servers;
import dev.statusmonitor.standalone.apart.Services;
import dev.statusmonitor.standalone.console.Console;
import dev.statusmonitor.standalone.console.Explanation;
import dev.statusmonitor.standalone.console.Refusal;
import dev.statusmonitor.standalone.data.DataFolder;
import dev.statusmonitor.standalone.data.Secrets;
import dev.statusmonitor.standalone.data.UnpackedLibraries;
import dev.statusmonitor.standalone.kept.KeptProcess;
import dev.statusmonitor.standalone.management.DoctorAccess;
import dev.statusmonitor.standalone.network.PublicConnector;
import dev.statusmonitor.standalone.network.Tls;
import dev.statusmonitor.standalone.network.TrustedProxies;
import dev.statusmonitor.standalone.report.PlatformReporter;
import dev.statusmonitor.standalone.wiring.Parts;
import dev.statusmonitor.standalone.wiring.PlatformContext;
import dev.statusmonitor.starter.internal.InternalConnector;
import dev.statusmonitor.starter.internal.ServiceAssertion;
import dev.statusmonitor.starter.internal.ServiceKeys;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.security.PublicKey;
import java.time.Duration;
import java.util.concurrent.FutureTask;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/** One run of the platform: checks, starts every part, waits, and closes them in the reverse order. */
final class Run {
    private static final Duration WATCH = Duration.ofSeconds(5);

    private final long begun = System.nanoTime();
    private final UpOptions options;
    private final Console console;
    private final OpenParts open = new OpenParts();
    private final StopSignal stop = new StopSignal();
    private @Nullable Path logFile;

    Run(UpOptions options, Console console) {
        this.options = options;
        this.console = console;
    }

    /** @return the exit code */
    int untilStopped() {
        stop.listen();
        var failed = true;
        try {
            Watch watch = start();
            while (!stop.await(WATCH.toMillis())) {
                watch.look();
            }
            Refusal reason = stop.reason();
            if (reason != null) {
                throw reason;
            }
            failed = false;
        } catch (Throwable e) {
            // Interrupted by a signal while it started: that is a wish, not a failure.
            failed = !stop.isAsked() || stop.reason() != null;
            Refusal reason = stop.reason();
            if (failed) {
                explain(reason == null ? e : reason);
            }
        } finally {
            stop.closing();
            if (!failed) {
                console.say("Stopping");
            }
            open.closeAll();
            stop.closed();
        }
        return failed ? 1 : 0;
    }

    private Watch start() {
        if (!options.trustedProxies.isEmpty()) {
            TrustedProxies.regex(options.trustedProxies);
        }
        options.check();
        Tls tls = Tls.check(
                options.tlsCertificate,
                options.tlsKey,
                options.tlsKeyStore,
                System.getenv("STATUSMONITOR_TLS_KEY_STORE_PASSWORD"));
        // What a killed run of services apart left holds the port, so it goes before the port is looked at.
        boolean leftovers = Leftovers.mayBeIn(options.data);
        DataFolder folder = leftovers ? open() : null;
        if (folder != null) {
            Leftovers.stop(folder.resolve(Leftovers.FOLDER));
        }
        PublicConnector connector = PublicConnector.check(options.bind, options.port, options.publicUrl, tls);
        if (folder == null) {
            folder = open();
        }
        connector.warning().ifPresent(console::warn);
        Watch watch = Watch.begin(folder, options.clockIsRight, console, stop);
        UnpackedLibraries.keepIn(folder.resolve("tmp"));
        LocalAgent.stopLeftover(folder.resolve("agent"));
        Secrets secrets = Secrets.load(folder);
        if (options.apart) {
            startApart(connector, folder, secrets, watch);
            return watch;
        }

        var settings = new EmbeddedKafka.Settings(folder.resolve("kafka"), secrets.kafka())
                .withPorts(FreePorts.pick(), FreePorts.pick())
                .withOnFatal(sentence -> stop.ask(new Refusal(sentence)));
        FutureTask<EmbeddedKafka> kafka = startBeside(settings);
        KeptProcess<EmbeddedRedis> redis = open.add("Redis", keepRedis(folder, secrets));
        var parts = new Parts(
                folder, connector, options.trustedProxies, settings.clientProperties(), kafka, redis::current);
        open.add("Kafka", () -> closeKafka(kafka));
        var context = open.add("the services", PlatformContext.start(parts));
        KeptProcess<LocalAgent> agent = options.noAgent
                ? null
                : open.add("the agent", keepAgent(connector, folder, context.getBean(LocalEnrolment.class)));
        ServiceKeys keys = context.getBean(ServiceKeys.class);
        openToDoctor(
                connector,
                folder,
                context.getBean(InternalConnector.class).uri(),
                key -> keys.trust(ServiceAssertion.OWNERS_TOOLS, key),
                redis,
                agent);
        var reporter = context.getBean(PlatformReporter.class);
        watch.also(reporter::watchDisk);
        // The first report takes longest; doctor should not have to wait for it.
        Thread.ofVirtual().start(reporter::prepare);
        announce(connector, folder, context.getBean(SetupLinks.class));
        return watch;
    }

    private DataFolder open() {
        DataFolder folder = open.add("the data folder", DataFolder.open(options.data));
        logFile = Logs.begin(folder);
        return folder;
    }

    private void startApart(PublicConnector connector, DataFolder folder, Secrets secrets, Watch watch) {
        var plan = Plan.of(
                folder,
                connector,
                options.trustedProxies,
                secrets,
                options.store(),
                options.instances,
                options.ingestPort);
        var servers = open.add("the servers", new Servers(plan, console::warn));
        servers.start();
        var services = open.add("the services", new Services(plan, console::warn));
        services.start();
        var front = open.add("the internal front", Front.start(plan, servers.redis()));
        KeptProcess<LocalAgent> agent = options.noAgent
                ? null
                : open.add("the agent", keepAgent(connector, folder, front.getBean(LocalEnrolment.class)));
        openToDoctor(
                connector,
                folder,
                front.getBean(InternalConnector.class).uri(),
                plan.keys()::trustDoctor,
                servers.redis(),
                agent);
        var reporter = front.getBean(PlatformReporter.class);
        watch.also(reporter::watchDisk);
        Thread.ofVirtual().start(reporter::prepare);
        announce(connector, folder, front.getBean(SetupLinks.class));
    }

    private void announce(PublicConnector connector, DataFolder folder, SetupLinks links) {
        console.say("StatusMonitor is ready at %s (%.1f s)"
                .formatted(connector.shown(), (System.nanoTime() - begun) / 1e9));
        links.newToken()
                .ifPresent(token -> console.say("Make the first account, within an hour: %s/setup#token=%s"
                        .formatted(connector.shown(), token)));
        console.say("Data and log are in %s. Ctrl-C stops it.".formatted(folder.path()));
    }

    private KeptProcess<EmbeddedRedis> keepRedis(DataFolder folder, Secrets secrets) {
        // Where its clients know it to be, when it is started again.
        var settings = new EmbeddedRedis.Settings(folder.resolve("redis"), secrets.redis()).withPort(FreePorts.pick());
        return KeptProcess.start(
                "Redis", () -> EmbeddedRedis.start(settings), EmbeddedRedis::onEnd, code -> true, console::warn);
    }

    private KeptProcess<LocalAgent> keepAgent(PublicConnector connector, DataFolder folder, LocalEnrolment enrolment) {
        AgentProgram program = AgentProgram.find()
                .orElseThrow(
                        () -> new Refusal(
                                "The agent's program is not beside the platform's; build it whole, or start without it: --no-agent."));
        return KeptProcess.start(
                "The agent of this machine",
                () -> LocalAgent.start(program, folder.resolve("agent"), connector.local(), enrolment),
                LocalAgent::onEnd,
                // Whoever deleted its host does not want it back at once.
                code -> code != LocalAgent.REFUSED,
                console::warn);
    }

    private void openToDoctor(
            PublicConnector connector,
            DataFolder folder,
            URI internal,
            Consumer<PublicKey> trust,
            KeptProcess<EmbeddedRedis> redis,
            @Nullable KeptProcess<LocalAgent> agent) {
        var access = open.add(
                "the management file",
                new DoctorAccess(
                        connector.port(),
                        connector.local(),
                        folder.path(),
                        internal,
                        trust,
                        () -> redis.current().process(),
                        () -> agent == null || agent.isGivenUp()
                                ? null
                                : agent.current().process()));
        try {
            access.write();
        } catch (IOException e) {
            // The platform is as good without; doctor says what it misses.
            console.warn("The management file cannot be written (%s); doctor will not know this platform."
                    .formatted(e.getMessage()));
        }
        redis.onChange(access::rewrite);
        if (agent != null) {
            agent.onChange(access::rewrite);
        }
    }

    private static FutureTask<EmbeddedKafka> startBeside(EmbeddedKafka.Settings settings) {
        var task = new FutureTask<>(() -> EmbeddedKafka.start(settings));
        Thread.ofPlatform().name("kafka-start").start(task);
        return task;
    }

    private static void closeKafka(FutureTask<EmbeddedKafka> kafka) throws Exception {
        kafka.get().close();
    }

    private void explain(Throwable failure) {
        if (logFile != null) {
            LoggerFactory.getLogger(Run.class).error("The platform ends", failure);
        }
        console.fail(Explanation.of(failure, options.data.toAbsolutePath(), logFile));
    }
}
