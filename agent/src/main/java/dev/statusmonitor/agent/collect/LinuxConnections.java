package dev.statusmonitor.agent.collect;

import dev.statusmonitor.agent.collect.SlowExtra.Value;
import dev.statusmonitor.contract.Metrics;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;

/**
 * TCP connections of Linux by state, from {@code /proc/net/tcp} and {@code tcp6}, which the kernel writes line by line:
 * 10,000 connections take it about 10 ms.
 */
final class LinuxConnections {
    /** The kernel's number for a request that waits for its third packet. */
    private static final int NEW_SYN_RECEIVED = 12;

    /** It takes a thousandth of a processor's time at most, for which 100,000 connections are counted every 100 s. */
    private static final long REST = 1_000;

    private static final long LONGEST_REST = Duration.ofMinutes(5).toNanos();

    private final Path net;
    private final List<Series> series = Metrics.TCP_STATES.stream()
            .map(state -> Series.of(Metrics.CONNECTIONS, "network.connection.state", state, "network.transport", "tcp"))
            .toList();
    private final byte[] buffer = new byte[16_384];
    private final LongSupplier nanoTime;
    private List<Value> last = List.of();
    private long notBefore;

    /** @param net {@code /proc/net} */
    LinuxConnections(Path net, LongSupplier nanoTime) {
        this.net = net;
        this.nanoTime = nanoTime;
        this.notBefore = nanoTime.getAsLong();
    }

    /** What there is; on a host with so many connections that counting takes long, what there was the last time. */
    List<Value> read() throws IOException {
        long began = nanoTime.getAsLong();
        if (began - notBefore < 0) {
            return last;
        }
        last = count();
        long ended = nanoTime.getAsLong();
        notBefore = ended + Math.min(LONGEST_REST, REST * (ended - began));
        return last;
    }

    private List<Value> count() throws IOException {
        int[] counts = new int[series.size()];
        count(net.resolve("tcp"), counts);
        try {
            count(net.resolve("tcp6"), counts);
        } catch (NoSuchFileException | FileNotFoundException e) {
            // A kernel without IPv6.
        }
        var values = new ArrayList<Value>(counts.length);
        for (int i = 0; i < counts.length; i++) {
            values.add(new Value(series.get(i), counts[i]));
        }
        return values;
    }

    /** The fourth word of each line but the first is the state. */
    private void count(Path file, int[] counts) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            int word = -1;
            int state = 0;
            boolean inWord = false;
            boolean heading = true;
            for (int length = in.read(buffer); length > 0; length = in.read(buffer)) {
                for (int i = 0; i < length; i++) {
                    byte c = buffer[i];
                    if (c == '\n') {
                        heading = false;
                        word = -1;
                        inWord = false;
                    } else if (c == ' ') {
                        if (inWord && word == 3 && !heading) {
                            add(state, counts);
                        }
                        inWord = false;
                    } else {
                        if (!inWord) {
                            inWord = true;
                            word++;
                            state = 0;
                        }
                        if (word == 3) {
                            state = state * 16 + Character.digit(c, 16);
                        }
                    }
                }
            }
        }
    }

    /** By the kernel's numbers ({@code net/tcp_states.h}). */
    private static void add(int state, int[] counts) {
        int known = state == NEW_SYN_RECEIVED ? 3 : state;
        if (known >= 1 && known <= counts.length) {
            counts[known - 1]++;
        }
    }
}
