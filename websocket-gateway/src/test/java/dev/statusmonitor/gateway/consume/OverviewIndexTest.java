package dev.statusmonitor.gateway.consume;

import static org.assertj.core.api.Assertions.assertThat;

import dev.statusmonitor.contract.Sample;
import dev.statusmonitor.gateway.Samples;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class OverviewIndexTest {
    private static final long TIME = 1_763_912_176_000L;

    @Test
    void takesTheFullestFilesystemAndSumsOverInterfaces() {
        assertThat(read(Samples.of(TIME, 0.125)))
                .isEqualTo(new OverviewPoint(TIME, 0.125f, 0.5f, 0.75f, "/data", 1200f, 550f, 1.5f, 86_400));
    }

    @Test
    void isUnknownWhereTheHostDoesNotSay() {
        assertThat(read(Samples.of(TIME, Map.of("system.process.count", 3.0))))
                .isEqualTo(new OverviewPoint(
                        TIME, Float.NaN, Float.NaN, Float.NaN, null, Float.NaN, Float.NaN, Float.NaN, -1));
    }

    @Test
    void leavesOutWhatOnlyLooksAlike() {
        var values = new LinkedHashMap<String, Double>();
        values.put("system.memory.utilization{system.memory.state=free}", 0.9);
        values.put("system.cpu.utilization{cpu.mode=user}", 0.9);
        values.put("system.network.packet.rate{network.interface.name=eth0,network.io.direction=receive}", 9.0);
        values.put("system.filesystem.usage{system.filesystem.mountpoint=/,system.filesystem.state=used}", 9.0);

        OverviewPoint point = read(Samples.of(TIME, values));

        assertThat(point.memory()).isNaN();
        assertThat(point.cpu()).isNaN();
        assertThat(point.receive()).isNaN();
        assertThat(point.disk()).isNaN();
    }

    @Test
    void readsMountpointsWithEscapes() {
        var values = Map.of("system.filesystem.utilization{system.filesystem.mountpoint=/a\\,b\\=c}", 0.5);

        assertThat(read(Samples.of(TIME, values)).mountpoint()).isEqualTo("/a,b=c");
    }

    private static OverviewPoint read(Sample sample) {
        return new OverviewIndex(sample.series()).read(Samples.view(sample));
    }
}
