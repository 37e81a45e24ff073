package dev.statusmonitor.benchmarks.load;

import java.io.EOFException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;

/** One host that sends when it is told to and waits for the answer. */
public final class SinglePost implements AutoCloseable {
    private final InetSocketAddress to;
    private final SimulatedHost host;
    private final ByteBuffer out = ByteBuffer.allocateDirect(64 << 10);
    private final ByteBuffer in = ByteBuffer.allocateDirect(64 << 10);
    private SocketChannel channel;

    public SinglePost(InetSocketAddress to, SimulatedHost host) throws IOException {
        this.to = to;
        this.host = host;
        this.channel = connect();
    }

    private SocketChannel connect() throws IOException {
        SocketChannel made = SocketChannel.open(new InetSocketAddress(to.getAddress(), host.port()));
        made.setOption(StandardSocketOptions.TCP_NODELAY, true);
        return made;
    }

    /**
     * Sends one sample and returns when it is acknowledged.
     *
     * @throws IOException where it is not
     */
    public void post(long timestamp, int second) throws IOException {
        host.sending = second;
        host.write(out, timestamp);
        exchange();
    }

    /**
     * Sends this body and returns when it is acknowledged.
     *
     * @throws IOException where it is not
     */
    public void post(byte[] body) throws IOException {
        out.clear();
        out.put(host.request(body)).flip();
        exchange();
    }

    private void exchange() throws IOException {
        while (out.hasRemaining()) {
            channel.write(out);
        }
        in.clear();
        HttpAnswer answer = null;
        while (answer == null) {
            if (channel.read(in) < 0) {
                throw new EOFException("the connection ended before the answer");
            }
            in.flip();
            answer = HttpAnswer.parse(in);
            if (answer == null) {
                in.compact();
            }
        }
        if (answer.status() != 202 || answer.mentionsRefusal()) {
            throw new IOException("the sample was answered by " + answer.status());
        }
        if (answer.closes()) {
            channel.close();
            channel = connect();
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
