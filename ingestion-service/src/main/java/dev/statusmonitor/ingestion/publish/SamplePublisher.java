package dev.statusmonitor.ingestion.publish;

import dev.statusmonitor.contract.Sample;
import dev.statusmonitor.contract.SampleRecord;
import dev.statusmonitor.contract.Topics;
import dev.statusmonitor.starter.StartOrder;
import dev.statusmonitor.starter.kafka.KafkaSettings;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/**
 * Writes samples to Kafka and comes back when Kafka has them all. How many are on their way at once is bounded; beyond
 * that it fails at once. It stops before whoever reads the samples does. Safe for use by several threads.
 */
public final class SamplePublisher implements SmartLifecycle, AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(SamplePublisher.class);

    /** So long without a failure, and it is over. */
    private static final Duration CALM = Duration.ofSeconds(3);

    private final Producer<String, byte[]> producer;
    private final int maxInFlight;
    private final Duration deliveryTimeout;
    private final Semaphore inFlight;
    private final Traffic traffic = new Traffic(System.nanoTime());
    private final Counter published;
    private final Counter unpublished;
    private final AtomicBoolean failing = new AtomicBoolean();
    private volatile long lastFailure;
    private volatile boolean stopped;

    public SamplePublisher(KafkaSettings kafka, PublishSettings settings, MeterRegistry meters) {
        this.producer = new KafkaProducer<>(settings.producer(kafka));
        this.maxInFlight = settings.maxInFlight();
        this.deliveryTimeout = settings.deliveryTimeout();
        this.inFlight = new Semaphore(maxInFlight);
        this.published = Counter.builder("statusmonitor.ingestion.samples.published")
                .description("Samples that Kafka has")
                .register(meters);
        this.unpublished = Counter.builder("statusmonitor.ingestion.samples.unpublished")
                .description("Samples that Kafka did not take in time; their requests were answered by 503")
                .register(meters);
        Gauge.builder(
                        "statusmonitor.ingestion.samples.in.flight",
                        inFlight,
                        free -> maxInFlight - free.availablePermits())
                .description("Samples on their way to Kafka")
                .register(meters);
    }

    /**
     * Publishes all of a host's samples.
     *
     * @param received when they came, Unix time in milliseconds
     * @throws NotPublishedException when Kafka did not take all of them in time; some may be there all the same, which
     *     is harmless, since a sample that comes twice changes nothing
     */
    public void publish(String host, List<Sample> samples, long received) throws NotPublishedException {
        int count = samples.size();
        if (stopped) {
            throw refusal(count, "the platform stops");
        }
        if (!inFlight.tryAcquire(count)) {
            throw refusal(count, "too many samples are on their way to Kafka right now");
        }
        // Once more behind the permits, for which stop() waits.
        if (stopped) {
            inFlight.release(count);
            throw refusal(count, "the platform stops");
        }
        var outcome = new Outcome(count);
        int sent = 0;
        try {
            while (sent < count && outcome.failure == null) {
                byte[] value = new SampleRecord(samples.get(sent), received).encode();
                sent++;
                var _ = producer.send(new ProducerRecord<>(Topics.METRICS_SAMPLES, host, value), outcome);
            }
        } catch (KafkaException | IllegalStateException e) {
            // Its callback never comes.
            outcome.onCompletion(null, e);
        }
        if (sent < count) {
            inFlight.release(count - sent);
        }
        boolean quiet = !traffic.isBusy(System.nanoTime());
        if (quiet && outcome.failure == null) {
            hurry();
        }
        finish(outcome, sent == count, count);
    }

    private NotPublishedException refusal(int count, String why) {
        unpublished.increment(count);
        return new NotPublishedException(why);
    }

    /** Lets what was sent wait for nobody: no other would come in time to share the request to the broker. */
    private void hurry() {
        try {
            producer.flush();
        } catch (InterruptException e) {
            // It has set the thread's mark again, which ends the wait that follows.
            log.atDebug().setCause(e).log("interrupted on the way to Kafka");
        }
    }

    private void finish(Outcome outcome, boolean allSent, int count) throws NotPublishedException {
        boolean answered = allSent && outcome.await();
        Exception failure = outcome.failure;
        if (answered && failure == null) {
            published.increment(count);
            if (failing.get()
                    && System.nanoTime() - lastFailure > CALM.toNanos()
                    && failing.compareAndSet(true, false)) {
                log.info("Kafka takes samples again");
            }
            return;
        }
        unpublished.increment(count);
        lastFailure = System.nanoTime();
        if (failing.compareAndSet(false, true)) {
            log.atWarn()
                    .addKeyValue("reason", failure == null ? "interrupted" : failure.toString())
                    .log("Kafka takes no samples");
        }
        throw new NotPublishedException("Kafka did not take the samples in time");
    }

    /** Whether Kafka takes samples, as far as the newest requests can tell. */
    public boolean isWorking() {
        return !failing.get();
    }

    /** Makes the topic known, so that the first request does not wait for it; quietly fails when Kafka is away. */
    public void warmUp() {
        try {
            producer.partitionsFor(Topics.METRICS_SAMPLES);
        } catch (KafkaException e) {
            log.atDebug().setCause(e).log("Kafka is not there yet");
        }
    }

    @Override
    public void start() {
        stopped = false;
    }

    /** Takes no more samples, and waits for those that are on their way. */
    @Override
    public void stop() {
        stopped = true;
        try {
            if (inFlight.tryAcquire(maxInFlight, deliveryTimeout.toMillis(), TimeUnit.MILLISECONDS)) {
                inFlight.release(maxInFlight);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** From its making on: the web server takes requests before the phase of this begins. */
    @Override
    public boolean isRunning() {
        return !stopped;
    }

    @Override
    public int getPhase() {
        return StartOrder.INTAKE;
    }

    @Override
    public void close() {
        producer.close(Duration.ofSeconds(5));
    }

    /** What became of the samples of one request. */
    private final class Outcome implements Callback {
        private final CountDownLatch open;
        private volatile @Nullable Exception failure;

        Outcome(int count) {
            this.open = new CountDownLatch(count);
        }

        @Override
        public void onCompletion(@Nullable RecordMetadata metadata, @Nullable Exception exception) {
            if (exception != null) {
                failure = exception;
            }
            inFlight.release();
            open.countDown();
        }

        /** False when interrupted. Ends by itself: Kafka's producer tells of each sample before its time is over. */
        boolean await() {
            try {
                // With a time of its own each request would start and stop a timer, which another thread keeps.
                open.await();
                return true;
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return false;
            }
        }
    }
}
