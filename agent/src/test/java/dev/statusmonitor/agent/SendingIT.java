package dev.statusmonitor.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.statusmonitor.agent.TestPlatform.Posted;
import dev.statusmonitor.agent.TestPlatform.Request;
import dev.statusmonitor.agent.buffer.PlatformClock;
import dev.statusmonitor.agent.buffer.SampleQueue;
import dev.statusmonitor.agent.enrol.HostAccess;
import dev.statusmonitor.agent.enrol.IdentityStore;
import dev.statusmonitor.agent.send.Http;
import dev.statusmonitor.agent.send.RefusedException;
import dev.statusmonitor.agent.send.Sender;
import dev.statusmonitor.contract.SeriesList;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Enrolment, tokens and sending against a platform that speaks the protocol, with samples made by hand. */
class SendingIT {
    /** What is to happen at once, on a machine that is busy with other tests. */
    private static final Duration SOON = Duration.ofSeconds(60);

    private static final SeriesList NAMES = SeriesList.of(List.of("system.uptime"));

    @TempDir
    Path directory;

    private TestPlatform platform;
    private final List<Run> runs = new ArrayList<>();
    /** What somebody set the host's clock forward by. */
    private final AtomicLong clockError = new AtomicLong();

    @BeforeEach
    void start() throws IOException {
        platform = new TestPlatform();
    }

    @AfterEach
    void stop() throws InterruptedException {
        for (Run run : runs) {
            run.sender.stop(Duration.ofSeconds(2));
        }
        platform.close();
    }

    /** An agent without a collector. */
    private final class Run {
        final PlatformClock clock =
                new PlatformClock(System::nanoTime, () -> System.currentTimeMillis() + clockError.get());
        final SampleQueue queue = new SampleQueue(clock, 300);
        final Sender sender;
        final CompletableFuture<@Nullable RefusedException> end = new CompletableFuture<>();
        final long firstSecond = clock.read().wallNanos() / 1_000_000_000 - 1_000;
        int seconds;

        Run(@Nullable String code, URI address) {
            var http = new Http(clock, "statusmonitor-agent/test", null);
            var access = new HostAccess(
                    http,
                    clock,
                    System::nanoTime,
                    new IdentityStore(directory.resolve("identity")),
                    address,
                    code,
                    "my host",
                    "test");
            sender = new Sender(queue, clock, http, access, () -> Map.of("os.type", "linux"));
            runs.add(this);
            new Thread(() -> {
                        try {
                            sender.run();
                            end.complete(null);
                        } catch (RefusedException e) {
                            end.complete(e);
                        } catch (InterruptedException e) {
                            end.completeExceptionally(e);
                        }
                    })
                    .start();
        }

        /** Puts the samples of the next seconds, whose value is their number. */
        void put(int count) {
            for (int i = 0; i < count; i++) {
                seconds++;
                queue.put(clock.read().era(), (firstSecond + seconds) * 1_000, NAMES, new double[] {seconds});
            }
        }
    }

    private Run run(@Nullable String code) {
        return new Run(code, platform.uri());
    }

    private static List<Integer> numbers(List<Posted> samples) {
        return samples.stream()
                .map(sample ->
                        sample.metrics().getOrDefault("system.uptime", 0.0).intValue())
                .toList();
    }

    private List<Request> posts() {
        return platform.requests("/api/v1/metrics");
    }

    private void awaitStored(int count) {
        await().atMost(SOON).until(() -> platform.stored().size() >= count);
    }

    @Test
    void enrolsGetsATokenSendsAndDescribesItself() {
        Run run = run(TestPlatform.GOOD_CODE);
        run.put(1);
        awaitStored(1);
        await().atMost(SOON).until(() -> platform.requests().size() >= 4);

        assertThat(platform.requests().stream().map(Request::path))
                .containsExactly(
                        "/api/v1/agents", "/api/v1/agents/token", "/api/v1/metrics", "/api/v1/agents/me/resource");
        assertThat(platform.requests())
                .allSatisfy(request -> assertThat(request.status()).isLessThan(300));
        assertThat(platform.connections()).hasSize(1);
        assertThat(posts().get(0).gzip()).isFalse();
    }

    @Test
    void waitsForAPlatformThatIsNotThereYet() throws IOException {
        platform.goDown();
        Run run = run(TestPlatform.GOOD_CODE);
        run.put(3);
        long enough = System.nanoTime() + Duration.ofSeconds(2).toNanos();
        await().until(() -> System.nanoTime() > enough);
        platform.comeBack();
        awaitStored(3);

        assertThat(run.queue.dropped()).isZero();
    }

