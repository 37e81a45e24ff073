package dev.statusmonitor.alerts.notify;

import dev.statusmonitor.starter.StartOrder;
import dev.statusmonitor.starter.database.Leases;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.dao.DataAccessException;
import org.springframework.transaction.TransactionException;

/**
 * Tells people while this instance holds the lease: one instance at a time does so, so that nothing is sent twice and
 * the Bot API, which refuses two that listen, has one. Another takes over when the lease is given back, or is over.
 */
public final class Telling implements SmartLifecycle {
    private static final Logger log = LoggerFactory.getLogger(Telling.class);
    private static final String LEASE = "tell";
    private static final Duration LENGTH = Duration.ofSeconds(15);
    private static final Duration RENEW = Duration.ofSeconds(3);

    private final Leases leases;
    private final String instance;
    private final Channels channels;
    private final List<Notifier> notifiers;
    private final @Nullable TelegramBot bot;
    private final Map<String, Object> consumerConfig;
    private final dev.statusmonitor.alerts.publish.EventTopic topic;
    private final NotifySettings settings;
    private final MeterRegistry meters;
    private final Clock clock;
    private volatile @Nullable Thread thread;
    private volatile long heldUntil;
    private @Nullable Lanes lanes;
    private @Nullable EventConsumer consumer;

    Telling(
            Leases leases,
            String instance,
            Channels channels,
            List<Notifier> notifiers,
            @Nullable TelegramBot bot,
            Map<String, Object> consumerConfig,
            dev.statusmonitor.alerts.publish.EventTopic topic,
            NotifySettings settings,
            MeterRegistry meters,
            Clock clock) {
        this.leases = leases;
        this.instance = instance;
        this.channels = channels;
        this.notifiers = List.copyOf(notifiers);
        this.bot = bot;
        this.consumerConfig = Map.copyOf(consumerConfig);
        this.topic = topic;
        this.settings = settings;
        this.meters = meters;
        this.clock = clock;
    }

    /** Whether nobody else may tell people now. */
    private boolean isMine() {
        return System.nanoTime() - heldUntil < 0;
    }

    @Override
    public synchronized void start() {
        if (thread == null) {
            Thread started = Thread.ofPlatform().name("alerts-telling").daemon().unstarted(this::run);
            thread = started;
            started.start();
        }
    }

    @Override
    public synchronized void stop() {
        Thread stopping = thread;
        thread = null;
        if (stopping != null) {
            stopping.interrupt();
            try {
                stopping.join(Duration.ofSeconds(15));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    @Override
    public boolean isRunning() {
        return thread != null;
    }

    @Override
    public int getPhase() {
        return StartOrder.CONSUMERS;
    }

    private void run() {
        try {
            while (thread == Thread.currentThread()) {
                long asked = System.nanoTime();
                try {
                    if (leases.take(LEASE, instance, clock.millis(), LENGTH)) {
                        heldUntil = asked + LENGTH.minus(RENEW).toNanos();
                        begin();
                    } else {
                        end();
                    }
                } catch (DataAccessException | TransactionException e) {
                    log.atWarn().setCause(e).log("whether this instance is to tell people cannot be known now");
                    if (!isMine()) {
                        end();
                    }
                }
                Thread.sleep(RENEW);
            }
        } catch (InterruptedException e) {
            // Asked to stop.
        } finally {
            end();
            try {
                leases.release(LEASE, instance);
            } catch (DataAccessException | TransactionException e) {
                log.debug("the lease ends by itself", e);
            }
        }
    }

    private void begin() {
        if (lanes != null) {
            return;
        }
        var opened = new Lanes(notifiers, channels, settings, this::isMine, meters, clock);
        channels.pending().forEach(opened::offer);
        lanes = opened;
        consumer = new EventConsumer(consumerConfig, topic, channels, opened, settings.giveUp(), clock);
        consumer.start();
        if (bot != null) {
            bot.start();
        }
        log.info("this instance tells people");
    }

    private void end() {
        heldUntil = System.nanoTime();
        if (consumer != null) {
            consumer.stop();
            consumer = null;
        }
        if (bot != null) {
            bot.stop();
        }
        if (lanes != null) {
            lanes.close();
            lanes = null;
        }
    }
}
