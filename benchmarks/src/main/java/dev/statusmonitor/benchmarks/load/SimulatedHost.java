package dev.statusmonitor.benchmarks.load;

import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.BitSet;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One host: its body, its token, its connection, and what it sent. While a load runs, only the load's thread touches
 * it.
 */
public final class SimulatedHost {
    private final int number;
    private final String id;
    private final AgentBody body;
    private final String authority;
    private final int port;
    private final String path;
    /** Another thread may renew the token. */
    private volatile byte[] head;

    /** Seconds whose samples were acknowledged, counted from the load's start. */
    private final BitSet acknowledged = new BitSet();

    /** Its place among the hosts of the load. */
    int index;

    /** The second that is under way; -1 for none. */
    int sending = -1;

    /** The next second to be sent. */
    int next;

    /** When the sample under way was to be sent. */
    long dueNanos;

    /** Set where it has to be sent again, not before {@link #retryNanos}. */
    boolean retry;

    long retryNanos;

    @Nullable SocketChannel channel;

    @Nullable SelectionKey key;

    @Nullable ByteBuffer unwritten;

    @Nullable ByteBuffer partial;
    /**
     * @param number tells hosts apart; the devices follow from it
     * @param authority {@code host:port} for the header Host
     * @param path the route
     */
    public SimulatedHost(int number, String id, String token, String authority, String path) {
        this.number = number;
        this.id = id;
        this.body = AgentBody.of(number);
        this.authority = authority;
        this.port = URI.create("http://" + authority).getPort();
        this.path = path;
        this.head = head(token);
    }

    private byte[] head(String token) {
        return ("POST " + path + " HTTP/1.1\r\nUser-Agent: statusmonitor-agent/bench\r\nHost: " + authority
                        + "\r\nAccept: application/json, application/problem+json\r\nContent-Type: application/json"
                        + "\r\nAuthorization: Bearer " + token + "\r\nConnection: keep-alive\r\nContent-Length: "
                        + body.bytes().length + "\r\n\r\n")
                .getBytes(StandardCharsets.ISO_8859_1);
    }

    /** The port of where it sends to. */
    int port() {
        return port;
    }

    /** Sends by this token from now on; from any thread. */
    public void renew(String token) {
        head = head(token);
    }

    public int number() {
        return number;
    }

    public String id() {
        return id;
    }

    public AgentBody body() {
        return body;
    }

    /** Seconds, counted from the start of the newest load, whose samples the platform acknowledged. */
    public BitSet acknowledged() {
        return acknowledged;
    }

    /** How many bytes a request has. */
    public int requestLength() {
        return head.length + body.bytes().length;
    }

    /** Forgets what was sent. */
    void reset() {
        acknowledged.clear();
        sending = -1;
        next = 0;
        retry = false;
    }

    void write(ByteBuffer to, long timestamp) {
        body.at(timestamp, sending);
        to.clear();
        to.put(head).put(body.bytes()).flip();
    }

    /** How long a request is, its header included. */
    public int requestBytes() {
        return head.length + body.bytes().length;
    }

    /** A request with another body than the usual one. */
    byte[] request(byte[] other) {
        String usual = new String(head, StandardCharsets.ISO_8859_1);
        String headers =
                usual.substring(0, usual.indexOf("Content-Length:")) + "Content-Length: " + other.length + "\r\n\r\n";
        byte[] begin = headers.getBytes(StandardCharsets.ISO_8859_1);
        byte[] request = java.util.Arrays.copyOf(begin, begin.length + other.length);
        System.arraycopy(other, 0, request, begin.length, other.length);
        return request;
    }

    SocketChannel channel() {
        return Objects.requireNonNull(channel);
    }

    SelectionKey key() {
        return Objects.requireNonNull(key);
    }
}
