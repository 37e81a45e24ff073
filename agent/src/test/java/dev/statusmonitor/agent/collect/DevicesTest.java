package dev.statusmonitor.agent.collect;

import static org.assertj.core.api.Assertions.assertThat;

import dev.statusmonitor.contract.Metrics;
import org.junit.jupiter.api.Test;

class DevicesTest {
    private final Devices<StringBuilder> devices = new Devices<>("things", name -> {
        if (name.isEmpty()) {
            throw new IllegalArgumentException("no name");
        }
        return new StringBuilder(name);
    });

    @Test
    void keepsWhatItSawLast() {
        devices.begin();
        StringBuilder a = devices.get("a");
        devices.end();
        devices.begin();

        assertThat(devices.get("a")).isSameAs(a);
    }

    @Test
    void forgetsWhatAReadingDidNotShow() {
        devices.begin();
        StringBuilder a = devices.get("a");
        devices.end();
        devices.begin();
        devices.end();
        devices.begin();

        assertThat(devices.get("a")).isNotNull().isNotSameAs(a);
    }

    @Test
    void givesADeviceOnceAReading() {
        devices.begin();

        assertThat(devices.get("a")).isNotNull();
        assertThat(devices.get("a")).isNull();
    }

    @Test
    void leavesOutWhatCannotBeNamed() {
        for (int i = 0; i < 2; i++) {
            devices.begin();
            assertThat(devices.get("")).isNull();
            assertThat(devices.get("a")).isNotNull();
            devices.end();
        }
    }

    @Test
    void takesNoMoreThanASampleMayHaveAndThoseThatWereThereFirst() {
        devices.begin();
        for (int i = 0; i < Metrics.MAX_DEVICES; i++) {
            assertThat(devices.get("old" + i)).isNotNull();
        }
        devices.end();
        devices.begin();
        assertThat(devices.get("new")).isNull();
        assertThat(devices.get("old63")).isNotNull();
        devices.end();
        devices.begin();

        assertThat(devices.get("new")).isNotNull();
    }
}
