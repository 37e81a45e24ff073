package dev.statusmonitor.agent.collect;

import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Processor time since the host started, in ticks of any length.
 *
 * @param modes which modes this operating system tells apart
 * @param total all processors together
 * @param logical each logical processor that is on line
 */
record CpuReading(Set<Mode> modes, Times total, List<Times> logical) {
    /** Interrupt is hard and soft interrupts; guests' time is in user and nice. */
    enum Mode {
        USER(0),
        NICE(1),
        SYSTEM(2),
        IDLE(3),
        IOWAIT(4),
        INTERRUPT(5),
        STEAL(6);

        /** How many there are. */
        static final int COUNT = 7;

        /** Its place among a processor's ticks. */
        final int index;

        final String attribute = name().toLowerCase(Locale.ROOT);

        Mode(int index) {
            this.index = index;
        }
    }

    /**
     * @param number the operating system's number of the processor
     * @param ticks by {@link Mode#index}; not to be changed
     */
    record Times(int number, long[] ticks) {}
}
