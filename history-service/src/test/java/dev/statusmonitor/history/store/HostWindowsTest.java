package dev.statusmonitor.history.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.statusmonitor.history.store.HostWindows.Stretch;
import org.junit.jupiter.api.Test;

class HostWindowsTest {
    private static final long MINUTE = Tier.MINUTE.step();

    private final HostWindows windows = new HostWindows(Tier.MINUTE);

    @Test
    void keepsWhatFollowsOneAnotherAsOneStretch() {
        windows.add("h1", 3 * MINUTE);
        windows.add("h1", 5 * MINUTE);
        windows.add("h1", 4 * MINUTE);
        windows.add("h1", 4 * MINUTE);
        windows.add("h1", 9 * MINUTE);

        assertThat(windows.of("h1"))
                .containsExactly(new Stretch(3 * MINUTE, 6 * MINUTE), new Stretch(9 * MINUTE, 10 * MINUTE));
    }

    @Test
    void knowsWhichItHas() {
        windows.add("h1", 3 * MINUTE, 6 * MINUTE);

        assertThat(windows.contains("h1", 2 * MINUTE)).isFalse();
        assertThat(windows.contains("h1", 3 * MINUTE)).isTrue();
        assertThat(windows.contains("h1", 5 * MINUTE)).isTrue();
        assertThat(windows.contains("h1", 6 * MINUTE)).isFalse();
        assertThat(windows.contains("h2", 3 * MINUTE)).isFalse();
    }

    @Test
    void givesUpThoseBeforeATimeAndKeepsTheOthers() {
        windows.add("h1", MINUTE, 3 * MINUTE);
        windows.add("h1", 4 * MINUTE, 9 * MINUTE);
        windows.add("h1", 12 * MINUTE);
        windows.add("h2", 2 * MINUTE);
        windows.add("h3", 7 * MINUTE);

        HostWindows taken = windows.takeBefore(6 * MINUTE);

        assertThat(taken.of("h1"))
                .containsExactly(new Stretch(MINUTE, 3 * MINUTE), new Stretch(4 * MINUTE, 6 * MINUTE));
        assertThat(taken.of("h2")).containsExactly(new Stretch(2 * MINUTE, 3 * MINUTE));
        assertThat(taken.hosts()).containsExactlyInAnyOrder("h1", "h2");
        assertThat(windows.of("h1"))
                .containsExactly(new Stretch(6 * MINUTE, 9 * MINUTE), new Stretch(12 * MINUTE, 13 * MINUTE));
        assertThat(windows.hosts()).containsExactlyInAnyOrder("h1", "h3");
        assertThat(windows.takeBefore(0).isEmpty()).isTrue();
    }
}
