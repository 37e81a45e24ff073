package dev.statusmonitor.gateway.push;

import dev.statusmonitor.contract.SeriesList;
import dev.statusmonitor.gateway.consume.OverviewPoint;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What waits for one connection. Never more than one value a host and channel: while the connection is busy, a newer
 * value takes the place of the one before it. Whether the account may see a host is asked again when its value goes
 * out, so that waiting gains nobody anything.
 *
 * <p>Any thread may put something in; one thread takes out.
 */
final class Outbox {
    /** Answers that wait for a client that asks without reading. */
    private static final int MOST_ANSWERS = 64;

    /** Hosts in one frame of newest values. */
    private static final int MOST_HOSTS_A_FRAME = 500;

    /** A snapshot is cut into frames of about so many characters, so that newer things are not held up behind it. */
    private static final int SNAPSHOT_FRAME = 64 * 1024;

    /**
     * Between two frames of newest values. The first value after a pause goes out at once; where many hosts send, this
     * gathers what comes within it into one frame, which is what keeps a browser with thousands of hosts calm.
     */
    static final long GATHER_NANOS = TimeUnit.MILLISECONDS.toNanos(25);

    /** Samples, points, snapshots. */
    private static final int KINDS = 3;

    private final String accountId;
    private final HostAccess access;
    private final Function<String, List<OverviewPoint>> recent;
    private final PushCounts counts;
    private final int mostHosts;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();

    // Under the lock.
    private final ArrayDeque<Supplier<String>> answers = new ArrayDeque<>();
    private final LinkedHashMap<String, Watch> watches = new LinkedHashMap<>();
    private final Map<String, Update.Point> points = new LinkedHashMap<>();
    private boolean overview;
    private boolean snapshotDue;
    private @Nullable Iterator<String> snapshot;
    private boolean hostsChanged;
    private boolean incidentsChanged;
    private boolean pingDue;
    private boolean withheld;
    private Outgoing.@Nullable Close closing;
    private int turn;
    private boolean gathering;
    private long gatheredUntil;

    // The taking thread's own.
    private @Nullable Supplier<@Nullable Outgoing> following;

    /**
     * @param recent the last points of a host, oldest first
     * @param mostHosts how many hosts it may watch in full
     */
    Outbox(
            String accountId,
            HostAccess access,
            Function<String, List<OverviewPoint>> recent,
            PushCounts counts,
            int mostHosts) {
        this.accountId = accountId;
        this.access = access;
        this.recent = recent;
        this.counts = counts;
        this.mostHosts = mostHosts;
    }

    String accountId() {
        return accountId;
    }

    /** The hosts it watches in full. */
    Set<String> watched() {
        return locked(() -> Set.copyOf(watches.keySet()));
    }

    /** Shows the overview, beginning with the last points of each host. */
    void showOverview() {
        change(() -> {
            overview = true;
            snapshotDue = true;
        });
    }

    void hideOverview() {
        change(() -> {
            overview = false;
            snapshotDue = false;
            snapshot = null;
            counts.dropped.add(points.size());
            points.clear();
        });
    }

    /** Watches a host in full; whether there was room for it. */
    boolean watch(String hostId) {
        return locked(() -> {
            if (watches.size() >= mostHosts && !watches.containsKey(hostId)) {
                return false;
            }
            unwatch(hostId);
            watches.put(hostId, new Watch());
            return true;
        });
    }

    /** Whether it did watch. */
    boolean unwatch(String hostId) {
        return locked(() -> {
            Watch gone = watches.remove(hostId);
            if (gone != null && gone.waiting != null) {
                counts.dropped.increment();
            }
            return gone != null;
        });
    }

    void offer(Update.Point point) {
        change(() -> {
            if (overview && points.put(point.hostId(), point) != null) {
                counts.dropped.increment();
            }
        });
    }

    void offer(Update.Whole sample) {
        change(() -> {
            Watch watch = watches.get(sample.hostId());
            if (watch != null) {
                if (watch.waiting != null) {
                    counts.dropped.increment();
                }
                watch.waiting = sample;
            }
        });
    }

    /** The account's list of hosts is another now. */
    void hostsChanged() {
        change(() -> hostsChanged = true);
    }

    /** An incident of the account is another now. */
    void incidentsChanged() {
        change(() -> incidentsChanged = true);
    }

