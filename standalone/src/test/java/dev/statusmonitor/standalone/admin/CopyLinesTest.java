package dev.statusmonitor.standalone.admin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.statusmonitor.history.copy.HistoryCopy.Copied;
import dev.statusmonitor.history.store.Tier;
import dev.statusmonitor.standalone.console.Console;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class CopyLinesTest {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private final long[] nanoTime = {17};
    private final CopyLines lines = new CopyLines(
            new Console(
                    new PrintStream(out, true, StandardCharsets.UTF_8),
                    new PrintStream(err, true, StandardCharsets.UTF_8)),
            () -> nanoTime[0]);

    private void pass(int seconds) {
        nanoTime[0] += Duration.ofSeconds(seconds).toNanos();
    }

    private List<String> said() {
        return out.toString(StandardCharsets.UTF_8).lines().toList();
    }

    @Test
    void saysHowFarItIsAndHowLongItTakesEverySomeSeconds() {
        lines.at("h1", 1, 4, Tier.RAW, 0.001);
        pass(4);
        lines.at("h1", 1, 4, Tier.RAW, 0.1);
        pass(1);
        lines.at("h1", 1, 4, Tier.MINUTE, 0.125);
        pass(1);
        lines.at("h1", 1, 4, Tier.HOUR, 0.2);
        pass(44);
        lines.at("h3", 3, 4, Tier.HOUR, 0.5);
        pass(100);
        lines.at("h4", 4, 4, Tier.HOUR, 1.0);

        assertThat(said())
                .containsExactly(
                        "  host 1 of 4 (h1): minutes, 12 %, about 35 s left",
                        "  host 3 of 4 (h3): hours, 50 %, about 50 s left",
                        "  host 4 of 4 (h4): hours, 99 %, about 1 s left");
    }

    @Test
    void doesNotTakeWhatWasCopiedBeforeForItsOwnSpeed() {
        pass(10);
        lines.at("h9", 91, 100, Tier.RAW, 0.905);

        assertThat(said()).containsExactly("  host 91 of 100 (h9): samples, 90 %, about 3 min left");
    }

    @Test
    void saysWhatItWaitsForAndWhatWasDone() {
        lines.waits("The InfluxDB at http://i:8086 does not answer.");
        pass(12_000);
        lines.end(new Copied(20, 1_728_000, 366_000));

        assertThat(err.toString(StandardCharsets.UTF_8))
                .isEqualToIgnoringNewLines(
                        "Warning: The InfluxDB at http://i:8086 does not answer. It is tried again.");
        assertThat(said())
                .containsExactly("Done: 20 hosts in 3 h 20 min; 1,728,000 samples and 366,000 windows of it now.");
    }
}
