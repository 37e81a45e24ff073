package dev.statusmonitor.benchmarks;

import dev.statusmonitor.benchmarks.load.Load;
import dev.statusmonitor.benchmarks.load.LoadResult;
import dev.statusmonitor.benchmarks.load.SimulatedHost;
import dev.statusmonitor.benchmarks.platform.Account;
import dev.statusmonitor.benchmarks.platform.CannotMeasureException;
import dev.statusmonitor.benchmarks.platform.Enrolment;
import dev.statusmonitor.benchmarks.platform.Log;
import dev.statusmonitor.benchmarks.platform.Meters;
import dev.statusmonitor.benchmarks.platform.Place;
import dev.statusmonitor.benchmarks.platform.Platform;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * How often auth-service is called for a POST, token refresh included, and what a check costs. The tokens' ages are
 * spread evenly over the time after which agents renew them, so the window holds its true share of renewals: a host
 * whose token would come of age within it gets a new one then, by a signed assertion as agents do.
 */
final class AuthCallsBenchmark implements Benchmark {
    /** Agents renew at four fifths of the hour that a token lives. */
    private static final Duration RENEWED_AFTER = Duration.ofMinutes(48);

    private static final Duration COLD = Duration.ofSeconds(5);
    private static final Duration MISSES = Duration.ofSeconds(5);
    private static final int MISSING_HOSTS = 20;
    private static final int ROUNDS = 5;

    private final Place place;
    private final Duration window;
    private final int count;

    /**
     * @param window how long the hosts send
     * @param count how many hosts
     */
    AuthCallsBenchmark(Place place, Duration window, int count) {
        this.place = place;
        this.window = window;
        this.count = count;
    }

    @Override
    public void run(Figures figures) throws CannotMeasureException {
        try (Platform platform = Platform.start(place, "--no-agent")) {
            var enrolment = new Enrolment(Account.setUp(platform));
            Meters meters = Meters.of(platform);
            List<SimulatedHost> hosts = enrolment.enrol(0, count);
            try (var load = new Load(platform.address(), hosts)) {
                Log.say("The first seconds: " + load.steady(COLD));
                figures.print("auth-calls.cold", calls(meters.read()), "calls");
                steady(figures, meters, enrolment, load, hosts);
            }
            figures.print("auth-calls.miss", miss(platform, meters, hosts), "us");
        } catch (IOException e) {
            throw new CannotMeasureException("the load could not be sent: " + e.getMessage(), e);
        }
    }

    private void steady(Figures figures, Meters meters, Enrolment enrolment, Load load, List<SimulatedHost> hosts)
            throws CannotMeasureException, IOException {
        Meters.Reading before = meters.read();
        LoadResult result;
        int renewed;
        try (var threads = Executors.newSingleThreadExecutor()) {
            Future<Integer> renewing = threads.submit(renewals(enrolment, hosts));
            result = load.steady(window);
            try {
                renewed = renewing.get(30, TimeUnit.SECONDS);
            } catch (ExecutionException e) {
                throw new CannotMeasureException("a token could not be renewed: " + e.getCause(), e);
            } catch (TimeoutException e) {
                renewing.cancel(true);
                throw new CannotMeasureException("the renewals did not keep up", e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new CannotMeasureException("interrupted", e);
            }
        }
        Log.say("%d hosts: %s; %d tokens renewed".formatted(count, result, renewed));
        if (result.acknowledged() == 0) {
            throw new CannotMeasureException("nothing was acknowledged: " + result);
        }
        Meters.Reading after = meters.read();
        double posts =
                result.answers().values().stream().mapToLong(Long::longValue).sum();
        figures.print("auth-calls.per-post", 100 * (calls(after) - calls(before)) / posts, "%");
        figures.print("auth-calls.hit", micros(before, after, "near"), "us");
    }

    /** Renews each token when it comes of age; gives how many did. */
    private Callable<Integer> renewals(Enrolment enrolment, List<SimulatedHost> hosts) {
        long began = System.nanoTime();
        return () -> {
            int renewed = 0;
            for (int i = 0; i < hosts.size(); i++) {
                // Half a step in, so that no window is all before the first.
                long due = (long) ((i + 0.5) / hosts.size() * RENEWED_AFTER.toNanos());
                if (due >= window.toNanos()) {
                    break;
                }
                TimeUnit.NANOSECONDS.sleep(began + due - System.nanoTime());
                hosts.get(i).renew(enrolment.newToken(hosts.get(i)));
                renewed++;
            }
            return renewed;
        };
    }

    /** What a check costs that auth-service is asked for: a Redis that dies forgets every token, and is trusted anew. */
    private static double miss(Platform platform, Meters meters, List<SimulatedHost> hosts)
            throws CannotMeasureException, IOException {
        Meters.Reading before = meters.read();
        try (var load = new Load(platform.address(), hosts.subList(0, Math.min(MISSING_HOSTS, hosts.size())))) {
            for (int round = 0; round < ROUNDS; round++) {
                platform.processes().stream()
                        .filter(process -> process.info().command().orElse("").contains("redis"))
                        .forEach(ProcessHandle::destroyForcibly);
                Log.say("Without Redis: " + load.steady(MISSES));
            }
        }
        return micros(before, meters.read(), "introspection");
    }

    /** Calls to auth-service since it started: for tokens, and about them. */
    private static double calls(Meters.Reading reading) {
        return reading.sum("statusmonitor_auth_tokens_total", null)
                + reading.sum("statusmonitor_ingestion_auth_checks_total", "by=\"introspection\"");
    }

    private static double micros(Meters.Reading before, Meters.Reading after, String by) throws CannotMeasureException {
        String name = "statusmonitor_ingestion_auth_time_seconds_";
        String label = "by=\"" + by + "\"";
        double checks = after.sum(name + "count", label) - before.sum(name + "count", label);
        if (checks == 0) {
            throw new CannotMeasureException("no token was checked by " + by);
        }
        return 1e6 * (after.sum(name + "sum", label) - before.sum(name + "sum", label)) / checks;
    }
}
