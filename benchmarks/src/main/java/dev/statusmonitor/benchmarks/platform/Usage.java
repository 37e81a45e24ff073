package dev.statusmonitor.benchmarks.platform;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What processes use of the machine. */
public final class Usage {
    private static final Pattern RSS = Pattern.compile("VmRSS:\\s+(\\d+) kB");

    private static final Pattern PSS = Pattern.compile("(?m)^Pss:\\s+(\\d+) kB");

    private Usage() {}

    /** Processor time of all of them, since each began. */
    public static Duration cpu(List<ProcessHandle> processes) {
        return processes.stream()
                .map(process -> process.info().totalCpuDuration().orElse(Duration.ZERO))
                .reduce(Duration.ZERO, Duration::plus);
    }

    /** Resident memory of all of them, in MiB; pages that two of them share count twice. */
    public static double residentMiB(List<ProcessHandle> processes) throws CannotMeasureException {
        double kib = 0;
        for (ProcessHandle process : processes) {
            kib += residentKiB(process.pid());
        }
        return kib / 1024;
    }

    /**
     * Proportional set size in MiB: a page that several processes share counts for each by its share. Linux alone.
     */
    public static double proportionalMiB(ProcessHandle process) throws CannotMeasureException {
        Path rollup = Path.of("/proc/" + process.pid() + "/smaps_rollup");
        try {
            Matcher pss = PSS.matcher(Files.readString(rollup));
            if (!pss.find()) {
                throw new CannotMeasureException(rollup + " tells no Pss");
            }
            return Long.parseLong(pss.group(1)) / 1024.0;
        } catch (IOException e) {
            throw new CannotMeasureException(rollup + " could not be read", e);
        }
    }

    private static long residentKiB(long pid) throws CannotMeasureException {
        Path status = Path.of("/proc/" + pid + "/status");
        try {
            if (Files.exists(status)) {
                Matcher rss = RSS.matcher(Files.readString(status));
                return rss.find() ? Long.parseLong(rss.group(1)) : 0;
            }
            Process ps = new ProcessBuilder("ps", "-o", "rss=", "-p", Long.toString(pid)).start();
            String text = new String(ps.getInputStream().readAllBytes(), StandardCharsets.US_ASCII).strip();
            return text.isEmpty() ? 0 : Long.parseLong(text);
        } catch (IOException | NumberFormatException e) {
            throw new CannotMeasureException("the memory of process " + pid + " could not be read", e);
        }
    }
}
