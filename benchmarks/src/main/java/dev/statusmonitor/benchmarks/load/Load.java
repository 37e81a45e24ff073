package dev.statusmonitor.benchmarks.load;

import java.io.EOFException;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Sends as many agents would, from one thread: each host has a connection of its own that is kept, one request on it
 * at a time, and sends again what was not acknowledged. Nothing that an agent would wait for is left out of the
 * latencies.
 */
public final class Load implements AutoCloseable {
    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);
    private static final long LAST_WAIT = 15 * SECOND;

    private final InetSocketAddress to;
    private final List<SimulatedHost> hosts;
    private final Selector selector;
    private final ByteBuffer out = ByteBuffer.allocateDirect(64 << 10);
    private final ByteBuffer in = ByteBuffer.allocateDirect(64 << 10);

    /** Who has to send again, in the order of their times. */
    private final ArrayDeque<SimulatedHost> waiting = new ArrayDeque<>();

    // Of the load that runs.
    private boolean flatOut;
    private long startNanos;
    private long startMillis;
    private long endNanos;
    private long seconds;
    private int open;
    private long acknowledged;
    private long incomplete;
    private long failures;
    private Map<Integer, Long> answers = new HashMap<>();
    private Latencies latencies = new Latencies();

    /** @param to a loopback address, since a load is for one's own machine; each host has its own port of it */
    public Load(InetSocketAddress to, List<SimulatedHost> hosts) throws IOException {
        if (!to.getAddress().isLoopbackAddress()) {
            throw new IllegalArgumentException("a load is for this machine alone, and " + to + " is another");
        }
        this.to = to;
        this.hosts = List.copyOf(hosts);
        for (int i = 0; i < this.hosts.size(); i++) {
            this.hosts.get(i).index = i;
        }
        this.selector = Selector.open();
    }

    /** Each host sends each second, and the hosts evenly over the second, as long as {@code duration} says. */
    public LoadResult steady(Duration duration) throws IOException {
        return run(duration, false);
    }

    /** Each host sends again as soon as it has an answer. */
    public LoadResult flatOut(Duration duration) throws IOException {
        return run(duration, true);
    }

    /** The timestamp of a host's sample of a second of the newest steady load, Unix time in milliseconds. */
    public long timestamp(SimulatedHost host, int second) {
        return startMillis + second * 1_000L + TimeUnit.NANOSECONDS.toMillis(phase(host));
    }

    private LoadResult run(Duration duration, boolean flat) throws IOException {
        flatOut = flat;
        acknowledged = 0;
        incomplete = 0;
        failures = 0;
        open = 0;
        answers = new HashMap<>();
        latencies = new Latencies();
        for (SimulatedHost host : hosts) {
            host.reset();
            if (host.channel == null) {
                connect(host);
            }
        }
        var threads = ManagementFactory.getThreadMXBean();
        long cpu = threads.getCurrentThreadCpuTime();
        startNanos = System.nanoTime();
        startMillis = System.currentTimeMillis();
        endNanos = startNanos + duration.toNanos();
        seconds = duration.toSeconds();
        turn();
        for (SimulatedHost host : hosts) {
            if (host.sending >= 0) {
                // Its answer would be taken for one of the next load.
                disconnect(host);
            }
        }
        waiting.clear();
        return new LoadResult(
                duration.toNanos() / 1e9,
                acknowledged,
                answers,
                incomplete,
                failures,
                flat ? 0 : hosts.size() * seconds - acknowledged,
                latencies,
                (threads.getCurrentThreadCpuTime() - cpu) / 1e9);
    }

    /** The loop: sends what is due, reads what came. */
    private void turn() throws IOException {
        if (flatOut) {
            for (SimulatedHost host : hosts) {
                host.dueNanos = System.nanoTime();
                send(host, host.next++);
            }
        }
        long due = 0;
        while (true) {
            due = triggerUntilNow(due);
            long now = System.nanoTime();
            if (now > endNanos && (open == 0 || flatOut || now > endNanos + LAST_WAIT)) {
                return;
            }
            selector.select(this::ready, 1);
            resend();
        }
    }

    /** @return how many samples have been triggered in all */
    private long triggerUntilNow(long triggered) {
        if (flatOut) {
            return 0;
        }
        long sequence = triggered;
        long now = System.nanoTime();
        while (sequence < seconds * hosts.size()) {
            SimulatedHost host = hosts.get((int) (sequence % hosts.size()));
            if (startNanos + sequence / hosts.size() * SECOND + phase(host) > now) {
                break;
            }
            open++;
            // One that waits for its answer sends when that has come.
            if (host.sending < 0 && isBehind(host)) {
                sendNext(host);
            }
            sequence++;
        }
        return sequence;
    }

    private long phase(SimulatedHost host) {
        return host.index * SECOND / hosts.size();
    }

    private void sendNext(SimulatedHost host) {
        host.dueNanos = startNanos + host.next * SECOND + phase(host);
        send(host, host.next++);
    }

    private boolean isBehind(SimulatedHost host) {
        return host.next < seconds && startNanos + host.next * SECOND + phase(host) <= System.nanoTime();
    }

    private void send(SimulatedHost host, int second) {
        host.sending = second;
        host.retry = false;
        try {
            if (host.channel == null) {
                connect(host);
            }
            host.write(out, flatOut ? System.currentTimeMillis() : timestamp(host, second));
            host.channel().write(out);
            if (out.hasRemaining()) {
                host.unwritten = ByteBuffer.allocate(out.remaining()).put(out).flip();
                host.key().interestOps(SelectionKey.OP_READ | SelectionKey.OP_WRITE);
            }
        } catch (IOException e) {
            broken(host);
        }
    }

    private void connect(SimulatedHost host) throws IOException {
        SocketChannel channel = SocketChannel.open();
        channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
        channel.connect(new InetSocketAddress(to.getAddress(), host.port()));
        channel.configureBlocking(false);
        host.channel = channel;
        host.key = channel.register(selector, SelectionKey.OP_READ, host);
        host.partial = null;
        host.unwritten = null;
    }

    private void broken(SimulatedHost host) {
        failures++;
        disconnect(host);
        later(host);
    }

    private static void disconnect(SimulatedHost host) {
        try {
            if (host.channel != null) {
                host.channel.close();
            }
        } catch (IOException e) {
            // It is gone either way.
        }
        host.channel = null;
        host.key = null;
    }

    private void later(SimulatedHost host) {
        if (host.sending >= 0 && !host.retry) {
            host.retry = true;
            host.retryNanos = System.nanoTime() + SECOND;
            waiting.add(host);
        }
    }

    private void resend() {
        long now = System.nanoTime();
        while (!waiting.isEmpty() && waiting.getFirst().retryNanos <= now) {
            SimulatedHost host = waiting.removeFirst();
            if (host.retry) {
                send(host, host.sending);
            }
        }
    }

    private void ready(SelectionKey key) {
        var host = (SimulatedHost) key.attachment();
        try {
            if (key.isWritable() && host.unwritten != null) {
                host.channel().write(host.unwritten);
                if (!host.unwritten.hasRemaining()) {
                    host.unwritten = null;
                    key.interestOps(SelectionKey.OP_READ);
                }
            }
            if (key.isReadable()) {
                read(host);
            }
        } catch (IOException e) {
            broken(host);
        }
    }

    private void read(SimulatedHost host) throws IOException {
        in.clear();
        if (host.partial != null) {
            in.put(host.partial);
            host.partial = null;
        }
        int read = host.channel().read(in);
        if (read < 0) {
            if (host.sending >= 0 && !host.retry) {
                throw new EOFException();
            }
            // Closed while idle: the next sample opens another, as an agent's client does.
            disconnect(host);
            return;
        }
        in.flip();
        HttpAnswer answer = HttpAnswer.parse(in);
        if (answer == null) {
            host.partial = ByteBuffer.allocate(in.remaining()).put(in).flip();
            return;
        }
        answered(host, answer);
    }

    private void answered(SimulatedHost host, HttpAnswer answer) {
        answers.merge(answer.status(), 1L, Long::sum);
        if (answer.closes()) {
            disconnect(host);
        }
        if (answer.status() != 202) {
            later(host);
            return;
        }
        long now = System.nanoTime();
        if (answer.mentionsRefusal()) {
            incomplete++;
        }
        if (!flatOut || now <= endNanos) {
            acknowledged++;
            latencies.add(now - host.dueNanos);
        }
        if (host.sending >= 0) {
            host.acknowledged().set(host.sending);
        }
        host.sending = -1;
        if (flatOut) {
            if (now < endNanos) {
                host.dueNanos = now;
                send(host, host.next++);
            }
            return;
        }
        open--;
        if (isBehind(host)) {
            sendNext(host);
        }
    }

    @Override
    public void close() throws IOException {
        for (SimulatedHost host : hosts) {
            disconnect(host);
        }
        selector.close();
    }
}
