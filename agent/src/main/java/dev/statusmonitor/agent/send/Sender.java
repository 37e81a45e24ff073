package dev.statusmonitor.agent.send;

import dev.statusmonitor.agent.buffer.PlatformClock;
import dev.statusmonitor.agent.buffer.SampleQueue;
import dev.statusmonitor.contract.Sample;
import dev.statusmonitor.contract.SampleJson;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends what waits: the newest sample alone, as soon as it is there, then the backlog beside it, oldest first. Tries
 * for ever, except where there is nothing that trying could change.
 */
public final class Sender {
    private static final Logger LOG = LoggerFactory.getLogger(Sender.class);
    private static final int BATCH = 60;

    /** Keeps a batch small in memory too, on a host with hundreds of devices; the platform takes 1 MiB. */
    private static final int BATCH_BYTES = 256 * 1_024;

    private static final int GZIP_ABOVE = 8 * 1_024;
    private static final Duration RESOURCE_RETRY = Duration.ofMinutes(10);
    private static final long MINUTE = Duration.ofMinutes(1).toNanos();
    private static final long HOUR = Duration.ofHours(1).toNanos();

    private final SampleQueue queue;
    private final PlatformClock clock;
    private final Http http;
    private final AccessSource access;
    private final Supplier<Map<String, String>> resource;
    private final Backoff backoff =
            new Backoff(() -> ThreadLocalRandom.current().nextDouble());
    private final Pace pace = new Pace(() -> ThreadLocalRandom.current().nextDouble(), System.nanoTime());
    private final CountDownLatch stopping = new CountDownLatch(1);
    private final CountDownLatch stopped = new CountDownLatch(1);

    private volatile long flushUntil;
    private boolean sent;
    private @Nullable String trouble;
    private boolean hostRefused;
    private long troubleSince;
    private int batch = BATCH;
    private boolean tokenIsNew;
    private boolean resourceSent;
    private long resourceTriedAt;
    private long refusedSince;
    private long refusedLoggedAt = System.nanoTime() - MINUTE;
    private String refusal = "";
    private boolean ignoredLogged;
    private boolean backlogRefused;
    private boolean sharedSaid;
    private long sharedSaidAt;
    private long droppedBefore;

    /** @param resource what describes this host; asked for once, when it can be sent */
    public Sender(
            SampleQueue queue,
            PlatformClock clock,
            Http http,
            AccessSource access,
            Supplier<Map<String, String>> resource) {
        this.queue = queue;
        this.clock = clock;
        this.http = http;
        this.access = access;
        this.resource = resource;
    }

    /**
     * Sends until {@link #stop}.
     *
     * @throws RefusedException where trying again could not change anything
     */
    public void run() throws RefusedException, InterruptedException {
        try {
            boolean connected = false;
            while (!isStopping()) {
                if (connected) {
                    queue.await(pace.turn());
                }
                // The first time without a sample: getting a token tells the time by which samples are stamped.
                connected = true;
                if (!isStopping()) {
                    attempt();
                }
            }
            flush();
        } finally {
            stopped.countDown();
        }
    }

    private void attempt() throws RefusedException, InterruptedException {
        try {
            step(false);
        } catch (RefusedException e) {
            if (e.forGood()) {
                throw e;
            }
            refused(e.getMessage());
            pause(backoff.slow());
        } catch (NotNowException e) {
            troubled(e.getMessage());
            Duration asked = e.retryAfter();
            pause(asked == null ? backoff.next() : backoff.atLeast(asked));
        } catch (IOException e) {
            troubled("The platform cannot be reached: " + reason(e) + ".");
            pause(backoff.unreachable());
        } catch (RuntimeException e) {
            // A host goes on being watched, whatever we have overlooked.
            LOG.error("Sending failed in a way that nobody foresaw.", e);
            troubled("Sending failed: " + e + ".");
            pause(backoff.slow());
        }
    }

    /** The newest sample, then, when it is its turn, a batch of what waits beside it. */
    private void step(boolean hurry) throws IOException, NotNowException, RefusedException {
        if (!clock.proved()) {
            // Getting a token tells the time, before which no sample could be stamped.
            access.renew();
        }
        Access now = access.get();
        queue.owner(now.hostId());
        Sample newest = queue.takeNewest();
        if (newest != null && !send(List.of(newest), now)) {
            return;
        }
        if ((hurry || System.nanoTime() - pace.turn() >= 0) && !sendBacklog(now)) {
            return;
        }
        if (!resourceSent && sent) {
            sendResource(now);
        }
    }

