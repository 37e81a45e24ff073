package dev.statusmonitor.standalone.admin;

import dev.statusmonitor.history.copy.CopyProgress;
import dev.statusmonitor.history.copy.HistoryCopy.Copied;
import dev.statusmonitor.history.store.Tier;
import dev.statusmonitor.standalone.console.Console;
import java.time.Duration;
import java.util.Locale;
import java.util.function.LongSupplier;

/** Says every few seconds how far copying has come, and how long it will take as fast as it was until now. */
final class CopyLines implements CopyProgress {
    private static final Duration EVERY = Duration.ofSeconds(5);

    private final Console console;
    private final LongSupplier nanoTime;
    private final long began;
    private long said;
    /** What was copied before this began: it says nothing of how fast this is. */
    private double before = -1;

    /** @param nanoTime as {@link System#nanoTime} */
    CopyLines(Console console, LongSupplier nanoTime) {
        this.console = console;
        this.nanoTime = nanoTime;
        this.began = nanoTime.getAsLong();
        this.said = began;
    }

    @Override
    public void at(String host, int number, int hosts, Tier tier, double done) {
        if (before < 0) {
            before = (number - 1.0) / hosts;
        }
        long now = nanoTime.getAsLong();
        if (now - said < EVERY.toNanos()) {
            return;
        }
        said = now;
        double copied = done - before;
        String left = copied <= 0
                ? ""
                : ", about "
                        + amount(Duration.ofNanos((long) ((now - began) / copied * Math.max(0, 1 - done))))
                        + " left";
        console.say(String.format(
                Locale.ROOT,
                "  host %d of %d (%s): %s, %d %%%s",
                number,
                hosts,
                host,
                name(tier),
                (int) Math.min(99, done * 100),
                left));
    }

    @Override
    public void waits(String why) {
        console.warn(why + " It is tried again.");
    }

    /** All is copied. */
    void end(Copied copied) {
        console.say(String.format(
                Locale.ROOT,
                "Done: %d %s in %s; %,d samples and %,d windows of it now.",
                copied.hosts(),
                copied.hosts() == 1 ? "host" : "hosts",
                amount(Duration.ofNanos(nanoTime.getAsLong() - began)),
                copied.samples(),
                copied.windows()));
    }

    private static String name(Tier tier) {
        return switch (tier) {
            case RAW -> "samples";
            case MINUTE -> "minutes";
            case HOUR -> "hours";
        };
    }

    /** {@code 40 s}, {@code 12 min}, {@code 3 h 20 min}. */
    static String amount(Duration duration) {
        long minutes = Math.round(duration.toSeconds() / 60.0);
        if (duration.toSeconds() < 100) {
            return Math.max(1, duration.toSeconds()) + " s";
        }
        return minutes < 100 ? minutes + " min" : minutes / 60 + " h " + minutes % 60 + " min";
    }
}
