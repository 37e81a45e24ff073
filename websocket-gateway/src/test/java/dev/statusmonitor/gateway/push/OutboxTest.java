package dev.statusmonitor.gateway.push;

import static org.assertj.core.api.Assertions.assertThat;

import dev.statusmonitor.gateway.Samples;
import dev.statusmonitor.gateway.consume.OverviewPoint;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class OutboxTest {
    private static final JsonMapper JSON = new JsonMapper();
    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

    private final FixedAccess access = new FixedAccess();
    private final PushCounts counts = new PushCounts();
    private final Map<String, List<OverviewPoint>> recent = new HashMap<>();
    private final Outbox outbox = new Outbox("alice", access, host -> recent.getOrDefault(host, List.of()), counts, 2);
    private long now;

    @Test
    void keepsTheNewestValueOfEachHostOnly() {
        access.owns("alice", "h1", "h2");
        show();
        for (int second = 1; second <= 100; second++) {
            outbox.offer(point("h1", second * 1000L));
            outbox.offer(point("h2", second * 1000L));
        }

        JsonNode frame = next();

        assertThat(frame.at("/hosts")).hasSize(2);
        assertThat(frame.at("/hosts/0/host").asString()).isEqualTo("h1");
        assertThat(frame.at("/hosts/0/points/0/0").asLong()).isEqualTo(100_000);
        assertThat(frame.has("snapshot")).isFalse();
        assertThat(counts.dropped()).isEqualTo(198);
        assertThat(counts.pushed()).isEqualTo(2);
        assertThat(poll()).isNull();
    }

    @Test
    void sendsTheFirstValueAtOnceAndGathersWhatFollowsItClosely() {
        access.owns("alice", "h1", "h2", "h3");
        show();
        outbox.offer(point("h1", 1000));
        assertThat(next().at("/hosts")).hasSize(1);

        outbox.offer(point("h2", 1000));
        outbox.offer(point("h3", 1000));
        assertThat(outbox.poll(now)).isNull();

        now += Outbox.GATHER_NANOS;
        assertThat(next().at("/hosts")).hasSize(2);
    }

    @Test
    void cutsVeryManyHostsIntoSeveralFrames() {
        show();
        for (int host = 0; host < 1200; host++) {
            access.owns("alice", "h" + host);
            outbox.offer(point("h" + host, 1000));
        }

        assertThat(List.of(next(), next(), next()))
                .extracting(frame -> frame.at("/hosts").size())
                .containsExactly(500, 500, 200);
        assertThat(poll()).isNull();
    }

    @Test
    void beginsTheOverviewWithWhatIsKnown() {
        access.owns("alice", "h1", "h2", "h3");
        access.owns("bob", "h4");
        for (String host : List.of("h1", "h2", "h4")) {
            recent.put(host, List.of(overview(1000), overview(2000)));
        }
        outbox.showOverview();

        JsonNode frame = next();

        assertThat(frame.at("/snapshot").asBoolean()).isTrue();
        assertThat(frame.at("/more").asBoolean()).isFalse();
        assertThat(frame.at("/hosts").valueStream().map(host -> host.get("host").asString()))
                .containsExactlyInAnyOrder("h1", "h2");
        assertThat(frame.at("/hosts/0/points/1/0").asLong()).isEqualTo(2000);
        assertThat(poll()).isNull();
    }

    @Test
    void cutsALargeSnapshotAndLetsNewValuesThroughInBetween() {
        var points = new ArrayList<OverviewPoint>();
        for (int i = 0; i < 120; i++) {
            points.add(overview(i * 1000L));
        }
        for (int host = 0; host < 100; host++) {
            access.owns("alice", "h" + host);
            recent.put("h" + host, points);
        }
        outbox.showOverview();
        var seen = new ArrayList<String>();
        var kinds = new ArrayList<String>();
        boolean more = true;
        for (int i = 0; more; i++) {
            outbox.offer(point("h5", 200_000L + i));
            JsonNode frame = next();
            if (frame.has("snapshot")) {
                kinds.add("snapshot");
                frame.at("/hosts").forEach(host -> seen.add(host.get("host").asString()));
                more = frame.get("more").asBoolean();
                assertThat(frame.toString().length()).isLessThan(80_000);
            } else {
                kinds.add("newest");
            }
        }

        assertThat(seen).hasSize(100).doesNotHaveDuplicates();
        assertThat(kinds).contains("newest").filteredOn("snapshot"::equals).hasSizeGreaterThan(5);
    }

    @Test
    void doesNotRepeatWhatTheSnapshotHasTold() {
        access.owns("alice", "h1");
        recent.put("h1", List.of(overview(5000)));
        show();
        outbox.offer(point("h1", 4000));
        next();
        outbox.showOverview();
        outbox.offer(point("h1", 5000));

        // Within the gathering time, so the snapshot goes first.
        assertThat(next(0).has("snapshot")).isTrue();
        assertThat(poll()).isNull();
        assertThat(counts.pushed()).isEqualTo(2);
    }

    @Test
    void saysTheNamesBeforeTheValuesAndAgainWhenTheyChange() {
        access.owns("alice", "h1");
        assertThat(outbox.watch("h1")).isTrue();
        outbox.offer(whole("h1", 1000, Map.of("system.uptime", 1.0)));

        assertThat(next()).isEqualTo(JSON.readTree("""
                {"type":"series","host":"h1","series":["system.uptime"]}"""));
        assertThat(next()).isEqualTo(JSON.readTree("""
                {"type":"sample","host":"h1","timestamp":1000,"values":[1]}"""));

        outbox.offer(whole("h1", 2000, Map.of("system.uptime", 2.5)));
        assertThat(next().get("type").asString()).isEqualTo("sample");

        outbox.offer(whole("h1", 3000, Map.of("system.process.count", 7.0)));
        assertThat(next().at("/series/0").asString()).isEqualTo("system.process.count");
        assertThat(next().at("/values/0").asInt()).isEqualTo(7);

        outbox.watch("h1");
        outbox.offer(whole("h1", 4000, Map.of("system.process.count", 8.0)));
        assertThat(next().get("type").asString()).isEqualTo("series");
    }

    @Test
    void keepsTheNewestSampleOfAHostOnly() {
        access.owns("alice", "h1");
        outbox.watch("h1");
        for (int second = 1; second <= 50; second++) {
            outbox.offer(whole("h1", second * 1000L, Map.of("system.uptime", second * 1.0)));
        }

        assertThat(next().get("type").asString()).isEqualTo("series");
        assertThat(next().get("timestamp").asLong()).isEqualTo(50_000);
        assertThat(poll()).isNull();
        assertThat(counts.dropped()).isEqualTo(49);
        assertThat(counts.pushed()).isEqualTo(1);
    }

    @Test
    void watchesNoMoreHostsThanAllowed() {
        assertThat(outbox.watch("h1")).isTrue();
        assertThat(outbox.watch("h2")).isTrue();
        assertThat(outbox.watch("h2")).isTrue();
        assertThat(outbox.watch("h3")).isFalse();
        outbox.unwatch("h1");
        assertThat(outbox.watch("h3")).isTrue();
    }

    @Test
    void sendsNothingOfAHostThatHasGoneToAnotherWhileItsValueWaited() {
        access.owns("alice", "h1", "h2");
        show();
        outbox.watch("h1");
        outbox.offer(point("h1", 1000));
        outbox.offer(point("h2", 1000));
        outbox.offer(whole("h1", 1000, Map.of("system.uptime", 1.0)));
        access.owns("bob", "h1");

        JsonNode frame = next();

        assertThat(frame.at("/hosts")).hasSize(1);
        assertThat(frame.at("/hosts/0/host").asString()).isEqualTo("h2");
        assertThat(poll()).isNull();
        assertThat(counts.dropped()).isEqualTo(2);
    }

    @Test
    void sendsNothingAndSaysSoOnceWhileAccessIsUnknown() {
        access.owns("alice", "h1", "h2");
        show();
        outbox.watch("h2");
        access.known = false;
        for (int i = 0; i < 5; i++) {
            outbox.offer(point("h1", 1000 + i));
            outbox.offer(whole("h2", 1000 + i, Map.of("system.uptime", 1.0)));
            now += SECOND;
        }

        List<JsonNode> frames = List.of(next(), next());
        assertThat(frames)
                .allSatisfy(
                        frame -> assertThat(frame.at("/problem/status").asInt()).isEqualTo(503));
        assertThat(frames.get(0).at("/channel").asString()).isEqualTo("overview");
        assertThat(frames.get(1).at("/host").asString()).isEqualTo("h2");
        assertThat(poll()).isNull();

        access.known = true;
        recent.put("h1", List.of(overview(3000)));
        assertThat(outbox.resume()).isTrue();
        assertThat(outbox.resume()).isFalse();

        assertThat(next().at("/hosts/0/points/0/0").asLong()).isEqualTo(3000);
    }

    @Test
    void answersFirstAndEndsBeforeEverything() {
        access.owns("alice", "h1");
        show();
        outbox.offer(point("h1", 1000));
        outbox.hostsChanged();
        outbox.hostsChanged();
        outbox.answer(() -> "{\"answer\":1}");

        assertThat(next().has("answer")).isTrue();
        assertThat(next().get("type").asString()).isEqualTo("hosts");

        outbox.close(4401, "over");
        outbox.close(1000, "later");
        assertThat(poll()).isEqualTo(new Outgoing.Close(4401, "over"));
        assertThat(poll()).isEqualTo(new Outgoing.Close(4401, "over"));
    }

    @Test
    void sendsAwayWhoAsksWithoutReading() {
        for (int i = 0; i < 100; i++) {
            outbox.answer(() -> "{}");
        }

        assertThat(poll())
                .isInstanceOfSatisfying(
                        Outgoing.Close.class, close -> assertThat(close.code()).isEqualTo(1008));
    }

    /** Loss can be shown by arithmetic. */
    @Test
    void pushesOrDropsWhateverIsOffered() {
        access.owns("alice", "h0", "h1", "h2", "h3");
        var random = new Random(3);
        long offered = 0;
        boolean shown = false;
        for (int i = 0; i < 20_000; i++) {
            String host = "h" + random.nextInt(5);
            now += random.nextLong(Outbox.GATHER_NANOS);
            switch (random.nextInt(12)) {
                case 0 -> {
                    outbox.showOverview();
                    shown = true;
                }
                case 1 -> {
                    outbox.hideOverview();
                    shown = false;
                }
                case 2 -> outbox.watch(host);
                case 3 -> outbox.unwatch(host);
                case 4, 5, 6 -> outbox.poll(now);
                case 7 -> access.owns(random.nextBoolean() ? "alice" : "bob", host);
                case 8, 9 -> {
                    offered += outbox.watched().contains(host) ? 1 : 0;
                    outbox.offer(whole(host, i, Map.of("system.uptime", 1.0 + random.nextInt(2))));
                }
                default -> {
                    recent.put(host, List.of(overview(i)));
                    offered += shown ? 1 : 0;
                    outbox.offer(point(host, i));
                }
            }
        }
        while (poll() != null) {
            // Until nothing waits.
        }

        assertThat(offered).isGreaterThan(2000);
        assertThat(counts.pushed() + counts.dropped()).isEqualTo(offered);
        assertThat(counts.pushed()).isGreaterThan(500);
    }

    @Test
    void wakesTheSenderThatWaits() throws Exception {
        access.owns("alice", "h1");
        show();
        var taken = new java.util.concurrent.LinkedBlockingQueue<Outgoing>();
        Thread sender = Thread.ofVirtual().start(() -> {
            try {
                while (taken.add(outbox.take()) && outbox.watched().isEmpty()) {
                    // Until it watches something.
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        for (int i = 0; i < 20; i++) {
            outbox.offer(point("h1", 1000 + i));
            assertThat(taken.poll(5, TimeUnit.SECONDS)).isInstanceOf(Outgoing.Text.class);
        }
        outbox.watch("h1");
        outbox.hostsChanged();
        assertThat(sender.join(java.time.Duration.ofSeconds(5))).isTrue();
    }

    /** Shows the overview and takes the empty snapshot out of the way. */
    private void show() {
        outbox.showOverview();
        assertThat(next().has("snapshot")).isTrue();
    }

    private JsonNode next() {
        return next(SECOND);
    }

    private JsonNode next(long later) {
        now += later;
        if (outbox.poll(now) instanceof Outgoing.Text(String json)) {
            return JSON.readTree(json);
        }
        throw new AssertionError("there is no frame to send");
    }

    private @Nullable Outgoing poll() {
        now += SECOND;
        return outbox.poll(now);
    }

    private static Update.Point point(String host, long time) {
        return new Update.Point(host, overview(time));
    }

    private static OverviewPoint overview(long time) {
        return new OverviewPoint(time, 0.25f, 0.5f, 0.75f, "/", 1000, 500, 1.5f, 86_400);
    }

    private static Update.Whole whole(String host, long time, Map<String, Double> values) {
        return new Update.Whole(host, Samples.of(time, values));
    }
}