    @Test
    void sendsTheNewestFirstThenTheBacklogInBatches() throws IOException {
        Run run = run(TestPlatform.GOOD_CODE);
        run.put(1);
        awaitStored(1);
        platform.goDown();
        run.put(150);
        await().atMost(SOON).until(() -> run.queue.size() == 150);
        platform.comeBack();
        awaitStored(151);

        List<Request> after = posts().subList(1, posts().size());
        assertThat(numbers(after.get(0).samples())).containsExactly(151);
        assertThat(after.get(0).gzip()).isFalse();
        assertThat(after.subList(1, after.size())).allSatisfy(request -> {
            assertThat(request.gzip()).isTrue();
            assertThat(request.samples()).hasSizeLessThanOrEqualTo(60);
        });
        var backlog = new ArrayList<Integer>();
        after.subList(1, after.size()).forEach(request -> backlog.addAll(numbers(request.samples())));
        assertThat(backlog).isSorted().hasSize(149).doesNotHaveDuplicates();
    }

    @Test
    void dropsTheOldestInALongOutageAndCountsThem() throws IOException {
        Run run = run(TestPlatform.GOOD_CODE);
        run.put(1);
        awaitStored(1);
        platform.goDown();
        run.put(320);
        // What is under way comes back first.
        await().atMost(SOON).until(() -> run.queue.dropped() == 20);
        platform.comeBack();
        awaitStored(300);
        await().atMost(SOON).until(() -> run.queue.size() == 0);

        assertThat(platform.stored().size() + run.queue.dropped()).isEqualTo(321);
    }

    @Test
    void renewsItsTokenBeforeItEnds() {
        platform.tokenSeconds = 6;
        Run run = run(TestPlatform.GOOD_CODE);
        int count = 0;
        while (platform.requests("/api/v1/agents/token").size() < 2) {
            run.put(1);
            awaitStored(++count);
            long soon = System.nanoTime() + Duration.ofMillis(100).toNanos();
            await().pollInterval(Duration.ofMillis(20)).until(() -> System.nanoTime() > soon);
        }

        assertThat(posts()).allSatisfy(post -> assertThat(post.status()).isEqualTo(202));
        assertThat(numbers(platform.stored())).hasSize(count).doesNotHaveDuplicates();
    }

    @Test
    void getsANewTokenAtOnceWhenOneIsRefused() {
        Run run = run(TestPlatform.GOOD_CODE);
        run.put(1);
        awaitStored(1);
        platform.forgetTokens();
        run.put(1);
        awaitStored(2);

        assertThat(posts().stream().map(Request::status)).containsExactly(202, 401, 202);
        assertThat(platform.requests("/api/v1/agents/token")).hasSize(2);
        assertThat(run.queue.dropped()).isZero();
    }

    @Test
    void comesAgainWhenItWasAskedTo() {
        Run run = run(TestPlatform.GOOD_CODE);
        run.put(1);
        awaitStored(1);
        platform.replyOnce(503, Map.of("Retry-After", "3"), "{\"detail\":\"Kafka is away\"}");
        run.put(1);
        awaitStored(2);

        Request refused = posts().get(1);
        Request taken = posts().get(2);
        assertThat(refused.status()).isEqualTo(503);
        assertThat(taken.receivedAt() - refused.receivedAt()).isGreaterThanOrEqualTo(2_900L);
        assertThat(numbers(platform.stored())).containsExactly(1, 2);
    }

    @Test
    void doesNotSendAgainWhatWasRefused() {
        Run run = run(TestPlatform.GOOD_CODE);
        run.put(1);
        awaitStored(1);
        for (int status : new int[] {400, 415, 422, 413}) {
            platform.replyOnce(status, Map.of(), "{\"detail\":\"no\"}");
            run.put(1);
            await().atMost(SOON)
                    .until(() -> run.queue.size() == 0 && posts().stream().anyMatch(p -> p.status() == status));
        }
        platform.replyOnce(202, Map.of(), "{\"accepted\":0,\"refused\":[{\"index\":0,\"reason\":\"too old\"}]}");
        run.put(1);
        await().atMost(SOON).until(() -> posts().size() == 6);
        run.put(1);
        await().atMost(SOON).until(() -> posts().size() == 7);

        assertThat(numbers(posts().get(6).samples())).containsExactly(7);
        await().atMost(SOON).until(() -> run.queue.dropped() == 5);
    }