    /** Says, once for each thing that is shown, that it cannot be shown for the time being. */
    void withhold() {
        change(() -> {
            if (!withheld) {
                withheld = true;
                if (overview) {
                    refuse(LiveFeed.OVERVIEW, null, Refusal.UNKNOWN);
                }
                watches.keySet().forEach(hostId -> refuse(LiveFeed.HOST, hostId, Refusal.UNKNOWN));
            }
        });
    }

    /** After it was withheld: begins again, with a snapshot of what was missed. Whether it was. */
    boolean resume() {
        return locked(() -> {
            boolean resumed = withheld;
            withheld = false;
            if (resumed && overview) {
                showOverview();
            }
            return resumed;
        });
    }

    /** Says that something cannot be. */
    void refuse(@Nullable String channel, @Nullable String hostId, Refusal refusal) {
        if (refusal.equals(Refusal.UNKNOWN)) {
            change(() -> withheld = true);
        }
        answer(() -> Frames.error(channel, hostId, refusal));
    }

    /** Asks whether somebody is still there. */
    void ping() {
        change(() -> pingDue = true);
    }

    /** An answer goes before all values. Who asks without reading is sent away. */
    void answer(Supplier<String> json) {
        change(() -> {
            if (answers.size() < MOST_ANSWERS) {
                answers.add(json);
            } else {
                closing = new Outgoing.Close(1008, "too many questions without reading the answers");
            }
        });
    }

    /** Ends it: nothing else goes out any more. The first reason counts. */
    void close(int code, String reason) {
        change(() -> {
            if (closing == null) {
                closing = new Outgoing.Close(code, reason);
            }
        });
    }

    /** What goes out next; waits for it. */
    Outgoing take() throws InterruptedException {
        while (true) {
            Outgoing next = poll(System.nanoTime());
            if (next != null) {
                return next;
            }
            lock.lock();
            try {
                long wait = nextIn(System.nanoTime());
                if (wait == Long.MAX_VALUE) {
                    changed.await();
                } else if (wait > 0) {
                    changed.awaitNanos(wait);
                }
            } finally {
                lock.unlock();
            }
        }
    }

    /**
     * What goes out next; null where there is nothing to send now.
     *
     * @param now by {@link System#nanoTime}
     */
    @Nullable Outgoing poll(long now) {
        while (true) {
            Supplier<@Nullable Outgoing> work = locked(() -> nextWork(now));
            if (work == null) {
                return null;
            }
            // Asking and writing happen without the lock: whoever offers never waits for them.
            Outgoing next = work.get();
            if (next != null) {
                return next;
            }
        }
    }

    /** Whether there is nothing to send, now or soon. */
    boolean isIdle() {
        return locked(() -> nextIn(System.nanoTime()) == Long.MAX_VALUE);
    }

    private @Nullable Supplier<@Nullable Outgoing> nextWork(long now) {
        Outgoing.Close end = closing;
        if (end != null) {
            return () -> end;
        }
        if (pingDue) {
            pingDue = false;
            return Outgoing.Ping::new;
        }
        Supplier<String> answer = answers.poll();
        if (answer != null) {
            return () -> new Outgoing.Text(answer.get());
        }
        Supplier<@Nullable Outgoing> second = following;
        if (second != null) {
            following = null;
            return second;
        }
        if (hostsChanged) {
            hostsChanged = false;
            return () -> new Outgoing.Text(Frames.hosts());
        }
        if (incidentsChanged) {
            incidentsChanged = false;
            return () -> new Outgoing.Text(Frames.incidents());
        }
        // By turns: a connection that takes its time must not see one kind alone.
        for (int i = 0; i < KINDS; i++) {
            int kind = (turn + i) % KINDS;
            Supplier<@Nullable Outgoing> work = switch (kind) {
                case 0 -> nextSample();
                case 1 -> nextPoints(now);
                default -> nextSnapshot();
            };
            if (work != null) {
                turn = kind + 1;
                return work;
            }
        }
        return null;
    }

    private @Nullable Supplier<@Nullable Outgoing> nextSample() {
        for (Map.Entry<String, Watch> each : watches.entrySet()) {
            Watch watch = each.getValue();
            Update.Whole sample = watch.waiting;
            if (sample != null) {
                watch.waiting = null;
                watches.putLast(each.getKey(), watch);
                return () -> sample(watch, sample);
            }
        }
        return null;
    }

    private @Nullable Supplier<@Nullable Outgoing> nextPoints(long now) {
        if (points.isEmpty() || gatherFor(now) > 0) {
            return null;
        }
        List<Update.Point> some = takePoints();
        if (points.isEmpty()) {
            gathering = true;
            gatheredUntil = now + GATHER_NANOS;
        }
        return () -> overview(some);
    }

