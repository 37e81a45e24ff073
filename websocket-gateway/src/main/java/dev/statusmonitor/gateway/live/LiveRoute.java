package dev.statusmonitor.gateway.live;

import dev.statusmonitor.gateway.push.LiveFeed;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import org.springframework.http.server.ServerHttpRequest;
import org.springframework.web.socket.WebSocketExtension;
import org.springframework.web.socket.server.standard.StandardWebSocketUpgradeStrategy;
import org.springframework.web.socket.server.support.DefaultHandshakeHandler;
import org.springframework.web.socket.server.support.WebSocketHandlerMapping;
import org.springframework.web.socket.server.support.WebSocketHttpRequestHandler;

/** Where the WebSocket is. */
public final class LiveRoute {
    public static final String PATH = "/api/v1/live";

    private LiveRoute() {}

    /** The mapping of the one path to its handler. */
    public static WebSocketHandlerMapping mapping(
            LiveFeed feed, LiveConnections connections, Tickets tickets, LiveSettings settings, Clock clock) {
        var handler = new WebSocketHttpRequestHandler(
                new LiveSocket(feed, connections, settings, clock), new WithoutExtensions());
        handler.setHandshakeInterceptors(
                List.of(new LiveHandshake(tickets, new Origins(settings.publicUrl()), connections)));
        var mapping = new WebSocketHandlerMapping();
        mapping.setUrlMap(Map.of(PATH, handler));
        mapping.setOrder(1);
        return mapping;
    }

    /**
     * Compresses nothing: a compressor takes some 300 KB a connection outside the heap, and time on the way of every
     * sample, to make small frames smaller.
     */
    private static final class WithoutExtensions extends DefaultHandshakeHandler {
        WithoutExtensions() {
            super(new StandardWebSocketUpgradeStrategy());
        }

        @Override
        protected List<WebSocketExtension> filterRequestedExtensions(
                ServerHttpRequest request, List<WebSocketExtension> requested, List<WebSocketExtension> supported) {
            return List.of();
        }
    }
}