    /** Whether the next step has time. What the platform cannot take of the backlog never holds up the newest sample. */
    private boolean sendBacklog(Access with) throws IOException, RefusedException {
        long began = System.nanoTime();
        List<Sample> oldest = queue.takeOldest(batch, BATCH_BYTES);
        if (oldest.isEmpty()) {
            return true;
        }
        try {
            if (!send(oldest, with)) {
                return false;
            }
            long now = System.nanoTime();
            pace.sent(now, now - began);
            backlogRefused = false;
            return true;
        } catch (NotNowException e) {
            pace.refused(System.nanoTime(), e.retryAfter());
            if (!backlogRefused) {
                LOG.info("{} The newest samples go on; the {} that wait follow later.", e.getMessage(), queue.size());
            }
            backlogRefused = true;
            return true;
        } catch (IOException e) {
            pace.refused(System.nanoTime(), null);
            throw e;
        }
    }

    /** Whether the samples are dealt with; if not, they wait again, and the next step will do it differently. */
    private boolean send(List<Sample> samples, Access with) throws IOException, NotNowException, RefusedException {
        boolean done = false;
        try {
            byte[] body = SampleJson.write(samples);
            boolean gzip = samples.size() > 1 || body.length > GZIP_ABOVE;
            Answer answer = http.ask("POST", with.ingest(), with.token(), "application/json", body, gzip);
            done = settled(samples, answer, with);
            return done;
        } finally {
            if (done) {
                queue.settled(samples);
            } else {
                queue.giveBack(samples);
            }
        }
    }

    /** Whether the samples are dealt with: stored, or never to be stored. */
    private boolean settled(List<Sample> samples, Answer answer, Access with)
            throws IOException, NotNowException, RefusedException {
        switch (answer.status()) {
            case 200, 202 -> {
                tokenIsNew = false;
                batch = Math.min(BATCH, batch * 2);
                succeeded(with);
                if (answer.shared()) {
                    shared(with);
                }
                if (answer.mentions("\"refused")) {
                    refused(countOf(answer, "refused"), first(answer, "refused", "reason"));
                }
                if (!ignoredLogged && answer.mentions("\"ignored")) {
                    ignoredLogged = true;
                    LOG.info(
                            "The platform doesn't take some values, such as {} ({}).",
                            first(answer, "ignored", "series"),
                            first(answer, "ignored", "reason"));
                }
                return true;
            }
            case 400, 415, 422 -> {
                succeeded(with);
                refused(samples.size(), answer.problem());
                return true;
            }
            case 413 -> {
                if (samples.size() == 1) {
                    refused(1, answer.problem());
                    return true;
                }
                batch = Math.max(1, samples.size() / 2);
                return false;
            }
            case 401 -> {
                access.renew();
                if (tokenIsNew) {
                    throw new NotNowException(
                            "The platform doesn't take the token that it has just given: " + answer.problem() + ".",
                            answer.retryAfter());
                }
                // The next step comes at once, with a new token.
                tokenIsNew = true;
                return false;
            }
            case 403 -> {
                access.renew();
                throw new RefusedException(
                        "The platform takes nothing from this host: " + answer.problem()
                                + ". Where it was revoked, a new code enrols it again.",
                        false);
            }
            // What stands in front of the platform is there, and the platform is not.
            case 502, 504 -> throw new IOException(answer.problem());
            default ->
                throw new NotNowException(
                        "The platform cannot take samples now: " + answer.problem() + ".", answer.retryAfter());
        }
    }

    private void sendResource(Access with) {
        long now = System.nanoTime();
        if (resourceTriedAt != 0 && now - resourceTriedAt < RESOURCE_RETRY.toNanos()) {
            return;
        }
        resourceTriedAt = now;
        try {
            byte[] body = Json.write(resource.get());
            Answer answer = http.ask("PUT", with.resource(), with.token(), "application/json", body, false);
            resourceSent = answer.status() < 300;
            if (!resourceSent) {
                LOG.warn("The description of this host was not taken ({}); trying again later.", answer.problem());
            }
        } catch (IOException e) {
            LOG.warn("The description of this host could not be sent ({}); trying again later.", reason(e));
        }
    }

