package dev.statusmonitor.agent.collect;

import dev.statusmonitor.agent.collect.SlowExtra.Value;
import dev.statusmonitor.contract.Metrics;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Services of systemd: how many are in which state, and which failed. A service that is well is not named, so that a
 * host with hundreds of them costs no more than one with ten.
 */
final class LinuxUnits {
    /** What {@link #read} needs: changes nothing, needs no rights, takes about 10 ms. */
    static final List<String> COMMAND = List.of(
            "systemctl", "list-units", "--type=service", "--all", "--full", "--plain", "--no-legend", "--no-pager");

    private static final List<String> STATES =
            List.of("active", "reloading", "inactive", "failed", "activating", "deactivating");

    private final Program program;
    private final Map<String, Series> counts = new LinkedHashMap<>();
    private final Devices<Series> failed = new Devices<>(
            "services that failed",
            name -> Series.of(Metrics.UNIT, "systemd.unit.name", name, "systemd.unit.active_state", "failed"));

    /** @param program runs {@link #COMMAND} */
    LinuxUnits(Program program) {
        this.program = program;
        STATES.forEach(state -> counts.put(state, Series.of(Metrics.UNITS, "systemd.unit.active_state", state)));
    }

    /** Lines of {@code name load active sub description}. */
    List<Value> read() throws IOException, InterruptedException {
        var found = new LinkedHashMap<String, Integer>();
        STATES.forEach(state -> found.put(state, 0));
        var values = new ArrayList<Value>();
        failed.begin();
        for (String line : program.run(COMMAND)) {
            String[] words = line.strip().split("\\s+", 5);
            // What is not there is listed where another unit wants it.
            if (words.length < 4 || words[1].equals("not-found")) {
                continue;
            }
            found.computeIfPresent(words[2], (state, count) -> count + 1);
            if (words[2].equals("failed")) {
                Series series = failed.get(words[0]);
                if (series != null) {
                    values.add(new Value(series, 1));
                }
            }
        }
        failed.end();
        counts.forEach((state, series) -> values.add(new Value(series, found.getOrDefault(state, 0))));
        return values;
    }
}
