package dev.statusmonitor.benchmarks;

import dev.statusmonitor.benchmarks.platform.CannotMeasureException;
import dev.statusmonitor.benchmarks.platform.Log;
import dev.statusmonitor.benchmarks.platform.Place;
import dev.statusmonitor.benchmarks.platform.Platform;
import java.util.ArrayList;
import java.util.List;

/** How long {@code ./statusmonitor up} takes on a built tree, from the command to the page: the median of three. */
final class StartBenchmark implements Benchmark {
    private static final int STARTS = 3;

    private final Place place;

    StartBenchmark(Place place) {
        this.place = place;
    }

    @Override
    public void run(Figures figures) throws CannotMeasureException {
        List<Double> seconds = new ArrayList<>();
        for (int i = 0; i < STARTS; i++) {
            try (Platform platform = Platform.startByLauncher(place)) {
                seconds.add(platform.startedIn().toMillis() / 1e3);
                Log.say("Ready after %.2f s.".formatted(seconds.getLast()));
            }
        }
        seconds.sort(null);
        figures.print("start.ready", seconds.get(STARTS / 2), "s");
    }
}
