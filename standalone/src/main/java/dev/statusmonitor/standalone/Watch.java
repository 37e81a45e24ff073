package dev.statusmonitor.standalone;

import dev.statusmonitor.standalone.console.Console;
import dev.statusmonitor.standalone.console.Refusal;
import dev.statusmonitor.standalone.data.ClockCheck;
import dev.statusmonitor.standalone.data.DataFolder;
import dev.statusmonitor.standalone.data.DiskSpace;
import dev.statusmonitor.standalone.data.LastUsed;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Looks at the machine under the platform, before it starts and every few seconds from then on: its disk and clock. */
final class Watch {
    private static final Logger log = LoggerFactory.getLogger(Watch.class);
    private static final Duration REMEMBER = Duration.ofMinutes(1);

    private final DataFolder folder;
    private final LastUsed lastUsed;
    private final Console console;
    private final StopSignal stop;

    private DiskSpace.Verdict disk = DiskSpace.Verdict.ENOUGH;
    private Instant clockAt = Instant.now();
    private long nanosAt = System.nanoTime();
    private Instant remembered = Instant.MIN;
    private Runnable also = () -> {};

    private Watch(DataFolder folder, Console console, StopSignal stop) {
        this.folder = folder;
        this.lastUsed = new LastUsed(folder);
        this.console = console;
        this.stop = stop;
    }

    /** @throws Refusal when the clock is wrong or the disk is full */
    static Watch begin(DataFolder folder, boolean clockIsRight, Console console, StopSignal stop) {
        var watch = new Watch(folder, console, stop);
        if (!clockIsRight) {
            watch.checkClock();
        }
        if (watch.checkDisk() == DiskSpace.Verdict.FULL) {
            throw watch.diskIsFull("It does not start, since a full disk would damage it.");
        }
        watch.remember(Instant.now());
        return watch;
    }

    /** Does this as well, whenever it looks. */
    void also(Runnable task) {
        also = task;
    }

    /** Looks once. */
    void look() {
        watchClock();
        also.run();
        if (checkDisk() == DiskSpace.Verdict.FULL) {
            stop.ask(diskIsFull("It stopped before that could damage it."));
        }
    }

    private void checkClock() {
        Instant now = Instant.now();
        ClockCheck.behind(now, lastUsed.read().orElse(now), "the data was last used")
                .or(() -> ClockCheck.behind(now, builtAt(now), "this StatusMonitor was built"))
                .ifPresent(sentence -> {
                    throw new Refusal(sentence);
                });
    }

    private static Instant builtAt(Instant otherwise) {
        try {
            return Files.getLastModifiedTime(Path.of(Watch.class
                            .getProtectionDomain()
                            .getCodeSource()
                            .getLocation()
                            .toURI()))
                    .toInstant();
        } catch (IOException | java.net.URISyntaxException | RuntimeException e) {
            log.debug("when this was built is not known", e);
            return otherwise;
        }
    }

    private void watchClock() {
        Instant now = Instant.now();
        long nanos = System.nanoTime();
        ClockCheck.moved(Duration.between(clockAt, now), Duration.ofNanos(nanos - nanosAt))
                .ifPresent(moved -> {
                    String sentence =
                            "This machine's clock was moved by %d min. Samples are kept under the time that it says."
                                    .formatted(moved.toMinutes());
                    console.warn(sentence);
                    log.warn(sentence);
                });
        clockAt = now;
        nanosAt = nanos;
        if (Duration.between(remembered, now).abs().compareTo(REMEMBER) >= 0) {
            remember(now);
        }
    }

    private void remember(Instant now) {
        try {
            lastUsed.write(now);
            remembered = now;
        } catch (IOException e) {
            log.warn("could not remember when the data was last used", e);
        }
    }

    private DiskSpace.Verdict checkDisk() {
        try {
            DiskSpace space = DiskSpace.of(folder.path());
            DiskSpace.Verdict before = disk;
            disk = space.verdict();
            if (disk == DiskSpace.Verdict.LOW && before == DiskSpace.Verdict.ENOUGH) {
                String sentence =
                        "The disk of %s is nearly full: %s left. Make room; with less than %s the platform stops."
                                .formatted(folder.path(), space, DiskSpace.amount(DiskSpace.FLOOR));
                console.warn(sentence);
                log.warn(sentence);
            }
        } catch (IOException e) {
            log.warn("the room on the disk cannot be read", e);
        }
        return disk;
    }

    private Refusal diskIsFull(String consequence) {
        String left;
        try {
            left = DiskSpace.of(folder.path()).toString();
        } catch (IOException e) {
            left = "nothing";
        }
        return new Refusal("The disk of %s is full: %s left. %s Make room and start again."
                .formatted(folder.path(), left, consequence));
    }
}
