package dev.statusmonitor.benchmarks;

import dev.statusmonitor.benchmarks.load.Load;
import dev.statusmonitor.benchmarks.load.LoadResult;
import dev.statusmonitor.benchmarks.load.SimulatedHost;
import dev.statusmonitor.benchmarks.noop.NoopProcess;
import dev.statusmonitor.benchmarks.platform.Account;
import dev.statusmonitor.benchmarks.platform.CannotMeasureException;
import dev.statusmonitor.benchmarks.platform.Enrolment;
import dev.statusmonitor.benchmarks.platform.Log;
import dev.statusmonitor.benchmarks.platform.Place;
import dev.statusmonitor.benchmarks.platform.Platform;
import dev.statusmonitor.benchmarks.platform.Store;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * How many hosts at 1 s the whole platform stores with none lost. Looks for the highest number step by step, then sends
 * it for the whole window, and compares each acknowledged sample with what the store holds. Last it asks how many POSTs
 * a second an endpoint takes that does nothing, with the same requests over as many connections.
 */
final class IngestBenchmark implements Benchmark {
    private static final int FIRST = 1_000;
    private static final double GROWTH = 1.5;
    /** The search ends when the next step would be nearer than this share. */
    private static final double PRECISION = 0.06;

    /**
     * A platform runs for months; one that has just started compiles while it works. Its second compiler begins after
     * tens of thousands of requests, and a dozen processes apart compile each for itself, on the same processors.
     */
    private static final Duration WARM_UP = Duration.ofMinutes(3);

    private static final Duration STEP = Duration.ofSeconds(20);
    /** Where it is Cassandra's, the history gathers five seconds before it writes. */
    private static final Duration IN_TIME = Duration.ofSeconds(10);

    private static final Duration AFTER_DELAY = Duration.ofMinutes(1);
    private static final Duration CATCH_UP = Duration.ofSeconds(30);
    /** What waits in Kafka is late; with nothing more coming, all of it is stored long before this. */
    private static final Duration LOST_AFTER = Duration.ofMinutes(3);

    /** A host whose samples take longer than a second has more and more of them waiting. */
    private static final double SLOWEST_MILLIS = 1_000;

    private static final int TRIES = 2;
    private static final int WINDOWS = 3;

    private final Place place;
    private final Duration window;
    private final int fixed;
    private final int most;
    private final List<SimulatedHost> hosts = new ArrayList<>();

    /**
     * @param window how long the found number is sent
     * @param fixed this number of hosts instead of a search; 0 to search
     * @param most hosts that are tried
     */
    IngestBenchmark(Place place, Duration window, int fixed, int most) {
        this.place = place;
        this.window = window;
        this.fixed = fixed;
        this.most = most;
    }

    @Override
    public void run(Figures figures) throws CannotMeasureException {
        Sustained sustained;
        try (Platform platform = Platform.start(place, "--no-agent")) {
            Account account = Account.setUp(platform);
            var enrolment = new Enrolment(account);
            var store = new Store(account);
            Log.say("Warming up.");
            step(platform, enrolment, store, fixed > 0 ? fixed : FIRST, WARM_UP);
            int found = fixed > 0 ? fixed : search(platform, enrolment, store);
            sustained = sustain(platform, enrolment, store, found);
        } catch (IOException e) {
            throw new CannotMeasureException("the load could not be sent: " + e.getMessage(), e);
        }
        figures.print("ingest.hosts", sustained.hosts, "hosts");
        figures.print("ingest.lost", (double) sustained.lost, "samples");
        double nothing = noop(sustained.connections);
        figures.print("ingest.ratio", sustained.rate / nothing, "");
    }

    private int search(Platform platform, Enrolment enrolment, Store store) throws IOException, CannotMeasureException {
        int good = 0;
        int bad = most + 1;
        int next = FIRST;
        while (true) {
            if (holds(platform, enrolment, store, next)) {
                good = next;
            } else {
                bad = next;
            }
            if (good == most || bad - good <= PRECISION * (double) Math.max(good, FIRST / 4)) {
                break;
            }
            next = bad <= most ? (good + bad) / 2 : Math.min(most, (int) (good * GROWTH));
        }
        if (good == 0) {
            throw new CannotMeasureException("not even " + bad + " hosts were stored without loss or delay");
        }
        Log.say("Found " + good + " hosts.");
        return good;
    }

