package dev.statusmonitor.gateway;

import dev.statusmonitor.contract.Sample;
import dev.statusmonitor.contract.SampleRecord;
import dev.statusmonitor.contract.SampleView;
import dev.statusmonitor.contract.SeriesList;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.Map;

/** Samples for tests. */
public final class Samples {
    private Samples() {}

    /** A sample of these values, in their order. */
    public static Sample of(long timestamp, Map<String, Double> values) {
        return new Sample(
                Sample.SCHEMA,
                timestamp,
                SeriesList.of(new ArrayList<>(values.keySet())),
                values.values().stream().mapToDouble(Double::doubleValue).toArray());
    }

    /** A small sample with everything that the overview shows. */
    public static Sample of(long timestamp, double cpu) {
        var values = new LinkedHashMap<String, Double>();
        values.put("system.cpu.utilization.total", cpu);
        values.put("system.memory.utilization{system.memory.state=used}", 0.5);
        values.put("system.filesystem.utilization{system.filesystem.mountpoint=/}", 0.25);
        values.put("system.filesystem.utilization{system.filesystem.mountpoint=/data}", 0.75);
        values.put("system.network.io.rate{network.interface.name=eth0,network.io.direction=receive}", 1000.0);
        values.put("system.network.io.rate{network.interface.name=eth0,network.io.direction=transmit}", 500.0);
        values.put("system.network.io.rate{network.interface.name=eth1,network.io.direction=receive}", 200.0);
        values.put("system.network.io.rate{network.interface.name=eth1,network.io.direction=transmit}", 50.0);
        values.put("system.cpu.load_average.1m", 1.5);
        values.put("system.uptime", 86_400.5);
        return of(timestamp, values);
    }

    /** As Kafka brings it. */
    public static byte[] bytes(Sample sample) {
        return new SampleRecord(sample, sample.timestamp() + 5).encode();
    }

    /** As the consumer hands it on. */
    public static SampleView view(Sample sample) {
        return SampleView.of(ByteBuffer.wrap(bytes(sample)));
    }
}