    private @Nullable Supplier<@Nullable Outgoing> nextSnapshot() {
        if (snapshotDue) {
            snapshotDue = false;
            return this::beginSnapshot;
        }
        Iterator<String> rest = snapshot;
        return rest == null ? null : () -> snapshot(rest);
    }

    /** In how many nanoseconds there is something to do, as far as is known; under the lock. */
    private long nextIn(long now) {
        if (closing != null
                || pingDue
                || !answers.isEmpty()
                || following != null
                || hostsChanged
                || incidentsChanged
                || snapshotDue
                || snapshot != null
                || watches.values().stream().anyMatch(watch -> watch.waiting != null)) {
            return 0;
        }
        return points.isEmpty() ? Long.MAX_VALUE : gatherFor(now);
    }

    private long gatherFor(long now) {
        return gathering ? Math.max(0, gatheredUntil - now) : 0;
    }

    private List<Update.Point> takePoints() {
        var some = new ArrayList<Update.Point>(Math.min(points.size(), MOST_HOSTS_A_FRAME));
        Iterator<Update.Point> all = points.values().iterator();
        while (all.hasNext() && some.size() < MOST_HOSTS_A_FRAME) {
            some.add(all.next());
            all.remove();
        }
        return some;
    }

    private @Nullable Outgoing sample(Watch watch, Update.Whole sample) {
        if (!maySee(sample.hostId())) {
            counts.dropped.increment();
            return null;
        }
        SeriesList series = sample.sample().series();
        if (watch.told == null || !series.equals(watch.told)) {
            watch.told = series;
            following = () -> sample(watch, sample);
            return new Outgoing.Text(Frames.series(sample.hostId(), series));
        }
        counts.pushed.increment();
        return new Outgoing.Text(sample.json());
    }

    private @Nullable Outgoing overview(List<Update.Point> some) {
        var entries = new ArrayList<String>(some.size());
        for (Update.Point point : some) {
            if (maySee(point.hostId())) {
                entries.add(point.json());
            }
        }
        counts.pushed.add(entries.size());
        counts.dropped.add(some.size() - entries.size());
        return entries.isEmpty() ? null : new Outgoing.Text(Frames.overview(entries));
    }

    private @Nullable Outgoing beginSnapshot() {
        try {
            Iterator<String> hosts = List.copyOf(access.hostsOf(accountId)).iterator();
            change(() -> snapshot = overview ? hosts : null);
        } catch (AccessUnknownException e) {
            refuse(LiveFeed.OVERVIEW, null, Refusal.UNKNOWN);
        }
        return null;
    }

    private Outgoing snapshot(Iterator<String> rest) {
        var entries = new StringBuilder();
        while (rest.hasNext() && entries.length() < SNAPSHOT_FRAME) {
            String hostId = rest.next();
            List<OverviewPoint> known = maySee(hostId) ? recent.apply(hostId) : List.of();
            if (!known.isEmpty()) {
                entries.append(entries.isEmpty() ? "" : ",").append(Frames.entry(hostId, known));
                forget(hostId, known.getLast().timestamp());
            }
        }
        boolean more = rest.hasNext();
        if (!more) {
            change(() -> {
                // Another may have begun in the meantime.
                if (rest.equals(snapshot)) {
                    snapshot = null;
                }
            });
        }
        return new Outgoing.Text(Frames.snapshot(entries, more));
    }

    /** A waiting point that a snapshot has told already is not told again. */
    private void forget(String hostId, long until) {
        change(() -> {
            Update.Point waiting = points.get(hostId);
            if (waiting != null && waiting.timestamp() <= until) {
                points.remove(hostId);
                counts.pushed.increment();
            }
        });
    }

    private boolean maySee(String hostId) {
        try {
            return accountId.equals(access.readerOf(hostId));
        } catch (AccessUnknownException e) {
            withhold();
            return false;
        }
    }

    private void change(Runnable what) {
        lock.lock();
        try {
            what.run();
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private <T extends @Nullable Object> T locked(Supplier<T> what) {
        lock.lock();
        try {
            return what.get();
        } finally {
            lock.unlock();
        }
    }

    /** A host that is shown in full. */
    private static final class Watch {
        Update.@Nullable Whole waiting;

        /** The names that the connection knows; the taking thread's own. */
        @Nullable SeriesList told;
    }
}
