package dev.statusmonitor.history.copy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.statusmonitor.history.store.TestSamples.SetClock;
import dev.statusmonitor.history.store.Tier;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import org.junit.jupiter.api.Test;

/** What a copy promises to whoever ends it by {@code kill -9}, from any store to any other. */
abstract class HistoryCopyKillContract extends CopiedStores {
    HistoryCopyKillContract(TestStore from, TestStore to) {
        super(from, to);
    }

    /** Killed in the middle of a host, and begun again by the next process. */
    @Test
    void goesOnAfterKillMinus9() throws Exception {
        generated().fill(source, HOSTS);
        var expected = Answers.of(source, clock, HOSTS);
        source.close();
        target.close();

        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx256m",
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "--enable-native-access=ALL-UNNAMED",
                        "--sun-misc-unsafe-memory-access=allow",
                        "-cp",
                        System.getProperty("java.class.path"),
                        CopyingProcess.class.getName(),
                        from(),
                        to(),
                        data.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        var said = new ArrayList<String>();
        try (var lines = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                said.add(line);
                if (line.equals("2 MINUTE")) {
                    process.toHandle().destroyForcibly();
                }
            }
        } finally {
            process.destroyForcibly().waitFor();
        }
        assertThat(said).contains("1 HOUR", "2 RAW").doesNotContain("done");

        // Time went on.
        clock.set(Instant.now());
        source = named(from()).openSource(clock);
        target = named(to()).openTarget(clock);
        var again = new ArrayList<Integer>();
        try (var done = CopiedHosts.open(NamedStore.progressFile(data), CopyingProcess.STORES)) {
            assertThat(done.contains("host-0")).isTrue();
            var noted = new CopyProgress() {
                @Override
                public void at(String host, int number, int hosts, Tier tier, double share) {
                    again.add(number);
                }

                @Override
                public void waits(String why) {
                    throw new AssertionError(why);
                }
            };
            new HistoryCopy(source, CopyTarget.of(target), done, noted, clock, Duration.ofMillis(100)).run();
        }
        assertThat(again).doesNotContain(1).contains(3);
        Answers.areTheSame(Answers.of(target, new SetClock(now), HOSTS), expected);
    }
}
