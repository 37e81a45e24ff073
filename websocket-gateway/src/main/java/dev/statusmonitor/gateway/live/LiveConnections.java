package dev.statusmonitor.gateway.live;

import dev.statusmonitor.gateway.push.LiveFeed;
import dev.statusmonitor.starter.StartOrder;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/** All live connections: counts them, and once a second ends those whose time or session is over. */
public final class LiveConnections implements SmartLifecycle {
    private static final Logger log = LoggerFactory.getLogger(LiveConnections.class);

    private static final Duration CHECK = Duration.ofSeconds(1);

    /** Going away (RFC 6455, section 7.4.1). */
    private static final int GOING_AWAY = 1001;

    private static final int SESSION_OVER = 4401;
    private static final int SILENT = 4408;

    private final LiveFeed feed;
    private final Sessions sessions;
    private final LiveSettings settings;
    private final Clock clock;
    private final Set<LiveConnection> open = ConcurrentHashMap.newKeySet();
    private final Map<String, Integer> byAccount = new ConcurrentHashMap<>();
    private final AtomicInteger count = new AtomicInteger();
    private volatile @Nullable Thread timer;
    private volatile boolean closing;
    private boolean away;

    public LiveConnections(LiveFeed feed, Sessions sessions, LiveSettings settings, Clock clock) {
        this.feed = feed;
        this.sessions = sessions;
        this.settings = settings;
        this.clock = clock;
    }

    /** How many there are. */
    public int size() {
        return count.get();
    }

    boolean isFull() {
        return closing || count.get() >= settings.maxConnections();
    }

    boolean isFull(String accountId) {
        return byAccount.getOrDefault(accountId, 0) >= settings.maxConnectionsPerAccount();
    }

    /** Takes one in; whether there was room. */
    boolean add(LiveConnection connection) {
        if (closing || count.incrementAndGet() > settings.maxConnections()) {
            count.decrementAndGet();
            return false;
        }
        int ofAccount = byAccount.merge(connection.accountId(), 1, Integer::sum);
        open.add(connection);
        if (ofAccount > settings.maxConnectionsPerAccount()) {
            remove(connection);
            return false;
        }
        return true;
    }

    void remove(LiveConnection connection) {
        if (open.remove(connection)) {
            count.decrementAndGet();
            byAccount.computeIfPresent(connection.accountId(), (account, ones) -> ones == 1 ? null : ones - 1);
        }
    }

    /** Ends those whose session is over or that have been silent, and looks whether access can be told. */
    void check() {
        try {
            feed.checkAccess();
            Set<String> ended = endedSessions();
            long now = clock.millis();
            long nanos = System.nanoTime();
            for (LiveConnection connection : open) {
                if (now >= connection.sessionExpires() || ended.contains(connection.sessionId())) {
                    connection.end(SESSION_OVER, "the session is over; come back with a new ticket");
                } else if (nanos - connection.heardAt() >= settings.silence().toNanos()) {
                    connection.end(
                            SILENT, "nothing heard for " + settings.silence().toSeconds() + " s");
                } else if (nanos - connection.heardAt() >= settings.silence().toNanos() / 3) {
                    // A page in the background may be too sleepy to say something by itself.
                    connection.ping();
                }
            }
        } catch (RuntimeException e) {
            // One that escapes would end the timer without a word.
            log.atError().setCause(e).log("the live connections could not be checked");
        }
    }

    /**
     * The open connections' sessions that are over. Where that cannot be told, none is: a connection ends with its
     * access token, which is what the other services take for as long.
     */
    private Set<String> endedSessions() {
        Set<String> all = open.stream().map(LiveConnection::sessionId).collect(Collectors.toSet());
        if (all.isEmpty()) {
            return Set.of();
        }
        try {
            Set<String> ended = sessions.ended(all);
            if (away) {
                away = false;
                log.info("it can be told again which sessions are over");
            }
            return ended;
        } catch (Sessions.SessionsUnavailableException e) {
            if (!away) {
                away = true;
                log.atWarn()
                        .setCause(e)
                        .log("which sessions are over cannot be told, so connections end with their time");
            }
            return Set.of();
        }
    }

    @Override
    public synchronized void start() {
        if (timer == null) {
            closing = false;
            timer = Thread.ofPlatform().name("gateway-timer").daemon().start(this::run);
        }
    }

    private void run() {
        try {
            while (!closing) {
                Thread.sleep(CHECK);
                check();
            }
        } catch (InterruptedException e) {
            // Stopping.
        }
    }

    @Override
    public synchronized void stop() {
        closing = true;
        Thread running = timer;
        if (running != null) {
            running.interrupt();
            timer = null;
        }
        open.forEach(connection -> connection.end(GOING_AWAY, "the platform stops; come back in a moment"));
        long end = System.nanoTime() + Duration.ofSeconds(2).toNanos();
        while (!open.isEmpty() && System.nanoTime() < end) {
            try {
                Thread.sleep(10);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }

    @Override
    public boolean isRunning() {
        return timer != null;
    }

    /** Ends while samples still come and the web server still sends. */
    @Override
    public int getPhase() {
        return StartOrder.CONSUMERS + 1;
    }
}