    private static int countOf(Answer answer, String member) {
        Map<String, @Nullable Object> members = answer.json();
        if (members.get(member + "_count") instanceof Long count) {
            return count.intValue();
        }
        return members.get(member) instanceof List<?> list ? list.size() : 0;
    }

    private static String first(Answer answer, String list, String member) {
        return answer.json().get(list) instanceof List<?> elements
                        && !elements.isEmpty()
                        && elements.get(0) instanceof Map<?, ?> first
                ? String.valueOf(first.get(member))
                : "nothing said";
    }

    /** Counts what the platform will never take, and tells of it once a minute at most. */
    private void refused(int samples, String reason) {
        if (samples == 0) {
            return;
        }
        queue.lost(samples);
        refusedSince += samples;
        refusal = reason;
        if (System.nanoTime() - refusedLoggedAt >= MINUTE) {
            LOG.warn("The platform refused {} sample(s) since this was last said: {}.", refusedSince, refusal);
            refusedLoggedAt = System.nanoTime();
            refusedSince = 0;
        }
    }

    private void shared(Access with) {
        long now = System.nanoTime();
        if (!sharedSaid || now - sharedSaidAt >= HOUR) {
            LOG.warn(
                    "Another machine sends as host {} too: one of the two has a copy of the other's disk. "
                            + "Start the agent of the copy once with a code of its own from the platform's page "
                            + "\"Add a host\", as STATUSMONITOR_CODE or --code: that makes it a host of its own.",
                    with.hostId());
            sharedSaid = true;
            sharedSaidAt = now;
        }
    }

    private void succeeded(Access with) {
        backoff.reset();
        if (!sent) {
            LOG.info("Sending a sample each second to {} as host {}.", with.ingest(), with.hostId());
        } else if (trouble != null) {
            LOG.info(
                    "Sending again after {} s; {} sample(s) still wait, {} were dropped.",
                    TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - troubleSince),
                    queue.size(),
                    queue.dropped() - droppedBefore);
            pace.connected(System.nanoTime());
        }
        sent = true;
        hostRefused = false;
        trouble = null;
    }

    /** The ingestion edge says so first, and then the token endpoint, in other words: one of them is enough. */
    private void refused(@Nullable String message) {
        if (!hostRefused) {
            troubled(message);
        }
        hostRefused = true;
    }

    private void troubled(@Nullable String message) {
        hostRefused = false;
        String what = String.valueOf(message);
        if (trouble == null) {
            troubleSince = System.nanoTime();
            droppedBefore = queue.dropped();
        }
        if (!what.equals(trouble)) {
            LOG.warn("{} Samples wait, and this is tried again.", what);
        }
        trouble = what;
    }

    private static String reason(IOException e) {
        return e.getMessage() == null
                ? e.getClass().getSimpleName()
                : e.getMessage() + " (" + e.getClass().getSimpleName() + ")";
    }

    private void pause(Duration wait) throws InterruptedException {
        boolean ended = stopping.await(wait.toMillis(), TimeUnit.MILLISECONDS);
        if (ended) {
            LOG.debug("Stopped while waiting.");
        }
    }

    private boolean isStopping() {
        return stopping.getCount() == 0;
    }

    /** Sends what is left, as long as there is time and the platform takes it. */
    private void flush() {
        try {
            while (queue.inMemory() > 0 && System.nanoTime() < flushUntil && trouble == null && !backlogRefused) {
                step(true);
            }
        } catch (IOException | NotNowException | RefusedException e) {
            LOG.info("The last samples could not be sent: {}", e.getMessage());
        }
    }

    /** Asks {@link #run} to end, and waits for it, while it sends what is left. */
    public void stop(Duration atMost) throws InterruptedException {
        flushUntil = System.nanoTime() + atMost.toNanos();
        stopping.countDown();
        queue.close();
        boolean ended = stopped.await(atMost.toMillis(), TimeUnit.MILLISECONDS);
        queue.save();
        if (!ended || queue.size() > 0) {
            LOG.info("Stopped with {} sample(s) unsent, {} of them kept on disk.", queue.size(), queue.onDisk());
        }
    }
}
