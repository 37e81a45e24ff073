package dev.statusmonitor.contract;

import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;

/** Samples of every kind. */
final class SampleArbitraries {
    private SampleArbitraries() {}

    static Arbitrary<Sample> samples() {
        Arbitrary<List<String>> names = Arbitraries.of(List.copyOf(Metrics.all()))
                .flatMap(metric -> Combinators.combine(
                                Arbitraries.just(metric.name()),
                                Arbitraries.strings()
                                        .withChars("abc/ \\,={}\"ä😀")
                                        .ofMaxLength(5))
                        .as((name, value) -> name(name, value)))
                .list()
                .ofMaxSize(40)
                .uniqueElements();
        Arbitrary<Long> times = Arbitraries.longs().between(0, 4_000_000_000_000L);
        Arbitrary<Double> values = Arbitraries.oneOf(
                Arbitraries.doubles(),
                Arbitraries.longs().map(Long::doubleValue),
                Arbitraries.of(0.0, -0.0, 1e15, -1e15, 1e15 - 1, 0.1, Double.MIN_VALUE, Double.MAX_VALUE));
        return Combinators.combine(names, times)
                .flatAs((list, time) -> values.array(Double[].class)
                        .ofSize(list.size())
                        .map(boxed -> {
                            var array = new double[boxed.length];
                            for (int i = 0; i < boxed.length; i++) {
                                array[i] = boxed[i];
                            }
                            return new Sample(Sample.SCHEMA, time, SeriesList.of(list), array);
                        }));
    }

    private static String name(String metric, String value) {
        boolean lone = value.codePoints().anyMatch(c -> c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE);
        return value.isEmpty() || lone
                ? metric
                : SeriesKey.of(metric, java.util.Map.of("device", value)).toString();
    }
}
