package dev.statusmonitor.standalone.data;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class DiskSpaceTest {
    private static final long GIB = 1L << 30;

    @Test
    void muchRoomIsEnough() {
        assertThat(new DiskSpace(100 * GIB, 50 * GIB).verdict()).isEqualTo(DiskSpace.Verdict.ENOUGH);
    }

    @Test
    void lessThanTwoGibibytesOrAFewPercentIsLow() {
        assertThat(new DiskSpace(10 * GIB, 2 * GIB - 1).verdict()).isEqualTo(DiskSpace.Verdict.LOW);
        assertThat(new DiskSpace(100 * GIB, 5 * GIB - 1).verdict()).isEqualTo(DiskSpace.Verdict.LOW);
    }

    @Test
    void belowTheFloorItIsFull() {
        assertThat(new DiskSpace(100 * GIB, DiskSpace.FLOOR - 1).verdict()).isEqualTo(DiskSpace.Verdict.FULL);
    }

    @Test
    void readsLikeAPersonWouldSayIt() {
        assertThat(new DiskSpace(100 * GIB, GIB + GIB / 2)).hasToString("1.5 GiB of 100 GiB");
        assertThat(DiskSpace.amount(300L << 20)).isEqualTo("300 MiB");
    }
}
