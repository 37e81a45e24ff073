package dev.statusmonitor.agent.collect;

import dev.statusmonitor.agent.collect.SlowExtra.Value;
import dev.statusmonitor.contract.Metrics;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import oshi.hardware.GpuStats;
import oshi.hardware.GraphicsCard;
import oshi.hardware.PowerSource;

/** What OSHI tells of graphics cards, and, where we cannot read them ourselves, of batteries. */
final class OshiExtras {
    private final Devices<Gpu> gpus = new Devices<>("GPUs", Gpu::new);
    private final Devices<Series> batteries =
            new Devices<>("batteries", id -> Series.of(Metrics.BATTERY_CHARGE, "hw.id", id));
    private @Nullable List<Card> cards;

    private record Card(String id, long memory, GpuStats stats) {}

    private static final class Gpu {
        final Series utilization;
        final Series memory;
        final Series limit;

        Gpu(String id) {
            utilization = Series.of(Metrics.GPU, "hw.id", id);
            memory = Series.of(Metrics.GPU_MEMORY, "hw.id", id);
            limit = Series.of(Metrics.GPU_MEMORY_LIMIT, "hw.id", id);
        }
    }

    /** Cards are looked for once: that takes long, and they don't come and go. */
    List<Value> gpus(Supplier<List<GraphicsCard>> find) {
        List<Card> known = cards;
        if (known == null) {
            known = new ArrayList<>();
            for (GraphicsCard card : find.get()) {
                String id = card.getName().strip();
                int same = 1;
                for (Card other : known) {
                    same += other.id.startsWith(id) ? 1 : 0;
                }
                known.add(new Card(same == 1 ? id : id + " " + same, card.getVRam(), card.createStatsSession()));
            }
            cards = known;
        }
        var values = new ArrayList<Value>();
        gpus.begin();
        for (Card card : known) {
            Gpu gpu = gpus.get(card.id);
            if (gpu == null) {
                continue;
            }
            double percent = card.stats.getGpuUtilization();
            long used = card.stats.getVramUsed();
            // A negative number is what OSHI cannot tell.
            if (percent >= 0) {
                values.add(new Value(gpu.utilization, Math.min(1, percent / 100)));
            }
            if (used >= 0) {
                values.add(new Value(gpu.memory, used));
            }
            if (card.memory > 0) {
                values.add(new Value(gpu.limit, card.memory));
            }
        }
        gpus.end();
        return values;
    }

    List<Value> batteries(List<PowerSource> sources) {
        var values = new ArrayList<Value>();
        batteries.begin();
        for (PowerSource source : sources) {
            double charge = source.getRemainingCapacityPercent();
            // A host without a battery has one that has no size.
            Series series = source.getMaxCapacity() > 1 && charge >= 0 ? batteries.get(source.getName()) : null;
            if (series != null) {
                values.add(new Value(series, Math.min(1, charge)));
            }
        }
        batteries.end();
        return values;
    }
}
