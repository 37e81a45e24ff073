package dev.statusmonitor.standalone.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.statusmonitor.embedded.process.ProcessIdentity;
import dev.statusmonitor.standalone.doctor.Facts.Health;
import dev.statusmonitor.standalone.doctor.Facts.ProcessState;
import dev.statusmonitor.standalone.management.ManagementFile;
import dev.statusmonitor.standalone.report.ConsumerLag;
import dev.statusmonitor.standalone.report.PlatformReport;
import java.net.URI;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.ListAssert;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class DiagnosisTest {
    private static final long NOW = 1_763_912_176_000L;
    private static final long GIB = 1L << 30;
    private static final URI URL = URI.create("http://127.0.0.1:8080");

    private boolean live = true;
    private boolean kafka = true;
    private boolean redisAnswers = true;
    private ProcessState platform = ProcessState.RUNNING;
    private ProcessState redis = ProcessState.RUNNING;
    private ProcessState agent = ProcessState.RUNNING;
    private boolean withAgent = true;
    private final Map<String, Health> health = new HashMap<>(Map.of("authDatabase", new Health(true, "")));
    private ConsumerLag lag = new ConsumerLag(3, 0, List.of(12));
    private ConsumerLag alertsLag = new ConsumerLag(2, 0, List.of(12));
    private PlatformReport.Disk disk = new PlatformReport.Disk(100 * GIB, 50 * GIB, GIB);
    private final Map<String, Double> meters = new HashMap<>();
    private PlatformReport.Host host = new PlatformReport.Host("h1", "web-1", true, NOW - 900, null);

    @Test
    void allIsWell() {
        assertThat(checks()).allMatch(Check::ok);
    }

    @Test
    void withoutAManagementFileOnlyLivenessIsKnownAndThatIsNotEnough() {
        List<Check> checks = Diagnosis.of(new Facts(URL, true, null, null, null, null, null, null));
        assertThat(checks).hasSize(2);
        assertThat(checks.getFirst().ok()).isTrue();
        assertThat(checks.getLast().ok()).isFalse();
        assertThat(checks.getLast().detail()).contains("no management file");
    }

    @Test
    void aPlatformThatWasKilled() {
        live = false;
        platform = ProcessState.GONE;
        failing("http", "platform").allMatch(check -> !check.detail().isEmpty());
    }

    @Test
    void redisKilledOrDumb() {
        redis = ProcessState.GONE;
        failing("redis");
        redis = ProcessState.RUNNING;
        redisAnswers = false;
        failing("redis");
    }

    @Test
    void theAgentStoppedOrHalted() {
        agent = ProcessState.HALTED;
        failing("agent").first().satisfies(check -> assertThat(check.detail()).contains("kill -CONT 30"));
        agent = ProcessState.GONE;
        failing("agent");
        withAgent = false;
        assertThat(checks()).allMatch(Check::ok);
    }

    @Test
    void aHealthIndicatorThatIsDownIsNamedAndSaysWhy() {
        health.put("hostDirectory", new Health(false, "the view of hosts cannot be shown to be current"));
        health.put("diskSpace", new Health(false, ""));
        failing("host directory")
                .first()
                .satisfies(check -> assertThat(check.detail()).contains("cannot be shown to be current"));
    }

    @Test
    void theBrokerThatDoesNotAnswer() {
        kafka = false;
        failing("kafka");
    }

    @Test
    void aConsumerThatFellBehind() {
        lag = new ConsumerLag(500, 0, List.of(12));
        assertThat(checks()).allMatch(Check::ok);
        lag = new ConsumerLag(500, 1, List.of(12));
        failing("lag history");
    }

    @Test
    void severalProcessesThatShareTheWork() {
        lag = new ConsumerLag(1, 0, List.of(7, 5));
        assertThat(checks())
                .filteredOn(check -> check.part().equals("lag history"))
                .singleElement()
                .satisfies(check ->
                        assertThat(check.detail()).isEqualTo("1 record; 2 processes share the partitions: 7 + 5"));
    }

    @Test
    void alertsThatComeLateOrNotAtAll() {
        assertThat(checks())
                .filteredOn(check -> check.part().equals("lag alerts"))
                .singleElement()
                .satisfies(check -> assertThat(check.detail()).isEqualTo("2 records"));
        alertsLag = new ConsumerLag(40, 7, List.of(12));
        failing("lag alerts")
                .first()
                .satisfies(check -> assertThat(check.detail()).contains("7 of them for more than"));
        alertsLag = new ConsumerLag(0, 0, List.of(12));
        health.put("alertsConsumer", new Health(false, "samples are not evaluated: waiting for database"));
        failing("alerts consumer")
                .first()
                .satisfies(check -> assertThat(check.detail()).contains("waiting for database"));
    }

    @Test
    void samplesThatAreNowhere() {
        meters.put("statusmonitor.ingestion.samples.received", 1000.0);
        meters.put("statusmonitor.ingestion.samples.refused", 10.0);
        meters.put("statusmonitor.ingestion.samples.unpublished", 20.0);
        meters.put("statusmonitor.ingestion.samples.published", 970.0);
        assertThat(checks()).allMatch(Check::ok);
        meters.put("statusmonitor.ingestion.samples.published", 700.0);
        failing("loss").first().satisfies(check -> assertThat(check.detail()).contains("270 samples lost"));
    }

    @Test
    void samplesThatTheHistoryDoesNotStore() {
        meters.put("statusmonitor.history.samples.deleted", 3.0);
        meters.put("statusmonitor.history.samples.outlived", 93.0);
        assertThat(checks())
                .allMatch(Check::ok)
                .filteredOn(check -> check.part().equals("loss"))
                .singleElement()
                .satisfies(check -> assertThat(check.detail())
                        .endsWith("93 that were stored before an unclean stop are too old to be stored again"));
        meters.put("statusmonitor.history.samples.dropped", 7.0);
        failing("loss").first().satisfies(check -> assertThat(check.detail()).startsWith("7 samples lost"));
    }

    @Test
    void aDiskThatIsNearlyFullOrSoonWillBe() {
        disk = new PlatformReport.Disk(100 * GIB, GIB, null);
        failing("disk");
        disk = new PlatformReport.Disk(100 * GIB, 50 * GIB, 40 * GIB);
        failing("disk").first().satisfies(check -> assertThat(check.detail()).contains("lasts 30 h"));
        disk = new PlatformReport.Disk(100 * GIB, 50 * GIB, -GIB);
        assertThat(checks()).allMatch(Check::ok);
    }

    @Test
    void aHostThatFellSilent() {
        host = new PlatformReport.Host("h1", "web-1", true, NOW - 8_000, null);
        failing("host web-1");
        host = new PlatformReport.Host("h1", "web-1", true, null, NOW - 3_600_000);
        failing("host web-1")
                .first()
                .satisfies(check -> assertThat(check.detail()).contains("60 min old"));
    }

    @Test
    void aHostThatNeverSentOrWasRevokedIsNoFault() {
        host = new PlatformReport.Host("h1", "web-1", true, null, null);
        assertThat(checks()).allMatch(Check::ok);
        host = new PlatformReport.Host("h1", "web-1", false, null, NOW - 3_600_000);
        assertThat(checks()).allMatch(Check::ok);
    }

    @Test
    void theTableNamesWhatIsNotWell() {
        redis = ProcessState.GONE;
        assertThat(Findings.table(checks())).contains("  FAIL  redis").endsWith("1 of 11 are not well.");
        assertThat(Findings.json(URL, checks(), null)).contains("\"ok\" : false", "\"part\" : \"redis\"");
    }

    private ListAssert<Check> failing(String... parts) {
        List<Check> failing = checks().stream().filter(check -> !check.ok()).toList();
        assertThat(failing).extracting(Check::part).containsExactly(parts);
        return assertThat(failing);
    }

    private List<Check> checks() {
        var report = new PlatformReport(
                NOW, kafka, redisAnswers, Map.of("history", lag, "alerts", alertsLag), meters, disk, List.of(host));
        @Nullable ProcessIdentity agentProcess = withAgent ? new ProcessIdentity(30, "c") : null;
        var management = new ManagementFile(
                URI.create("http://127.0.0.1:8080"),
                URI.create("http://127.0.0.1:1"),
                "doctor",
                "key",
                Path.of("/data"),
                new ProcessIdentity(10, "a"),
                new ProcessIdentity(20, "b"),
                agentProcess);
        return Diagnosis.of(
                new Facts(URL, live, management, platform, redis, withAgent ? agent : null, health, report));
    }
}
