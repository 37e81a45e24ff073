package dev.statusmonitor.history.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.statusmonitor.history.store.Grid;
import dev.statusmonitor.history.store.Tier;
import dev.statusmonitor.history.store.TierRange;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class HistoryQueryTest {
    private static final Instant NOW = Instant.parse("2026-11-23T15:00:00.250Z");
    private static final List<String> CPU = List.of("system.cpu.utilization");

    @Test
    void takesFiveMinutesSecondBySecond() {
        Grid grid = HistoryQuery.of(CPU, "-5m", null, null, NOW).grid();

        assertThat(grid.step()).isEqualTo(1000);
        assertThat(grid.size()).isEqualTo(301);
        assertThat(grid.start()).isEqualTo(Instant.parse("2026-11-23T14:55:00Z").toEpochMilli());
    }

    @Test
    void leavesOutTheOldestRatherThanHalveTheResolution() {
        Grid grid = HistoryQuery.of(CPU, "-5m", null, "300", NOW).grid();

        assertThat(grid.step()).isEqualTo(1000);
        assertThat(grid.size()).isEqualTo(300);
        assertThat(grid.stop()).isEqualTo(Instant.parse("2026-11-23T15:00:01Z").toEpochMilli());
    }

    @Test
    void endsNoLaterThanNow() {
        Grid grid =
                HistoryQuery.of(CPU, "-1h", "2027-01-01T00:00:00Z", null, NOW).grid();

        assertThat(grid.stop()).isBetween(NOW.toEpochMilli(), NOW.toEpochMilli() + grid.step());
    }

    @Property
    void coversTheRangeWithinThePoints(
            @ForAll @LongRange(min = 0, max = 2_000_000_000_000L) long start,
            @ForAll @LongRange(min = 1, max = 365L * 86_400_000) long length,
            @ForAll @IntRange(min = 1, max = HistoryQuery.MAX_POINTS) int points) {
        Grid grid = HistoryQuery.grid(start, start + length, points, Tier.RAW);

        assertThat(grid.size()).isBetween(1, points);
        assertThat(grid.step() % Tier.RAW.step()).isZero();
        assertThat(grid.start() % grid.step()).isZero();
        assertThat(grid.stop()).isBetween(start + length, start + length + grid.step() - 1);
        assertThat(grid.start()).isBetween(start - grid.step() + 1, start + grid.step());
        // No coarser than need be.
        assertThat((grid.step() - Tier.RAW.step()) * points).isLessThan(length);
    }

    @Test
    void takesTheCoarsestTierThatGivesThePoints() {
        assertThat(tier("-5m", null, null)).isEqualTo(Tier.RAW);
        assertThat(tier("-9h", null, null)).isEqualTo(Tier.RAW);
        assertThat(tier("-24h", null, null)).isEqualTo(Tier.MINUTE);
        assertThat(tier("-24h", null, "2000")).isEqualTo(Tier.RAW);
        assertThat(tier("-7d", null, null)).isEqualTo(Tier.MINUTE);
        assertThat(tier("-7d", null, "168")).isEqualTo(Tier.HOUR);
        assertThat(tier("-12mo", null, null)).isEqualTo(Tier.HOUR);
        assertThat(tier("-12mo", null, "2000")).isEqualTo(Tier.HOUR);
    }

    @Test
    void goesAsFarBackAsItIsAsked() {
        assertThat(tier("-30h", "-29h", null)).isEqualTo(Tier.MINUTE);
        assertThat(tier("-8d", "-7d", "2000")).isEqualTo(Tier.HOUR);
        assertThat(tier("-300d", "-299d", null)).isEqualTo(Tier.HOUR);
    }

    @Test
    void takesTheNewestPartFromTheFinerTiers() {
        var query = HistoryQuery.of(CPU, "-12mo", null, null, NOW);
        long hours = Instant.parse("2026-11-23T14:00:00Z").toEpochMilli();
        long minutes = Instant.parse("2026-11-23T14:52:00Z").toEpochMilli();

        assertThat(query.ranges(tier -> tier == Tier.HOUR ? hours : minutes, NOW.toEpochMilli()))
                .containsExactly(
                        new TierRange(Tier.HOUR, query.grid().start(), hours),
                        new TierRange(Tier.MINUTE, hours, minutes),
                        new TierRange(Tier.RAW, minutes, query.grid().stop()));
        assertThat(HistoryQuery.of(CPU, "-5m", null, null, NOW).ranges(tier -> minutes, NOW.toEpochMilli()))
                .extracting(TierRange::tier)
                .containsExactly(Tier.RAW);
        // However soon a minute is rolled up, what comes a little late is seen.
        assertThat(query.ranges(tier -> tier.window(NOW.toEpochMilli()), NOW.toEpochMilli())
                        .getLast()
                        .start())
                .isEqualTo(Instant.parse("2026-11-23T14:55:00Z").toEpochMilli());
        // Nothing is rolled up yet.
        assertThat(query.ranges(tier -> 0, NOW.toEpochMilli()))
                .extracting(TierRange::tier)
                .containsExactly(Tier.RAW);
    }

    @Property
    void leavesNoHoleBetweenTiers(
            @ForAll @LongRange(min = 1, max = 365L * 86_400_000) long length,
            @ForAll @LongRange(min = 0, max = 400L * 86_400_000) long behind,
            @ForAll @IntRange(min = 1, max = HistoryQuery.MAX_POINTS) int points) {
        long now = NOW.toEpochMilli();
        var query = HistoryQuery.of(CPU, Long.toString(now - length), null, Integer.toString(points), NOW);

        var ranges = query.ranges(tier -> tier.window(now - behind / (tier == Tier.HOUR ? 1 : 10)), now);

        assertThat(ranges.getFirst().start()).isEqualTo(query.grid().start());
        assertThat(ranges.getLast().stop()).isEqualTo(query.grid().stop());
        for (int i = 1; i < ranges.size(); i++) {
            assertThat(ranges.get(i).start()).isEqualTo(ranges.get(i - 1).stop());
            assertThat(ranges.get(i).tier()).isLessThan(ranges.get(i - 1).tier());
        }
    }

    private static Tier tier(String start, @Nullable String stop, @Nullable String points) {
        return HistoryQuery.of(CPU, start, stop, points, NOW).tier();
    }

    @Test
    void saysWhatIsWrong() {
        refused(CPU, null, null, null, "start is missing");
        refused(CPU, "-5x", null, null, "start is no time");
        refused(CPU, "-5m", "soon", null, "stop is no time");
        refused(CPU, "-5m", "-10m", null, "start must lie before stop");
        refused(CPU, "-5m", "-5m", null, "start must lie before stop");
        refused(CPU, "2027-01-01T00:00:00Z", "2027-01-02T00:00:00Z", null, "start lies in the future");
        refused(CPU, "-400d", null, null, "at most 365 days");
        for (String points : new String[] {"0", "-1", "2001", "1000000000", "1e3", "many", ""}) {
            refused(CPU, "-5m", null, points, "points is a whole number from 1 to 2000");
        }
        refused(List.of(), "-5m", null, null, "metric is missing");
        refused(Collections.nCopies(51, CPU.getFirst()), "-5m", null, null, "At most 50 metrics");
        refused(List.of("no.such.metric"), "-5m", null, null, "There is no metric no.such.metric");
        refused(List.of("system.uptime{a=b}"), "-5m", null, null, "has no attribute a");
        refused(List.of("\"); drop"), "-5m", null, null, "A metric cannot be read");
        refused(List.of(""), "-5m", null, null, "A metric cannot be read");
        refused(List.of("system.uptime{"), "-5m", null, null, "A metric cannot be read");
        refused(List.of("x".repeat(10_000)), "-5m", null, null, "A metric cannot be read");
    }

    private static void refused(
            List<String> metrics,
            @Nullable String start,
            @Nullable String stop,
            @Nullable String points,
            String message) {
        assertThatThrownBy(() -> HistoryQuery.of(metrics, start, stop, points, NOW))
                .isInstanceOf(BadQueryException.class)
                .hasMessageContaining(message)
                .hasMessageEndingWith(".");
    }
}
