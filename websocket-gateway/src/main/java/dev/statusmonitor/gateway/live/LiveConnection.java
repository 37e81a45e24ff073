package dev.statusmonitor.gateway.live;

import dev.statusmonitor.gateway.push.Outgoing;
import dev.statusmonitor.gateway.push.Subscriber;
import java.io.IOException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.web.socket.CloseStatus;
import org.springframework.web.socket.PingMessage;
import org.springframework.web.socket.TextMessage;
import org.springframework.web.socket.WebSocketSession;

/** One browser's WebSocket. A virtual thread of its own sends, so that whoever reads slowly holds up nobody else. */
final class LiveConnection {
    private static final Logger log = LoggerFactory.getLogger(LiveConnection.class);

    private final WebSocketSession socket;
    private final Subscriber subscriber;
    private final String sessionId;
    private final long sessionExpires;
    private volatile long heardAt = System.nanoTime();
    private volatile boolean pinged;

    LiveConnection(WebSocketSession socket, Subscriber subscriber, String sessionId, long sessionExpires) {
        this.socket = socket;
        this.subscriber = subscriber;
        this.sessionId = sessionId;
        this.sessionExpires = sessionExpires;
    }

    String accountId() {
        return subscriber.accountId();
    }

    Subscriber subscriber() {
        return subscriber;
    }

    /** The session that it was opened by. */
    String sessionId() {
        return sessionId;
    }

    /** When its session's access ends, Unix time in milliseconds. */
    long sessionExpires() {
        return sessionExpires;
    }

    /** When the browser last said something, by {@link System#nanoTime}. */
    long heardAt() {
        return heardAt;
    }

    void heard() {
        heardAt = System.nanoTime();
        pinged = false;
    }

    /** Asks, once until something is heard, whether somebody is still there. */
    void ping() {
        if (!pinged) {
            pinged = true;
            subscriber.ping();
        }
    }

    void start() {
        Thread.ofVirtual().name("live-" + socket.getId()).start(this::send);
    }

    /** Ends it after what is on its way just now. */
    void end(int code, String reason) {
        subscriber.close(code, reason);
    }

    private void send() {
        try {
            while (true) {
                switch (subscriber.take()) {
                    case Outgoing.Text(String json) -> socket.sendMessage(new TextMessage(json));
                    case Outgoing.Ping() -> socket.sendMessage(new PingMessage());
                    case Outgoing.Close(int code, String reason) -> {
                        socket.close(new CloseStatus(code, reason));
                        return;
                    }
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException | IllegalStateException e) {
            // Gone, or so slow that the send timed out.
            log.debug("a live connection broke", e);
            closeBroken();
        } catch (RuntimeException e) {
            log.atError().setCause(e).log("a live connection is ended for a reason that nobody foresaw");
            closeBroken();
        }
    }

    /** Tells the handler, which clears up. */
    private void closeBroken() {
        try {
            socket.close(CloseStatus.SESSION_NOT_RELIABLE);
        } catch (IOException | IllegalStateException e) {
            log.trace("nor could it be closed", e);
        }
    }
}
