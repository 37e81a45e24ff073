package dev.statusmonitor.history.copy;

import dev.statusmonitor.history.store.Tier;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;

/** Copies and says how far it is, host and tier in a line; made to be killed. */
final class CopyingProcess {
    static final String STORES = "one to the other";

    private CopyingProcess() {}

    public static void main(String[] arguments) {
        Path data = Path.of(arguments[2]);
        var lines = new CopyProgress() {
            @Override
            public void at(String host, int number, int hosts, Tier tier, double done) {
                System.out.println(number + " " + tier);
            }

            @Override
            public void waits(String why) {
                System.out.println(why);
            }
        };
        Clock clock = Clock.systemUTC();
        try (var done = CopiedHosts.open(NamedStore.progressFile(data), STORES);
                var source = NamedStore.of(arguments[0], data, Map.of()).openSource(clock);
                var target = NamedStore.of(arguments[1], data, Map.of()).openTarget(clock)) {
            new HistoryCopy(source, CopyTarget.of(target), done, lines, clock, Duration.ofSeconds(1)).run();
        }
        System.out.println("done");
    }
}
