package dev.statusmonitor.gateway.live;

import dev.statusmonitor.gateway.push.LiveFeed;
import dev.statusmonitor.gateway.push.Refusal;
import dev.statusmonitor.gateway.push.Subscriber;
import jakarta.websocket.Session;
import java.io.IOException;
import java.time.Clock;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.web.socket.CloseStatus;
import org.springframework.web.socket.PongMessage;
import org.springframework.web.socket.TextMessage;
import org.springframework.web.socket.WebSocketSession;
import org.springframework.web.socket.adapter.NativeWebSocketSession;
import org.springframework.web.socket.handler.TextWebSocketHandler;

/** Listens to browsers. */
final class LiveSocket extends TextWebSocketHandler {
    private static final Logger log = LoggerFactory.getLogger(LiveSocket.class);
    private static final String CONNECTION = "statusmonitor.connection";

    /** Tomcat's name for how long a send may block, in milliseconds. */
    private static final String SEND_TIMEOUT = "org.apache.tomcat.websocket.BLOCKING_SEND_TIMEOUT";

    private final LiveFeed feed;
    private final LiveConnections connections;
    private final LiveSettings settings;
    private final Clock clock;

    LiveSocket(LiveFeed feed, LiveConnections connections, LiveSettings settings, Clock clock) {
        this.feed = feed;
        this.connections = connections;
        this.settings = settings;
        this.clock = clock;
    }

    @Override
    public void afterConnectionEstablished(WebSocketSession session) throws IOException {
        session.setTextMessageSizeLimit((int) settings.maxMessage().toBytes());
        Session nativeSession =
                session instanceof NativeWebSocketSession wrapper ? wrapper.getNativeSession(Session.class) : null;
        if (nativeSession != null) {
            nativeSession
                    .getUserProperties()
                    .put(SEND_TIMEOUT, settings.sendTimeout().toMillis());
        }
        Map<String, Object> attributes = session.getAttributes();
        var holder = (Tickets.Holder)
                Objects.requireNonNull(attributes.get(LiveHandshake.HOLDER), "only the handshake lets anybody in");
        Subscriber subscriber = feed.connect(holder.accountId(), clock.millis(), holder.sessionExpires());
        var connection = new LiveConnection(session, subscriber, holder.sessionId(), holder.sessionExpires());
        attributes.put(CONNECTION, connection);
        if (connections.add(connection)) {
            connection.start();
        } else {
            subscriber.leave();
            session.close(CloseStatus.SERVICE_OVERLOAD.withReason("too many live connections"));
        }
    }

    @Override
    protected void handleTextMessage(WebSocketSession session, TextMessage message) {
        LiveConnection connection = connection(session);
        if (connection == null) {
            return;
        }
        connection.heard();
        Subscriber subscriber = connection.subscriber();
        try {
            switch (ClientMessage.read(message.getPayload())) {
                case ClientMessage.Ping() -> subscriber.pong(clock.millis());
                case ClientMessage.SubscribeOverview() -> subscriber.subscribeOverview();
                case ClientMessage.UnsubscribeOverview() -> subscriber.unsubscribeOverview();
                case ClientMessage.SubscribeHost(String hostId) -> subscriber.subscribeHost(hostId);
                case ClientMessage.UnsubscribeHost(String hostId) -> subscriber.unsubscribeHost(hostId);
            }
        } catch (IllegalArgumentException e) {
            subscriber.refuse(Refusal.badMessage(String.valueOf(e.getMessage())));
        }
    }

    @Override
    protected void handlePongMessage(WebSocketSession session, PongMessage message) {
        LiveConnection connection = connection(session);
        if (connection != null) {
            connection.heard();
        }
    }

    @Override
    public void handleTransportError(WebSocketSession session, Throwable exception) {
        // The end follows; a browser that is closed looks like this every time.
        log.debug("a live connection broke", exception);
    }

    @Override
    public void afterConnectionClosed(WebSocketSession session, CloseStatus status) {
        LiveConnection connection = connection(session);
        if (connection != null) {
            connections.remove(connection);
            connection.subscriber().leave();
        }
    }

    private static @Nullable LiveConnection connection(WebSocketSession session) {
        return (LiveConnection) session.getAttributes().get(CONNECTION);
    }
}
