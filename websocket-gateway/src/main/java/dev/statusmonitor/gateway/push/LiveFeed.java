package dev.statusmonitor.gateway.push;

import dev.statusmonitor.contract.SampleView;
import dev.statusmonitor.contract.SeriesLists;
import dev.statusmonitor.gateway.consume.OverviewPoint;
import dev.statusmonitor.gateway.consume.RecentPoints;
import dev.statusmonitor.gateway.consume.SampleSink;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings each sample to those who may see it and asked for it. A sample that nobody asked for costs its place in
 * {@link RecentPoints} and a look-up. Safe for use by several threads.
 */
public final class LiveFeed implements SampleSink {
    static final String OVERVIEW = "overview";
    static final String HOST = "host";

    private static final Logger log = LoggerFactory.getLogger(LiveFeed.class);
    private static final long WARN_EVERY = TimeUnit.MINUTES.toNanos(1);

    private final RecentPoints recent;
    private final HostAccess access;
    private final SeriesLists lists;
    private final int mostHosts;
    private final Audience audience = new Audience();
    private final PushCounts counts = new PushCounts();
    private volatile long warnedAt;

    /**
     * @param recent where the points of the overview are kept
     * @param access who may see what
     * @param lists shares lists of names while samples are on their way
     * @param mostHosts how many hosts one connection may watch in full
     */
    public LiveFeed(RecentPoints recent, HostAccess access, SeriesLists lists, int mostHosts) {
        this.recent = recent;
        this.access = access;
        this.lists = lists;
        this.mostHosts = mostHosts;
    }

    public PushCounts counts() {
        return counts;
    }

    /**
     * A new connection of an account. Its first frame says hello.
     *
     * @param now the platform's clock, Unix time in milliseconds
     * @param sessionExpires when it will be ended, Unix time in milliseconds
     */
    public Subscriber connect(String accountId, long now, long sessionExpires) {
        var outbox = new Outbox(accountId, access, recent::of, counts, mostHosts);
        outbox.answer(() -> Frames.hello(now, sessionExpires));
        audience.join(outbox);
        return new Subscriber(outbox, audience, access, mostHosts);
    }

    @Override
    public void accept(@Nullable String hostId, @Nullable ByteBuffer record) {
        counts.consumed.increment();
        if (hostId == null || record == null) {
            unreadable(hostId, "a record without a host or without a content");
            return;
        }
        try {
            SampleView sample = SampleView.of(record);
            OverviewPoint point = recent.add(hostId, sample);
            if (point == null) {
                counts.late.increment();
            } else if (!audience.isEmpty()) {
                push(hostId, sample, point);
            }
        } catch (AccessUnknownException e) {
            counts.withheld.increment();
        } catch (IllegalArgumentException e) {
            unreadable(hostId, String.valueOf(e.getMessage()));
        }
    }

    /**
     * Looks whether access can be told again, or no longer, and tells the connections. To be called once a second or
     * so, since where no sample comes nobody else would notice.
     */
    public void checkAccess() {
        boolean known = access.known();
        for (Outbox outbox : audience.all()) {
            if (!known) {
                outbox.withhold();
            } else if (outbox.resume()) {
                outbox.watched().forEach(hostId -> dropUnlessReadable(outbox, hostId));
            }
        }
    }

    /**
     * Something about a host is another now; it is in effect already.
     *
     * @param before whose it was, null for nobody's
     * @param after whose it is, null for nobody's
     */
    public void hostChanged(String hostId, @Nullable String before, @Nullable String after) {
        for (Outbox outbox : audience.ofHost(hostId)) {
            dropUnlessReadable(outbox, hostId);
        }
        if (before != null) {
            audience.of(before).forEach(Outbox::hostsChanged);
        }
        if (after != null && !after.equals(before)) {
            audience.of(after).forEach(Outbox::hostsChanged);
        }
    }

    /** An incident of this account opened, changed or is over. */
    public void incidentsChanged(String accountId) {
        audience.of(accountId).forEach(Outbox::incidentsChanged);
    }

    private void push(String hostId, SampleView sample, OverviewPoint point) throws AccessUnknownException {
        String reader = access.readerOf(hostId);
        if (reader == null) {
            return;
        }
        List<Outbox> lists = audience.ofOverview(reader);
        if (!lists.isEmpty()) {
            var update = new Update.Point(hostId, point);
            lists.forEach(outbox -> outbox.offer(update));
        }
        List<Outbox> watchers = audience.ofHost(hostId);
        if (!watchers.isEmpty()) {
            var update = new Update.Whole(hostId, sample.sample(this.lists));
            for (Outbox outbox : watchers) {
                if (outbox.accountId().equals(reader)) {
                    outbox.offer(update);
                }
            }
        }
    }

    /** Counts each, and says so now and then. */
    private void unreadable(@Nullable String hostId, String reason) {
        counts.unreadable.increment();
        long now = System.nanoTime();
        if (warnedAt == 0 || now - warnedAt >= WARN_EVERY) {
            warnedAt = now;
            log.atWarn()
                    .addKeyValue("host", hostId)
                    .addKeyValue("reason", reason)
                    .addKeyValue("unreadable", counts.unreadable())
                    .log("a record that is no sample is passed over");
        }
    }

    private void dropUnlessReadable(Outbox outbox, String hostId) {
        try {
            if (!outbox.accountId().equals(access.readerOf(hostId))) {
                synchronized (outbox) {
                    audience.leaveHost(hostId, outbox);
                    if (outbox.unwatch(hostId)) {
                        outbox.refuse(HOST, hostId, Refusal.NOT_YOURS);
                    }
                }
            }
        } catch (AccessUnknownException e) {
            outbox.withhold();
        }
    }
}
