package dev.statusmonitor.benchmarks;

import dev.statusmonitor.benchmarks.load.Load;
import dev.statusmonitor.benchmarks.load.SimulatedHost;
import dev.statusmonitor.benchmarks.platform.Account;
import dev.statusmonitor.benchmarks.platform.CannotMeasureException;
import dev.statusmonitor.benchmarks.platform.Enrolment;
import dev.statusmonitor.benchmarks.platform.Log;
import dev.statusmonitor.benchmarks.platform.Place;
import dev.statusmonitor.benchmarks.platform.Platform;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What a host's page with 30 live charts costs the viewer's machine, in a real Chromium. */
final class PageBenchmark implements Benchmark {
    private static final int CHARTS = 30;
    private static final int PATIENCE_SECONDS = 240;

    private final Place place;
    private final Duration window;

    PageBenchmark(Place place, Duration window) {
        this.place = place;
        this.window = window;
    }

    @Override
    public void run(Figures figures) throws CannotMeasureException {
        try (Platform platform = Platform.start(place, "--no-agent")) {
            Account account = Account.setUp(platform);
            SimulatedHost host = new Enrolment(account).enrol(richHost(), 1).getFirst();
            var sending = new AtomicReference<String>("");
            Thread agent = Thread.ofPlatform().daemon().start(() -> send(platform, host, sending));
            JsonNode cost = look(platform, host);
            if (!agent.isAlive()) {
                throw new CannotMeasureException("the host stopped sending: " + sending.get());
            }
            Log.say("Seen: " + cost);
            figures.print("page.script", cost.path("script_kb").asDouble(), "KB");
            figures.print("page.cpu", cost.path("cpu_percent").asDouble(), "%");
        }
    }

    /** A host with second devices of each kind has charts enough. */
    private static int richHost() {
        int best = 0;
        int most = 0;
        for (int number = 0; number < 200; number++) {
            int values = dev.statusmonitor.benchmarks.load.AgentBody.of(number).size();
            if (values > most) {
                best = number;
                most = values;
            }
        }
        return best;
    }

    private static void send(Platform platform, SimulatedHost host, AtomicReference<String> failure) {
        try (var load = new Load(platform.address(), List.of(host))) {
            load.steady(Duration.ofSeconds(PATIENCE_SECONDS + 60));
        } catch (IOException e) {
            failure.set(e.toString());
        }
    }

    private JsonNode look(Platform platform, SimulatedHost host) throws CannotMeasureException {
        try {
            var builder = new ProcessBuilder(
                            "npm",
                            "run",
                            "--silent",
                            "page-cost",
                            "--",
                            "--url",
                            platform.url().toString(),
                            "--host",
                            host.id(),
                            "--seconds",
                            Long.toString(window.toSeconds()),
                            "--charts",
                            Integer.toString(CHARTS))
                    .directory(place.root().resolve("end-to-end-tests").toFile())
                    .redirectError(ProcessBuilder.Redirect.INHERIT);
            builder.environment().put("STATUSMONITOR_EMAIL", Account.EMAIL);
            builder.environment().put("STATUSMONITOR_PASSWORD", Account.PASSWORD);
            Process process = builder.start();
            Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
            process.getOutputStream().close();
            var watch = Thread.ofVirtual().start(() -> endAfter(process));
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            int code = process.waitFor();
            watch.interrupt();
            if (code != 0) {
                throw new CannotMeasureException("the browser could not look at the page (exit " + code + ")");
            }
            return new JsonMapper().readTree(output.strip());
        } catch (IOException | JacksonException e) {
            throw new CannotMeasureException("the browser could not look at the page: " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CannotMeasureException("interrupted", e);
        }
    }

    private static void endAfter(Process process) {
        try {
            if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                process.descendants().forEach(ProcessHandle::destroyForcibly);
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            // It ended.
        }
    }
}
