package dev.statusmonitor.alerts.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.statusmonitor.alerts.evaluate.Weekly.Window;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;

class WeeklyTest {
    private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");

    private static long at(String local) {
        return ZonedDateTime.of(LocalDateTime.parse(local), BERLIN).toInstant().toEpochMilli();
    }

    private static Weekly weekly(String start, String stop) {
        return new Weekly(LocalDateTime.parse(start), LocalDateTime.parse(stop), BERLIN);
    }

    private static Window utc(String start, String stop) {
        return new Window(
                Instant.parse(start).toEpochMilli(), Instant.parse(stop).toEpochMilli());
    }

    @Test
    void itComesBackAtTheSameTimeByTheClockOnTheWall() {
        Weekly sundays = weekly("2026-10-18T22:00", "2026-10-19T01:00");

        assertThat(sundays.window(0)).isEqualTo(utc("2026-10-18T20:00:00Z", "2026-10-18T23:00:00Z"));
        // Summer time ended at one o'clock UTC that day.
        assertThat(sundays.window(1)).isEqualTo(utc("2026-10-25T21:00:00Z", "2026-10-26T00:00:00Z"));
        assertThat(sundays.window(23)).isEqualTo(utc("2027-03-28T20:00:00Z", "2027-03-28T23:00:00Z"));
    }

    @Test
    void aTimeThatTheClocksSkip() {
        // On 2027-03-28 they go from 2:00 to 3:00, which is 1:00 UTC.
        assertThat(weekly("2027-03-21T02:15", "2027-03-21T02:45").window(1))
                .isEqualTo(utc("2027-03-28T01:00:00Z", "2027-03-28T01:45:00Z"));
        assertThat(weekly("2027-03-21T02:45", "2027-03-21T03:10").window(1))
                .isEqualTo(utc("2027-03-28T01:00:00Z", "2027-03-28T01:10:00Z"));
        assertThat(weekly("2027-03-21T01:30", "2027-03-21T02:30").window(1))
                .isEqualTo(utc("2027-03-28T00:30:00Z", "2027-03-28T01:30:00Z"));
    }

    @Test
    void aTimeThatTheClocksShowTwice() {
        // On 2026-10-25 they go from 3:00 back to 2:00, which is 1:00 UTC.
        assertThat(weekly("2026-10-18T02:15", "2026-10-18T02:45").window(1))
                .isEqualTo(utc("2026-10-25T00:15:00Z", "2026-10-25T01:45:00Z"));
    }

    @Test
    void itCoversItsWindowsAndNothingBeforeTheFirst() {
        Weekly mondays = weekly("2026-11-02T04:00", "2026-11-02T06:00");

        assertThat(mondays.covers(at("2026-10-26T05:00"))).isFalse();
        assertThat(mondays.covers(at("2026-11-02T03:59:59.999"))).isFalse();
        assertThat(mondays.covers(at("2026-11-02T04:00"))).isTrue();
        assertThat(mondays.covers(at("2026-11-02T05:59:59.999"))).isTrue();
        assertThat(mondays.covers(at("2026-11-02T06:00"))).isFalse();
        assertThat(mondays.covers(at("2030-07-01T05:00"))).isTrue();
        assertThat(mondays.next(at("2026-11-02T05:00")).stop()).isEqualTo(at("2026-11-02T06:00"));
        assertThat(mondays.next(at("2026-11-02T06:00")).start()).isEqualTo(at("2026-11-09T04:00"));
    }

    @Test
    void aWholeWeekIsAlwaysAndMoreIsNone() {
        Weekly always = weekly("2026-11-02T00:00", "2026-11-09T00:00");

        assertThat(always.covers(at("2027-03-28T03:30"))).isTrue();
        assertThat(always.covers(at("2027-05-03T00:00"))).isTrue();
        assertThatThrownBy(() -> weekly("2026-11-02T00:00", "2026-11-09T00:00:00.001"))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> weekly("2026-11-02T00:00", "2026-11-02T00:00"))
                .isInstanceOf(IllegalArgumentException.class);
    }

    /** Every zone that there is comes up, with its changes of the clock in the past as well. */
    @RepeatedTest(40)
    void whateverTheZoneDoesEachWeekHasItsWindow(RepetitionInfo repetition) {
        long seed = 20_261_124L + repetition.getCurrentRepetition();
        var random = new Random(seed);
        List<String> zones = ZoneId.getAvailableZoneIds().stream().sorted().toList();
        for (int i = 0; i < 100; i++) {
            ZoneId zone = ZoneId.of(zones.get(random.nextInt(zones.size())));
            LocalDateTime start = LocalDateTime.of(1980, 1, 1, 0, 0).plusMinutes(random.nextInt(70 * 525_600));
            Duration length = Duration.ofMinutes(1 + random.nextInt(random.nextBoolean() ? 300 : 10_000));
            var weekly = new Weekly(start, start.plus(length), zone);
            String what = "seed " + seed + ": " + weekly;
            Window before = null;
            for (int week = 0; week < 60; week++) {
                Window window = weekly.window(week);
                LocalDateTime planned = start.plusWeeks(week);
                LocalDateTime begins = LocalDateTime.ofInstant(Instant.ofEpochMilli(window.start()), zone);
                boolean skipped = zone.getRules().getValidOffsets(planned).isEmpty();
                assertThat(begins.equals(planned) || (skipped && begins.isAfter(planned)))
                        .as("%s begins at %s in week %d", what, begins, week)
                        .isTrue();
                // A country that changed sides of the date line skipped a whole day, and a window with it.
                if (window.start() >= window.stop()) {
                    assertThat(zone.getRules().getTransition(planned)).as(what).isNotNull();
                    continue;
                }
                assertThat(weekly.covers(window.start())).as(what).isTrue();
                assertThat(weekly.covers(window.stop() - 1)).as(what).isTrue();
                assertThat(weekly.next(window.start()))
                        .as(what)
                        .isEqualTo(before != null && before.stop() > window.start() ? before : window);
                if (before != null && before.stop() < window.start()) {
                    assertThat(weekly.covers(before.stop())).as(what).isFalse();
                    assertThat(weekly.covers(window.start() - 1)).as(what).isFalse();
                    assertThat(weekly.next(before.stop())).as(what).isEqualTo(window);
                }
                before = window;
            }
        }
    }
}
