package dev.statusmonitor.agent.collect;

import dev.statusmonitor.agent.collect.SlowExtra.Value;
import dev.statusmonitor.contract.Metrics;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Batteries of a Linux host, without those of its mice. */
final class LinuxBatteries {
    private final Path supplies;
    private final Devices<Series> batteries =
            new Devices<>("batteries", id -> Series.of(Metrics.BATTERY_CHARGE, "hw.id", id));

    /** @param sys {@code /sys} */
    LinuxBatteries(Path sys) {
        this.supplies = sys.resolve("class/power_supply");
    }

    List<Value> read() throws IOException {
        var values = new ArrayList<Value>();
        batteries.begin();
        for (Path supply : SmallFiles.list(supplies)) {
            boolean battery = "Battery".equals(SmallFiles.text(supply.resolve("type")))
                    && !"Device".equals(SmallFiles.text(supply.resolve("scope")));
            long percent = battery ? SmallFiles.number(supply.resolve("capacity")) : -1;
            Series series = percent < 0 ? null : batteries.get(String.valueOf(supply.getFileName()));
            if (series != null) {
                values.add(new Value(series, Math.min(1, percent / 100.0)));
            }
        }
        batteries.end();
        return values;
    }
}