    @Test
    void sendsSmallerBatchesWhereOneIsTooLarge() throws IOException {
        Run run = run(TestPlatform.GOOD_CODE);
        run.put(1);
        awaitStored(1);
        platform.goDown();
        run.put(41);
        platform.comeBack();
        await().atMost(SOON).until(() -> posts().size() >= 2);
        platform.forgetTokens();
        run.put(0);
        awaitStored(42);
        assertThat(run.queue.dropped()).isZero();

        platform.goDown();
        run.put(41);
        platform.nextBatchIsTooLarge = true;
        platform.comeBack();
        awaitStored(83);
        assertThat(run.queue.dropped()).isZero();
        assertThat(posts()).anySatisfy(post -> {
            assertThat(post.status()).isEqualTo(202);
            assertThat(post.samples()).hasSizeBetween(10, 20);
        });
    }

    @Test
    void correctsAClockThatIsWrongByHours() {
        platform.ahead = 3 * 3_600_000L;
        Run run = run(TestPlatform.GOOD_CODE);
        run.put(2);
        awaitStored(2);

        assertThat(platform.stored())
                .allSatisfy(sample -> assertThat(sample.timestamp())
                        .isBetween(
                                (run.firstSecond + 1) * 1_000 + 3 * 3_600_000L - 1_000,
                                (run.firstSecond + 2) * 1_000 + 3 * 3_600_000L + 1_000));
        assertThat(run.clock.offsetSeconds().getAsDouble()).isBetween(10_799.0, 10_801.0);
        // The first assertion was of another time, and the code was not needed for that.
        assertThat(platform.requests("/api/v1/agents")).hasSize(1);
    }

    @Test
    void sendsNothingByAClockThatJumpedBeforeItIsProvedAgain() {
        Run run = run(TestPlatform.GOOD_CODE);
        run.put(1);
        awaitStored(1);
        clockError.set(-3_600_000);
        run.queue.put(run.clock.read().era(), (run.firstSecond + 2 - 3_600) * 1_000, NAMES, new double[] {2});
        awaitStored(2);

        assertThat(platform.stored().get(1).timestamp()
                        - platform.stored().get(0).timestamp())
                .isBetween(0L, 3_000L);
    }

    @Test
    void aWrongClockNeverUsesUpACode() throws Exception {
        run(TestPlatform.GOOD_CODE).put(1);
        awaitStored(1);
        runs.get(0).sender.stop(Duration.ofSeconds(2));
        platform.addCode(TestPlatform.GOOD_CODE);
        platform.ahead = 7_200_000;
        run(TestPlatform.GOOD_CODE).put(1);
        awaitStored(2);
        runs.get(1).sender.stop(Duration.ofSeconds(2));

        assertThat(platform.requests("/api/v1/agents")).hasSize(1);
        assertThat(platform.hostIds()).containsExactly("h1");

        // Nor where the platform does not tell its time at all.
        platform.tellsTime = false;
        platform.ahead = 14_400_000;
        run(TestPlatform.GOOD_CODE);
        await().atMost(SOON)
                .until(() -> platform.requests("/api/v1/agents/token").stream()
                                .filter(request -> request.status() == 400)
                                .count()
                        >= 2);
        assertThat(platform.requests("/api/v1/agents")).hasSize(1);
    }

    @Test
    void triesItsIdentityBeforeACodeThatItHasSeen() throws Exception {
        run(TestPlatform.GOOD_CODE).put(1);
        awaitStored(1);
        runs.get(0).sender.stop(Duration.ofSeconds(2));
        platform.addCode(TestPlatform.GOOD_CODE);
        run(TestPlatform.GOOD_CODE).put(1);
        awaitStored(2);
        runs.get(1).sender.stop(Duration.ofSeconds(2));
        assertThat(platform.requests("/api/v1/agents")).hasSize(1);

        platform.forgetHosts();
        run(TestPlatform.GOOD_CODE).put(1);
        awaitStored(3);
        assertThat(platform.requests("/api/v1/agents")).hasSize(2);
        assertThat(posts().get(posts().size() - 1).host()).isNotEqualTo("h1");
    }

