package dev.statusmonitor.agent.collect;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Runs a program of the host that only tells something. */
interface Program {
    /** More than any of those says. */
    int MOST_BYTES = 1 << 20;

    Duration LONGEST = Duration.ofSeconds(10);

    /** The lines that it says. */
    List<String> run(List<String> command) throws IOException, InterruptedException;

    /** A program of this host, in no language but English, without input. */
    static List<String> onThisHost(List<String> command) throws IOException, InterruptedException {
        var builder = new ProcessBuilder(command)
                .redirectInput(ProcessBuilder.Redirect.from(new java.io.File("/dev/null")))
                .redirectError(ProcessBuilder.Redirect.DISCARD);
        builder.environment().put("LC_ALL", "C");
        Process process = builder.start();
        try (var out = process.getInputStream()) {
            String text = new String(out.readNBytes(MOST_BYTES), StandardCharsets.UTF_8);
            if (!process.waitFor(LONGEST.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new IOException(command.get(0) + " does not end");
            }
            if (process.exitValue() != 0) {
                throw new IOException(command.get(0) + " ends with status " + process.exitValue());
            }
            return text.lines().toList();
        } finally {
            process.destroyForcibly();
        }
    }
}
