package dev.statusmonitor.agent.collect;

import dev.statusmonitor.contract.TopProcesses;
import java.io.FileInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Counts the processes and finds the busiest and the largest, from {@code /proc/<pid>/stat} alone: how they were started
 * is never looked at. For use by one thread.
 */
final class LinuxProcesses {
    /** What the kernel counts by towards programs, whatever it counts by itself. */
    private static final double TICKS_PER_SECOND = 100;

    /** As much of the file as has what is wanted; its values would be longer only in theory. */
    private static final int STAT = 1_024;

    private static final int AT_PAGESZ = 6;
    private static final int USER_TIME = 14;
    private static final int SYSTEM_TIME = 15;
    private static final int START = 22;
    private static final int RESIDENT = 24;

    private final Path proc;
    private final LongSupplier nanoTime;
    private final long pageBytes;
    private final byte[] bytes = new byte[STAT];
    private Map<Long, Seen> before = Map.of();
    private boolean seenBefore;
    private long seenAt;

    /**
     * A process, when it was looked at last.
     *
     * @param start tells it from an earlier one of the same id
     * @param ticks of processor time that it has had
     */
    private record Seen(long start, long ticks) {}

    /**
     * How many there are, and which stand out.
     *
     * @param top without the busiest the first time, since that is a matter of two readings
     */
    record Reading(long count, TopProcesses top) {}

    LinuxProcesses(Path proc, LongSupplier nanoTime) {
        this.proc = proc;
        this.nanoTime = nanoTime;
        this.pageBytes = pageBytes(proc);
    }

    Reading read() {
        String[] names = proc.toFile().list();
        long now = nanoTime.getAsLong();
        double seconds = (now - seenAt) / 1e9;
        var seen = new HashMap<Long, Seen>();
        var busiest = new Top();
        var largest = new Top();
        long count = 0;
        for (String name : names == null ? new String[0] : names) {
            if (name.charAt(0) < '1' || name.charAt(0) > '9') {
                continue;
            }
            count++;
            int length = stat(name);
            int end = length - 1;
            // A name may hold anything, brackets too; after the last one come numbers alone.
            while (end >= 0 && bytes[end] != ')') {
                end--;
            }
            int begin = 0;
            while (begin < end && bytes[begin] != '(') {
                begin++;
            }
            if (begin >= end) {
                continue;
            }
            long pid = number(name);
            long ticks = field(USER_TIME, end, length) + field(SYSTEM_TIME, end, length);
            long start = field(START, end, length);
            Seen last = before.get(pid);
            long earlier = last != null && last.start == start ? last.ticks : 0;
            if (seenBefore && ticks > earlier) {
                busiest.offer(pid, ticks - earlier, begin, end);
            }
            largest.offer(pid, field(RESIDENT, end, length), begin, end);
            seen.put(pid, new Seen(start, ticks));
        }
        boolean known = seenBefore && seconds > 0;
        before = seen;
        seenBefore = true;
        seenAt = now;
        return new Reading(
                count,
                new TopProcesses(
                        known
                                ? busiest.list((pid, value, called) ->
                                        new TopProcesses.Busy(called, pid, share(value / TICKS_PER_SECOND / seconds)))
                                : List.of(),
                        largest.list((pid, value, called) -> new TopProcesses.Large(
                                called, pid, Math.min(TopProcesses.MEMORY_MAX, value * pageBytes)))));
    }

    private static double share(double value) {
        return Math.min(TopProcesses.CPU_MAX, Math.rint(value * 1_000) / 1_000);
    }

    /** Reads a process's file; gives its length, 0 where the process is gone. */
    private int stat(String pid) {
        try (var file = new FileInputStream(proc + "/" + pid + "/stat")) {
            return Math.max(0, file.read(bytes));
        } catch (IOException e) {
            return 0;
        }
    }

    /** By its number in proc(5); the fields after the name count from 3. Not below 0, and 0 where there is none. */
    private long field(int number, int nameEnd, int length) {
        int at = nameEnd + 2;
        for (int i = 3; i < number; i++) {
            while (at < length && bytes[at] != ' ') {
                at++;
            }
            at++;
        }
        long value = 0;
        while (at < length && bytes[at] >= '0' && bytes[at] <= '9') {
            value = value * 10 + (bytes[at++] - '0');
        }
        return Math.max(0, value);
    }

    private static long number(String text) {
        long value = 0;
        for (int i = 0; i < text.length() && text.charAt(i) >= '0' && text.charAt(i) <= '9'; i++) {
            value = value * 10 + (text.charAt(i) - '0');
        }
        return value;
    }

    /** As the kernel tells every program in its auxiliary vector: pairs of words. */
    private static long pageBytes(Path proc) {
        try {
            ByteBuffer pairs = ByteBuffer.wrap(Files.readAllBytes(proc.resolve("self/auxv")))
                    .order(ByteOrder.nativeOrder());
            while (pairs.remaining() >= 16) {
                long type = pairs.getLong();
                long value = pairs.getLong();
                if (type == AT_PAGESZ && value > 0) {
                    return value;
                }
            }
        } catch (IOException e) {
            // A kernel without it has the size that nearly all have.
        }
        return 4_096;
    }

    private interface Making<T> {
        T make(long pid, long value, String name);
    }

    /** The first few by a value, the largest first. Only their names become text. */
    private final class Top {
        private final long[] pids = new long[TopProcesses.MOST];
        private final long[] values = new long[TopProcesses.MOST];
        private final @Nullable String[] names = new String[TopProcesses.MOST];
        private int size;

        void offer(long pid, long value, int nameBegin, int nameEnd) {
            if (value <= 0 || (size == values.length && value <= values[size - 1])) {
                return;
            }
            int at = size < values.length ? size++ : size - 1;
            while (at > 0 && values[at - 1] < value) {
                pids[at] = pids[at - 1];
                values[at] = values[at - 1];
                names[at] = names[at - 1];
                at--;
            }
            pids[at] = pid;
            values[at] = value;
            names[at] = TopProcesses.name(
                    new String(bytes, nameBegin + 1, nameEnd - nameBegin - 1, StandardCharsets.UTF_8));
        }

        <T> List<T> list(Making<T> making) {
            var list = new ArrayList<T>(size);
            for (int i = 0; i < size; i++) {
                list.add(making.make(pids[i], values[i], String.valueOf(names[i])));
            }
            return list;
        }
    }
}
