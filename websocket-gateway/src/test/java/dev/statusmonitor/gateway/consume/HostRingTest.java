package dev.statusmonitor.gateway.consume;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class HostRingTest {
    private final HostRing ring = new HostRing();

    @Test
    void keepsTwoMinutesOldestFirst() {
        for (int second = 0; second < 500; second++) {
            ring.add(point(second * 1000L));
        }

        assertThat(times()).hasSize(120).startsWith(380_000L).endsWith(499_000L).isSorted();
        assertThat(ring.newest()).isEqualTo(499_000);
        assertThat(ring.points()).containsAll(List.of(point(380_000), point(499_000)));
    }

    @Test
    void fillsAHoleWithALatePoint() {
        ring.add(point(1000));
        ring.add(point(4000));
        ring.add(point(2000));
        ring.add(point(3000));
        ring.add(point(500));

        assertThat(times()).containsExactly(500L, 1000L, 2000L, 3000L, 4000L);
        assertThat(ring.points()).contains(point(2000));
    }

    @Test
    void forgetsWhatIsOlderThanTheSpan() {
        ring.add(point(0));
        ring.add(point(60_000));
        ring.add(point(170_000));

        assertThat(times()).containsExactly(60_000L, 170_000L);

        ring.add(point(10_000));

        assertThat(times()).containsExactly(60_000L, 170_000L);
    }

    @Test
    void replacesAPointOfTheSameTime() {
        ring.add(point(1000));
        ring.add(new OverviewPoint(1000, 1, 1, 1, "/x", 1, 1, 1, 1));

        assertThat(ring.points()).containsExactly(new OverviewPoint(1000, 1, 1, 1, "/x", 1, 1, 1, 1));
    }

    @Test
    void startsAnewAfterALongSilence() {
        for (int second = 0; second < 300; second++) {
            ring.add(point(second * 1000L));
        }
        ring.add(point(10_000_000));

        assertThat(times()).containsExactly(10_000_000L);
    }

    /** Against the obvious model: a sorted map cut to the span and to the newest points. */
    @Test
    void agreesWithASortedMapInAnyOrder() {
        var random = new Random(42);
        for (int round = 0; round < 40; round++) {
            var tested = new HostRing();
            var model = new TreeMap<Long, OverviewPoint>();
            long now = 1_000_000;
            for (int i = 0; i < 400; i++) {
                now += random.nextInt(1500);
                long time = random.nextInt(4) == 0 ? now - random.nextInt(150_000) : now;
                OverviewPoint point = point(time);
                boolean full = model.size() == HostRing.POINTS;
                boolean inSpan = model.isEmpty() || time >= model.lastKey() - HostRing.SPAN;
                boolean fits = inSpan && !(full && time < model.firstKey());
                tested.add(point);
                if (fits) {
                    model.put(time, point);
                }
                model.headMap(model.lastKey() - HostRing.SPAN).clear();
                while (model.size() > HostRing.POINTS) {
                    model.pollFirstEntry();
                }
                assertThat(tested.points()).isEqualTo(new ArrayList<>(model.values()));
            }
        }
    }

    private List<Long> times() {
        return ring.points().stream().map(OverviewPoint::timestamp).toList();
    }

    private static OverviewPoint point(long time) {
        float value = time % 997;
        return new OverviewPoint(
                time, value, value + 1, value + 2, "/" + time, value + 3, value + 4, value + 5, time / 1000);
    }
}
