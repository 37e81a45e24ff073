package dev.statusmonitor.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Modifier;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class MetricsTest {
    @Test
    void haveNamesThatASeriesMayHave() {
        for (Metric metric : Metrics.all()) {
            assertThat(SeriesKey.of(metric.name())).hasToString(metric.name());
            metric.attributes().forEach(key -> assertThat(SeriesKey.of(key)).hasToString(key));
            assertThat(metric.min()).isLessThan(metric.max());
            assertThat(metric.unit()).isNotBlank();
            assertThat(metric.description()).isNotBlank();
            if (!metric.device().isEmpty()) {
                assertThat(metric.attributes()).contains(metric.device());
            }
            assertThat(Metrics.find(metric.name())).contains(metric);
        }
        assertThat(Metrics.find("system.made.up")).isEmpty();
    }

    @Test
    void haveAConstantEach() {
        var constants = Arrays.stream(Metrics.class.getDeclaredFields())
                .filter(field -> field.getType() == String.class && Modifier.isPublic(field.getModifiers()))
                .map(MetricsTest::value)
                .toList();

        assertThat(Metrics.all()).extracting(Metric::name).containsExactlyElementsOf(constants);
    }

    @Test
    void knowTheirRange() {
        Metric share = Metrics.find(Metrics.CPU_TOTAL).orElseThrow();

        assertThat(share.inRange(0)).isTrue();
        assertThat(share.inRange(1)).isTrue();
        assertThat(share.inRange(1.0001)).isFalse();
        assertThat(share.inRange(-0.0001)).isFalse();
        assertThat(share.inRange(Double.NaN)).isFalse();
        assertThat(share.inRange(Double.POSITIVE_INFINITY)).isFalse();
    }

    private static String value(java.lang.reflect.Field field) {
        try {
            return (String) field.get(null);
        } catch (IllegalAccessException e) {
            throw new IllegalStateException(e);
        }
    }
}
