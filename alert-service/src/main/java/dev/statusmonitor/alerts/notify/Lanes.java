package dev.statusmonitor.alerts.notify;

import dev.statusmonitor.alerts.store.Words;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.transaction.TransactionException;

/**
 * A queue and a thread for each place where messages go, so that a slow or dead one holds up nobody else. The first
 * message goes at once; those that come within the next seconds go together in one. What cannot be delivered is tried
 * again after a pause that grows, or as long as the receiver asks for. Safe for use by several threads.
 */
final class Lanes implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Lanes.class);
    private static final Duration DATABASE_RETRY = Duration.ofSeconds(1);

    private final Map<Channel.Kind, Notifier> notifiers;
    private final Channels channels;
    private final NotifySettings settings;
    private final BooleanSupplier mayWork;
    private final Clock clock;
    private final Counter sent;
    private final Counter retried;
    private final Counter failed;
    private final Map<String, Lane> lanes = new ConcurrentHashMap<>();
    private volatile boolean closed;

    /** @param mayWork whether it is still this instance that tells people */
    Lanes(
            List<Notifier> notifiers,
            Channels channels,
            NotifySettings settings,
            BooleanSupplier mayWork,
            MeterRegistry meters,
            Clock clock) {
        this.notifiers = new HashMap<>();
        notifiers.forEach(each -> this.notifiers.put(each.kind(), each));
        this.channels = channels;
        this.settings = settings;
        this.mayWork = mayWork;
        this.clock = clock;
        this.sent = meters.counter("statusmonitor.alerts.messages.sent");
        this.retried = meters.counter("statusmonitor.alerts.messages.retried");
        this.failed = meters.counter("statusmonitor.alerts.messages.failed");
    }

    /** Sends it when its turn comes. */
    void offer(Delivery delivery) {
        while (!closed) {
            Lane lane = lanes.computeIfAbsent(delivery.channel().place(), Lane::new);
            if (lane.offer(delivery)) {
                return;
            }
        }
    }

    /** Ends all that wait; what was not sent stays in the database. */
    @Override
    public void close() {
        closed = true;
        lanes.values().forEach(Lane::end);
        lanes.values().forEach(Lane::join);
    }

    private final class Lane {
        private final String place;
        private final Deque<Delivery> waiting = new ArrayDeque<>();
        private final Thread thread;
        private boolean over;
        private int failures;

        Lane(String place) {
            this.place = place;
            this.thread = Thread.ofVirtual().name("alerts-lane").unstarted(this::run);
            thread.start();
        }

        /** @return false where the lane has ended and another is to be made */
        synchronized boolean offer(Delivery delivery) {
            if (over) {
                return false;
            }
            waiting.add(delivery);
            notifyAll();
            return true;
        }

        void end() {
            thread.interrupt();
        }

        void join() {
            try {
                thread.join(settings.telegram().timeout().plusSeconds(2));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }

        private void run() {
            try {
                long next = System.nanoTime();
                while (!closed && mayWork.getAsBoolean()) {
                    if (!await(next)) {
                        return;
                    }
                    boolean all = step();
                    next = System.nanoTime() + (all ? settings.together().toNanos() : 0);
                }
            } catch (InterruptedException e) {
                // Asked to end.
            } finally {
                synchronized (this) {
                    over = true;
                }
                lanes.remove(place, this);
            }
        }

        /** Waits for a message, and for the time of the next; false when there was none for so long that it can end. */
        private synchronized boolean await(long next) throws InterruptedException {
            while (true) {
                long left = next - System.nanoTime();
                if (!waiting.isEmpty() && left <= 0) {
                    return true;
                }
                if (waiting.isEmpty() && left <= 0) {
                    // One that comes later is a first one again; nothing has to be remembered for it.
                    wait(settings.together().toMillis());
                    if (waiting.isEmpty()) {
                        over = true;
                        return false;
                    }
                } else {
                    wait(Math.max(1, left / 1_000_000));
                }
            }
        }

        /** Sends what waits as one message; false where it is to be tried again. */
        private boolean step() throws InterruptedException {
            List<Delivery> batch = take();
            if (batch.isEmpty()) {
                return true;
            }
            Delivery first = batch.getFirst();
            Channel channel = first.channel();
            Notifier notifier = notifiers.get(channel.kind());
            Outcome outcome = notifier == null
                    ? new Outcome.Never("This platform is not set up for " + Words.of(channel.kind()) + ".")
                    : notifier.send(channel, batch.stream().map(Delivery::event).toList());
            return switch (outcome) {
                case Outcome.Sent done -> {
                    recorded(batch, those -> channels.sent(those, done.message()));
                    if (failures > 0 || channel.problem() != null) {
                        recorded(batch, those -> channels.problem(channel.id(), null));
                    }
                    failures = 0;
                    sent.increment(batch.size());
                    yield true;
                }
                case Outcome.Never never -> {
                    giveUp(batch, never.reason());
                    yield true;
                }
                case Outcome.Later later -> {
                    failures++;
                    retried.increment();
                    if (clock.millis() - first.created() > settings.giveUp().toMillis()) {
                        giveUp(batch, later.reason());
                        yield true;
                    }
                    recorded(batch, those -> channels.tryAgain(those, later.reason()));
                    if (failures == 3) {
                        recorded(batch, those -> channels.problem(channel.id(), later.reason()));
                    }
                    giveBack(batch);
                    Thread.sleep(pause(later.retryAfter()));
                    yield false;
                }
            };
        }

        private Duration pause(@Nullable Duration asked) {
            if (asked != null) {
                return asked;
            }
            long millis = settings.firstPause().toMillis() << Math.min(failures - 1, 20);
            return Duration.ofMillis(Math.min(settings.longestPause().toMillis(), millis));
        }

        private void giveUp(List<Delivery> batch, String reason) throws InterruptedException {
            log.atWarn()
                    .addKeyValue("channel", batch.getFirst().channel().id())
                    .addKeyValue("messages", batch.size())
                    .addKeyValue("reason", reason)
                    .log("messages are given up");
            recorded(batch, those -> channels.failed(those, reason));
            recorded(batch, those -> channels.problem(those.getFirst().channel().id(), reason));
            failed.increment(batch.size());
        }

        /** Until the database has it: what was sent must not be sent again. */
        private void recorded(List<Delivery> batch, Consumer<List<Delivery>> write) throws InterruptedException {
            while (true) {
                try {
                    write.accept(batch);
                    return;
                } catch (DataAccessException | TransactionException e) {
                    log.atWarn().setCause(e).log("what became of messages cannot be recorded now");
                    Thread.sleep(DATABASE_RETRY);
                }
            }
        }

        /** The next ones, of one channel; what is too much for the queue is given up, the oldest first. */
        private List<Delivery> take() throws InterruptedException {
            List<Delivery> dropped = new ArrayList<>();
            List<Delivery> batch = new ArrayList<>();
            synchronized (this) {
                while (waiting.size() > settings.queue()) {
                    dropped.add(waiting.remove());
                }
                @Nullable Delivery head = waiting.peek();
                while (head != null
                        && batch.size() < settings.most()
                        && (batch.isEmpty()
                                || batch.getFirst()
                                        .channel()
                                        .id()
                                        .equals(head.channel().id()))) {
                    batch.add(waiting.remove());
                    head = waiting.peek();
                }
            }
            if (!dropped.isEmpty()) {
                recorded(dropped, those -> channels.failed(those, "Too many messages wait for this channel."));
                failed.increment(dropped.size());
            }
            return batch;
        }

        private synchronized void giveBack(List<Delivery> batch) {
            for (Delivery each : batch.reversed()) {
                waiting.addFirst(each);
            }
        }
    }
}
