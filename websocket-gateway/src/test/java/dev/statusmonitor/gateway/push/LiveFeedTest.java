package dev.statusmonitor.gateway.push;

import static org.assertj.core.api.Assertions.assertThat;

import dev.statusmonitor.contract.SeriesLists;
import dev.statusmonitor.gateway.Samples;
import dev.statusmonitor.gateway.consume.RecentPoints;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class LiveFeedTest {
    private static final JsonMapper JSON = new JsonMapper();

    private final FixedAccess access = new FixedAccess();
    private final SeriesLists lists = new SeriesLists(1 << 20);
    private final RecentPoints recent = new RecentPoints(1 << 20, lists);
    private final LiveFeed feed = new LiveFeed(recent, access, lists, 2);

    @Test
    void saysHelloFirst() {
        Subscriber alice = feed.connect("alice", 1000, 2000);

        assertThat(frame(alice)).isEqualTo(JSON.readTree("""
                {"type":"hello","time":1000,"session_expires":2000}"""));
    }

    @Test
    void showsToEachAccountItsOwnHostsAlone() {
        access.owns("alice", "h1");
        access.owns("bob", "h2");
        send("h1", 1000);
        send("h2", 1000);
        Subscriber alice = connect("alice");
        Subscriber bob = connect("bob");
        alice.subscribeOverview();
        bob.subscribeOverview();

        assertThat(hosts(frame(alice))).containsExactly("h1");
        assertThat(hosts(frame(bob))).containsExactly("h2");

        send("h1", 2000);
        send("h2", 2000);
        assertThat(hosts(frame(alice))).containsExactly("h1");
        assertThat(hosts(frame(bob))).containsExactly("h2");
        assertNothing(alice);
        assertNothing(bob);
    }

    @Test
    void refusesAHostOfSomebodyElse() {
        access.owns("bob", "h2");
        Subscriber alice = connect("alice");

        alice.subscribeHost("h2");
        alice.subscribeHost("unknown");

        for (String host : List.of("h2", "unknown")) {
            JsonNode error = frame(alice);
            assertThat(error.get("type").asString()).isEqualTo("error");
            assertThat(error.get("channel").asString()).isEqualTo("host");
            assertThat(error.get("host").asString()).isEqualTo(host);
            assertThat(error.at("/problem/status").asInt()).isEqualTo(404);
            assertThat(error.at("/problem/type").asString()).isEqualTo("/problems/not-found");
        }
        send("h2", 1000);
        assertNothing(alice);
    }

    @Test
    void stopsWhenAHostGoesToSomebodyElse() {
        access.owns("alice", "h1");
        Subscriber alice = connect("alice");
        Subscriber bob = connect("bob");
        alice.subscribeHost("h1");
        alice.subscribeOverview();
        bob.subscribeOverview();
        frame(alice);
        frame(bob);
        send("h1", 1000);
        assertThat(types(alice, 3)).containsExactlyInAnyOrder("series", "sample", "overview");

        access.owns("bob", "h1");
        feed.hostChanged("h1", "alice", "bob");

        assertThat(types(alice, 2)).containsExactly("error", "hosts");
        assertThat(types(bob, 1)).containsExactly("hosts");
        send("h1", 2000);
        assertNothing(alice);
        assertThat(hosts(frame(bob))).containsExactly("h1");
    }

    @Test
    void tellsOfIncidentsOnceHoweverManyChange() {
        Subscriber alice = connect("alice");
        Subscriber bob = connect("bob");

        feed.incidentsChanged("alice");
        feed.incidentsChanged("alice");

        assertThat(types(alice, 1)).containsExactly("incidents");
        assertNothing(alice);
        assertNothing(bob);
    }

    @Test
    void pushesNeitherLateNorRepeatedSamples() {
        access.owns("alice", "h1");
        Subscriber alice = connect("alice");
        alice.subscribeOverview();
        frame(alice);
        send("h1", 5000);
        frame(alice);

        send("h1", 4000);
        send("h1", 5000);

        assertNothing(alice);
        assertThat(feed.counts().consumed()).isEqualTo(3);
        assertThat(feed.counts().late()).isEqualTo(2);
        assertThat(feed.counts().pushed()).isEqualTo(1);
    }

    @Test
    void withholdsWhileAccessIsUnknownAndGoesOnByItself() {
        access.owns("alice", "h1");
        Subscriber alice = connect("alice");
        access.known = false;
        alice.subscribeOverview();
        alice.subscribeHost("h1");
        send("h1", 1000);

        assertThat(List.of(frame(alice), frame(alice)))
                .allSatisfy(
                        error -> assertThat(error.at("/problem/status").asInt()).isEqualTo(503))
                .extracting(error -> error.get("channel").asString())
                .containsExactlyInAnyOrder("overview", "host");
        feed.checkAccess();
        assertNothing(alice);
        assertThat(feed.counts().withheld()).isEqualTo(1);

        access.known = true;
        feed.checkAccess();

        JsonNode snapshot = frame(alice);
        assertThat(snapshot.get("snapshot").asBoolean()).isTrue();
        assertThat(hosts(snapshot)).containsExactly("h1");
        send("h1", 2000);
        assertThat(types(alice, 3)).containsExactlyInAnyOrder("series", "sample", "overview");
    }

    @Test
    void dropsAHostThatTurnsOutToBeSomebodyElses() {
        access.owns("bob", "h1");
        Subscriber alice = connect("alice");
        access.known = false;
        alice.subscribeHost("h1");
        assertThat(frame(alice).at("/problem/status").asInt()).isEqualTo(503);

        access.known = true;
        feed.checkAccess();

        assertThat(frame(alice).at("/problem/status").asInt()).isEqualTo(404);
        send("h1", 1000);
        assertNothing(alice);
    }

    @Test
    void boundsHowManyHostsAreWatchedInFull() {
        access.owns("alice", "h1", "h2", "h3");
        Subscriber alice = connect("alice");
        alice.subscribeHost("h1");
        alice.subscribeHost("h2");
        alice.subscribeHost("h3");

        assertThat(frame(alice).at("/problem/status").asInt()).isEqualTo(429);

        alice.unsubscribeHost("h1");
        alice.subscribeHost("h3");
        send("h1", 1000);
        send("h3", 1000);
        assertThat(frame(alice).get("host").asString()).isEqualTo("h3");
        assertThat(frame(alice).get("host").asString()).isEqualTo("h3");
        assertNothing(alice);
    }

    @Test
    void keepsNothingForWhoHasLeft() {
        access.owns("alice", "h1");
        Subscriber alice = connect("alice");
        alice.subscribeOverview();
        alice.subscribeHost("h1");
        frame(alice);
        alice.leave();
        alice.subscribeOverview();
        alice.subscribeHost("h1");

        send("h1", 1000);

        assertThat(take(alice)).isInstanceOf(Outgoing.Close.class);
        assertThat(feed.counts().dropped() + feed.counts().pushed()).isZero();
    }

    @Test
    void countsWhatMakesNoSense() {
        feed.accept(null, ByteBuffer.wrap(Samples.bytes(Samples.of(1000, 0.5))));
        feed.accept("h1", null);
        feed.accept("h1", ByteBuffer.wrap(new byte[] {1, 2, 3}));
        feed.accept("h1", ByteBuffer.wrap(new byte[100]));

        assertThat(feed.counts().unreadable()).isEqualTo(4);
        assertThat(recent.of("h1")).isEmpty();
    }

    private Subscriber connect(String account) {
        Subscriber subscriber = feed.connect(account, 0, Long.MAX_VALUE);
        assertThat(frame(subscriber).get("type").asString()).isEqualTo("hello");
        return subscriber;
    }

    private void send(String host, long time) {
        feed.accept(host, ByteBuffer.wrap(Samples.bytes(Samples.of(time, 0.5))));
    }

    private static List<String> hosts(JsonNode overview) {
        assertThat(overview.get("type").asString()).isEqualTo("overview");
        return overview.at("/hosts")
                .valueStream()
                .map(host -> host.get("host").asString())
                .toList();
    }

    private static List<String> types(Subscriber subscriber, int count) {
        var types = new ArrayList<String>();
        for (int i = 0; i < count; i++) {
            types.add(frame(subscriber).get("type").asString());
        }
        return types;
    }

    private static JsonNode frame(Subscriber subscriber) {
        if (take(subscriber) instanceof Outgoing.Text(String json)) {
            return JSON.readTree(json);
        }
        throw new AssertionError("there is no frame to send");
    }

    private static void assertNothing(Subscriber subscriber) {
        assertThat(subscriber.isIdle()).isTrue();
    }

    private static @Nullable Outgoing take(Subscriber subscriber) {
        try {
            return CompletableFuture.supplyAsync(() -> {
                        try {
                            return subscriber.take();
                        } catch (InterruptedException e) {
                            throw new IllegalStateException(e);
                        }
                    })
                    .get(5, TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            return null;
        } catch (InterruptedException | java.util.concurrent.ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }
}
