package dev.statusmonitor.agent.buffer;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The host's clock, smoothed, and what the platform's answers tell of its error.
 *
 * <p>An <em>era</em> is a stretch of time in which the host's clock ran without a jump. A jump (somebody set the
 * clock; the host slept) begins the next era. In each era the clock counts as unproved until an answer of the platform
 * has been compared with it; from then on the era's correction is fixed, so that a sample has one timestamp however
 * often it is sent. Corrections are whole seconds, and 0 where the clock is at most two seconds wrong.
 *
 * <p>Safe for use by several threads.
 */
public final class PlatformClock {
    private static final Logger LOG = LoggerFactory.getLogger(PlatformClock.class);
    private static final long MILLI = 1_000_000L;
    private static final long SECOND = 1_000 * MILLI;

    /** A difference of the two clocks of the host that no slewing explains. */
    private static final long JUMP = SECOND;

    private static final long TOLERATED = 2 * SECOND;

    /** After this, an exact old estimate of the offset gives way to a rougher new one. */
    private static final long ESTIMATE_LASTS = 60 * SECOND;

    private static final int ERAS_KEPT = 16;

    private final LongSupplier nanoTime;
    private final LongSupplier wallMillis;
    private final Map<Integer, Long> corrections = new LinkedHashMap<>();
    private final Map<Integer, Long> basesBefore = new LinkedHashMap<>();

    /** The host's clock minus the one that never jumps. Two processes of one boot see the same, unless it jumped. */
    private long base;

    private int era;
    private boolean estimated;
    private long offset;
    private long roundTrip;
    private long estimatedAt;

    /**
     * @param nanoTime a clock that never jumps, ns
     * @param wallMillis the host's clock, Unix ms
     */
    public PlatformClock(LongSupplier nanoTime, LongSupplier wallMillis) {
        this.nanoTime = nanoTime;
        this.wallMillis = wallMillis;
        this.base = wallMillis.getAsLong() * MILLI - nanoTime.getAsLong();
    }

    /** A clock over the system's. */
    public static PlatformClock system() {
        return new PlatformClock(System::nanoTime, System::currentTimeMillis);
    }

    /**
     * A moment by the clocks of the host.
     *
     * @param nanos the clock that never jumps, ns
     * @param wallNanos Unix time by the host, smoothed, ns
     * @param era in which era it lies
     */
    public record Moment(long nanos, long wallNanos, int era) {}

    /** Now. Begins a new era where the host's clock has jumped since the last call. */
    public synchronized Moment read() {
        long nanos = nanoTime.getAsLong();
        long seen = wallMillis.getAsLong() * MILLI - nanos;
        long error = seen - base;
        if (Math.abs(error) > JUMP) {
            nextEra();
            base = seen;
            estimated = false;
            LOG.info(
                    "The host's clock jumped by {} s (it was set, or the host slept).",
                    Math.round(error / (double) SECOND));
        } else {
            // Follows a clock that is being slewed, without passing on the millisecond steps in which it is read.
            base += Math.max(-5 * MILLI, Math.min(5 * MILLI, error / 16));
        }
        return new Moment(nanos, nanos + base, era);
    }

    /**
     * Compares the clocks.
     *
     * @param platformMillis the platform's clock, as an answer told it
     * @param sent when the question was asked; half of the time since then is taken for the way back
     */
    public synchronized void learn(long platformMillis, Moment sent) {
        Moment received = read();
        if (received.era != sent.era) {
            // What lies between the two is not the round trip.
            return;
        }
        long trip = received.nanos - sent.nanos;
        long measured = platformMillis * MILLI - sent.wallNanos - trip / 2;
        boolean contradicts = Math.abs(measured - offset) > (trip + roundTrip) / 2 + 50 * MILLI;
        if (!estimated || trip <= roundTrip || contradicts || received.nanos - estimatedAt > ESTIMATE_LASTS) {
            estimated = true;
            offset = measured;
            roundTrip = trip;
            estimatedAt = received.nanos;
        }
        Long applied = corrections.get(era);
        if (applied != null) {
            if (Math.abs(measured - applied) <= TOLERATED + trip / 2) {
                return;
            }
            nextEra();
        }
        settle(Math.abs(measured) <= TOLERATED ? 0 : Math.round(measured / (double) SECOND) * SECOND);
    }

    /**
     * The platform answered without telling its time, so nothing better than the host's clock will come: the era keeps
     * the correction of the one before.
     */
    public synchronized void untold() {
        if (!corrections.containsKey(era)) {
            settle(corrections.getOrDefault(era - 1, 0L));
        }
    }

    private void nextEra() {
        basesBefore.put(era, base);
        forgetOldest(basesBefore);
        era++;
    }

    private static void forgetOldest(Map<Integer, Long> ofEras) {
        if (ofEras.size() > ERAS_KEPT) {
            ofEras.remove(ofEras.keySet().iterator().next());
        }
    }

    private void settle(long correction) {
        long before = corrections.getOrDefault(era - 1, 0L);
        corrections.put(era, correction);
        forgetOldest(corrections);
        if (correction != before) {
            LOG.info(
                    "The host's clock differs from the platform's by {} s; samples bear the platform's time.",
                    correction / SECOND);
        }
    }

    /** Whether the present era's clock has been compared with the platform's. */
    public synchronized boolean proved() {
        return corrections.containsKey(read().era);
    }

    /** The era that it is. */
    synchronized int era() {
        return era;
    }

    /** What to add to the host's time in an era to have the platform's, ms; empty while that is not known. */
    synchronized OptionalLong correction(int era) {
        Long correction = corrections.get(era);
        return correction == null ? OptionalLong.empty() : OptionalLong.of(correction / MILLI);
    }

    /** By what an era is known again by a later process: the host's clock minus the one that never jumps, ms. */
    synchronized OptionalLong baseMillis(int era) {
        Long of = era == this.era ? Long.valueOf(base) : basesBefore.get(era);
        return of == null ? OptionalLong.empty() : OptionalLong.of(of / MILLI);
    }

    /**
     * What to add to the host's time, ms, where the two clocks of the host differed by this much: as in the first era
     * like it that was proved; empty where there is none. Within a boot, a clock that neither jumped nor slept keeps
     * the difference; another boot has another one.
     */
    synchronized OptionalLong correctionAt(long baseMillis) {
        for (int like : corrections.keySet()) {
            OptionalLong of = baseMillis(like);
            if (of.isPresent() && Math.abs(of.getAsLong() - baseMillis) <= TOLERATED / MILLI) {
                return correction(like);
            }
        }
        return OptionalLong.empty();
    }

    /** The platform's time as well as it is known, Unix ms. */
    public synchronized long platformMillis() {
        Moment now = read();
        return (now.wallNanos + (estimated ? offset : corrections.getOrDefault(now.era, 0L))) / MILLI;
    }

    /** The platform's clock minus the host's, in seconds, as last measured; empty before the first answer. */
    public synchronized OptionalDouble offsetSeconds() {
        return estimated ? OptionalDouble.of((double) offset / SECOND) : OptionalDouble.empty();
    }
}
