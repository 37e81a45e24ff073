package dev.statusmonitor.gateway.push;

/** What goes to a browser next. */
public sealed interface Outgoing {
    /**
     * A text frame.
     *
     * @param json the message
     */
    record Text(String json) implements Outgoing {}

    /** A ping of the WebSocket itself, which a browser answers without asking its page. */
    record Ping() implements Outgoing {}

    /**
     * The end of the connection.
     *
     * @param code a WebSocket close code
     * @param reason for a person, at most 123 bytes
     */
    record Close(int code, String reason) implements Outgoing {}
}