    /**
     * Whether so many hosts are stored without delay, at once or at the second try: the first also compiles what so many
     * call often enough, and comes just after their enrolment.
     */
    private boolean holds(Platform platform, Enrolment enrolment, Store store, int count)
            throws IOException, CannotMeasureException {
        for (int tries = 1; tries <= TRIES; tries++) {
            if (step(platform, enrolment, store, count, STEP)) {
                return true;
            }
        }
        return false;
    }

    private boolean step(Platform platform, Enrolment enrolment, Store store, int count, Duration time)
            throws IOException, CannotMeasureException {
        try (var load = load(platform, enrolment, count)) {
            LoadResult result = load.steady(time);
            boolean kept = keptUp(result);
            // A look at some is enough here; the window looks at all.
            List<SimulatedHost> some = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                some.add(hosts.get(i * count / 20));
            }
            long late = store.missing(load, some, kept ? IN_TIME : AFTER_DELAY);
            Log.say("%d hosts: %s; %d of some hosts' samples not stored in time; %s"
                    .formatted(count, result, late, kept && late == 0 ? "good" : "too many"));
            return kept && late == 0;
        }
    }

    private static boolean keptUp(LoadResult result) {
        return result.unacknowledged() == 0
                && result.incomplete() == 0
                && result.failures() == 0
                && result.answers().keySet().equals(Set.of(202))
                && result.latencies().millis(0.99) <= SLOWEST_MILLIS;
    }

    private Sustained sustain(Platform platform, Enrolment enrolment, Store store, int found)
            throws IOException, CannotMeasureException {
        int count = found;
        for (int tries = 1; ; tries++) {
            try (var load = load(platform, enrolment, count)) {
                Log.say("Sending %d hosts for %d s.".formatted(count, window.toSeconds()));
                LoadResult result = load.steady(window);
                Log.say(result.toString());
                List<SimulatedHost> sending = hosts.subList(0, count);
                long late = store.missing(load, sending, CATCH_UP);
                long lost = late == 0 ? 0 : store.missing(load, sending, LOST_AFTER);
                Log.say("%d samples acknowledged, %d of them not stored %d s later, %d lost."
                        .formatted(result.acknowledged(), late, CATCH_UP.toSeconds(), lost));
                // A request that had to be sent again is not lost, and one that never was acknowledged is no host at 1
                // s.
                boolean good = late == 0 && result.unacknowledged() == 0 && result.incomplete() == 0;
                if (good || tries == WINDOWS || fixed > 0) {
                    return new Sustained(good ? count : 0, count, lost, result.rate());
                }
            }
            count -= count / 10;
        }
    }

    private Load load(Platform platform, Enrolment enrolment, int count) throws IOException, CannotMeasureException {
        if (!platform.isAlive()) {
            throw new CannotMeasureException("the platform ended under the load");
        }
        if (hosts.size() < count) {
            hosts.addAll(enrolment.enrol(hosts.size(), count - hosts.size()));
        }
        return new Load(platform.address(), hosts.subList(0, count));
    }

    private double noop(int connections) throws CannotMeasureException {
        try (var server = NoopProcess.start(place)) {
            List<SimulatedHost> clients = new ArrayList<>();
            for (int i = 0; i < connections; i++) {
                // A token as long as a real one.
                clients.add(new SimulatedHost(i, "", "x".repeat(400), "127.0.0.1:" + server.port(), "/noop"));
            }
            try (var load = new Load(server.address(), clients)) {
                load.flatOut(Duration.ofSeconds(15));
                LoadResult result = load.flatOut(Duration.ofSeconds(20));
                Log.say("The endpoint that does nothing: " + result);
                return result.rate();
            }
        } catch (IOException e) {
            throw new CannotMeasureException("the endpoint that does nothing could not be asked: " + e.getMessage(), e);
        }
    }

    /**
     * @param hosts 0 where even the last try lost samples or fell behind
     * @param connections how many hosts sent
     * @param rate POSTs a second
     */
    private record Sustained(int hosts, int connections, long lost, double rate) {}
}
