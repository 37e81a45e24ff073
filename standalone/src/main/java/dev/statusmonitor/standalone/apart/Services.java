package dev.statusmonitor.standalone.apart;

import dev.statusmonitor.embedded.StartFailure;
import dev.statusmonitor.embedded.file.OwnerOnly;
import dev.statusmonitor.embedded.process.ServerProcess;
import dev.statusmonitor.standalone.console.Refusal;
import dev.statusmonitor.standalone.kept.KeptProcess;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import java.util.function.Predicate;

/** The services' processes, each started again when it ends by itself. */
public final class Services implements AutoCloseable {
    private static final Duration AGAIN = Duration.ofSeconds(1);
    private static final Duration READY = Duration.ofMinutes(3);
    private static final Duration GRACE = Duration.ofSeconds(12);
    private static final double MEMORY_PERCENT = 15;
    private static final HttpClient HTTP = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(1))
            .build();

    private final Plan plan;
    private final Consumer<String> tell;
    private final List<Running> processes = new ArrayList<>();

    private record Running(String service, KeptProcess<ServerProcess> process) {}

    /** @param tell told one sentence for each change */
    public Services(Plan plan, Consumer<String> tell) {
        this.plan = plan;
        this.tell = tell;
    }

    /**
     * Starts all, and returns when each is ready: auth-service first, whose word the others need, then what works on
     * samples, and the gateways, which people see, last.
     *
     * @throws Refusal where one does not start
     */
    public void start() {
        for (List<String> wave : List.of(
                List.of(Plan.AUTH), List.of(Plan.INGESTION, Plan.HISTORY, Plan.ALERTS), List.of(Plan.GATEWAY))) {
            // Of several, the first makes tables, topics and buckets, and the others find them made.
            int most = plan.of(Plan.AUTH).mapToInt(Plan.Instance::number).max().orElse(1);
            for (int number = 1; number <= most; number++) {
                int wanted = number;
                List<Plan.Instance> instances = wave.stream()
                        .flatMap(plan::of)
                        .filter(instance -> instance.number() == wanted)
                        .toList();
                var started = instances.stream().map(this::keep).toList();
                for (int i = 0; i < instances.size(); i++) {
                    awaitReady(instances.get(i), started.get(i));
                }
            }
        }
    }

    private synchronized KeptProcess<ServerProcess> keep(Plan.Instance instance) {
        KeptProcess<ServerProcess> kept = KeptProcess.start(
                instance.name(), () -> launch(instance), ServerProcess::onEnd, code -> true, tell, AGAIN);
        processes.add(new Running(instance.service(), kept));
        return kept;
    }

    private ServerProcess launch(Plan.Instance instance) {
        Path folder = plan.folder().resolve("services").resolve(instance.name());
        try {
            OwnerOnly.createFolder(folder);
            Path settings = folder.resolve("service.properties");
            OwnerOnly.write(settings, Servers.text(ServiceProperties.of(plan, instance)));
            var place = new ServerProcess.Place(
                    instance.name(), folder, plan.pidFile(instance.name()), log(instance), GRACE);
            // What the owner has set counts where the plan says nothing.
            String location =
                    "optional:file:" + plan.folder().resolve("statusmonitor.properties") + ",file:" + settings;
            List<String> command = Programs.find()
                    .service(
                            instance.service(),
                            folder.resolve("java.options"),
                            List.of(memory(), "-Dspring.config.location=" + location));
            return ServerProcess.start(place, command, Map.of());
        } catch (IOException e) {
            throw new StartFailure(
                    StartFailure.Reason.OTHER, "%s cannot be run: %s.".formatted(instance.name(), e.getMessage()), e);
        }
    }

    /** However many processes a service has, together they may take as much as one would. */
    private String memory() {
        return "-XX:MaxRAMPercentage=" + MEMORY_PERCENT / plan.of(Plan.AUTH).count();
    }

    private Path log(Plan.Instance instance) {
        return plan.folder().resolve("logs").resolve(instance.name() + ".out");
    }

    private void awaitReady(Plan.Instance instance, KeptProcess<ServerProcess> process) {
        long deadline = System.nanoTime() + READY.toNanos();
        while (!isReady(instance)) {
            if (!process.current().isAlive()) {
                throw new Refusal("%s did not start; %s says why."
                        .formatted(
                                instance.name(), plan.folder().resolve("logs").resolve(instance.name() + ".log")));
            }
            if (System.nanoTime() > deadline) {
                throw new Refusal("%s was not ready within %d minutes; its log is in %s."
                        .formatted(
                                instance.name(),
                                READY.toMinutes(),
                                plan.folder().resolve("logs")));
            }
            try {
                Thread.sleep(50);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new StartFailure(StartFailure.Reason.OTHER, "Starting was interrupted.", e);
            }
        }
    }

    private static boolean isReady(Plan.Instance instance) {
        try {
            return HTTP.send(
                                    HttpRequest.newBuilder(instance.internal().resolve("/actuator/health/readiness"))
                                            .timeout(Duration.ofSeconds(5))
                                            .build(),
                                    HttpResponse.BodyHandlers.discarding())
                            .statusCode()
                    == 200;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /**
     * Ends who takes samples first, so that whoever reads them finds all that was acknowledged; then the others. Each
     * finishes what it has begun.
     */
    @Override
    public synchronized void close() {
        Predicate<Running> takesSamples = running -> running.service().equals(Plan.INGESTION);
        close(takesSamples);
        close(takesSamples.negate());
    }

    private void close(Predicate<Running> which) {
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            processes.stream().filter(which).forEach(running -> threads.execute(running.process()::close));
        }
    }
}