    @Test
    void aNewCodeEnrolsItAgainEvenWhereItsIdentityIsGood() throws Exception {
        run(TestPlatform.GOOD_CODE).put(1);
        awaitStored(1);
        runs.get(0).sender.stop(Duration.ofSeconds(2));
        platform.addCode("another");
        run("another").put(1);
        awaitStored(2);
        runs.get(1).sender.stop(Duration.ofSeconds(2));
        assertThat(platform.requests("/api/v1/agents")).hasSize(2);
        String host = posts().get(posts().size() - 1).host();
        assertThat(host).isNotEqualTo("h1");

        // The same code again: it is known, and used up.
        run("another").put(1);
        awaitStored(3);
        assertThat(platform.requests("/api/v1/agents")).hasSize(2);
        assertThat(posts().get(posts().size() - 1).host()).isEqualTo(host);
    }

    @Test
    void aNewCodeThatIsNoGoodLeavesItsIdentityAndIsNotTriedAgain() throws Exception {
        run(TestPlatform.GOOD_CODE).put(1);
        awaitStored(1);
        runs.get(0).sender.stop(Duration.ofSeconds(2));
        for (int start = 1; start <= 2; start++) {
            run("wrong").put(1);
            awaitStored(1 + start);
            runs.get(start).sender.stop(Duration.ofSeconds(2));
        }

        assertThat(platform.requests("/api/v1/agents")).hasSize(2);
        assertThat(posts()).extracting(TestPlatform.Request::host).containsOnly("h1");
    }

    @Test
    void keepsTryingSlowlyWhenRevoked() {
        Run run = run(TestPlatform.GOOD_CODE);
        run.put(1);
        awaitStored(1);
        platform.revoke("h1");
        run.put(5);
        await().atMost(SOON).until(() -> posts().size() == 2);
        long enough = System.nanoTime() + Duration.ofSeconds(3).toNanos();
        await().until(() -> System.nanoTime() > enough);

        assertThat(posts()).hasSize(2);
        assertThat(run.end).isNotDone();
        assertThat(run.queue.size()).isEqualTo(5);
    }

    @Test
    void endsWhereTheCodeIsWrongAndThereIsNoIdentity() {
        Run run = run("wrong");

        assertThat(run.end).succeedsWithin(SOON).satisfies(refused -> {
            assertThat(refused).isNotNull();
            assertThat(refused.forGood()).isTrue();
            assertThat(refused).hasMessageContaining("wrong, used or expired");
        });
    }

    @Test
    void holdsBackTheBacklogAloneWhereThePlatformHasNoTimeForIt() throws IOException {
        Run run = run(TestPlatform.GOOD_CODE);
        run.put(1);
        awaitStored(1);
        platform.goDown();
        run.put(100);
        platform.noTimeForBatches = true;
        platform.comeBack();
        await().atMost(SOON).until(() -> posts().stream().anyMatch(post -> post.status() == 503));
        int refused = posts().size();
        for (int i = 0; i < 5; i++) {
            run.put(1);
            int number = run.seconds;
            await().atMost(SOON).until(() -> numbers(platform.stored()).contains(number));
        }
        // Asked to come again after five seconds, it has sent what is new meanwhile.
        assertThat(posts().subList(refused, posts().size()))
                .allSatisfy(post -> assertThat(post.status()).isEqualTo(202));
        platform.noTimeForBatches = false;
        awaitStored(106);
        assertThat(run.queue.dropped()).isZero();
    }

    @Test
    void sendsTheRestWhenItIsStopped() throws Exception {
        Run run = run(TestPlatform.GOOD_CODE);
        run.put(1);
        awaitStored(1);
        platform.delayMillis = 300;
        run.put(100);
        run.sender.stop(SOON);

        assertThat(platform.stored()).hasSize(101);
    }

    @Test
    void doesNotWaitLongForAPlatformThatHangsWhenItIsStopped() throws Exception {
        Run run = run(TestPlatform.GOOD_CODE);
        run.put(1);
        awaitStored(1);
        platform.delayMillis = 20_000;
        run.put(3);
        await().atMost(SOON).until(() -> run.queue.size() < 3);
        long before = System.nanoTime();
        run.sender.stop(Duration.ofSeconds(2));

        assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofSeconds(10));
    }

    @Test
    void findsThePlatformWhereItHasMovedTo() throws Exception {
        run(TestPlatform.GOOD_CODE).put(1);
        awaitStored(1);
        runs.get(0).sender.stop(Duration.ofSeconds(2));
        Path identity = directory.resolve("identity/identity.json");
        // As if it had enrolled at an address where nobody listens any more.
        Files.writeString(
                identity, Files.readString(identity).replace(platform.uri().toString(), "http://127.0.0.1:9"));
        run(null).put(1);
        awaitStored(2);

        assertThat(platform.hostIds()).containsExactly("h1");
    }
}
