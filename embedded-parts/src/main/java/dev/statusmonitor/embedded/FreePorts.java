package dev.statusmonitor.embedded;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ThreadLocalRandom;

/** Ports on loopback, taken and free. */
public final class FreePorts {
    /**
     * From and up to where systems do not by themselves take ports for outgoing connections (Linux does from 32768 on,
     * others from 49152): between being picked and being listened on, one from there would be lost to any of those.
     */
    private static final int FIRST = 20_000;

    private static final int LIMIT = 32_000;
    private static final int TRIES = 100;

    /** What is picked is listened on a second later; in between it must not be picked for another part, here or elsewhere. */
    private static final Set<Integer> PICKED = ConcurrentHashMap.newKeySet();

    /**
     * On Linux a socket that is bound and does not listen keeps everybody else from picking it, and no server from
     * listening on it, as servers set {@code SO_REUSEADDR}; elsewhere it would keep the server from it, too.
     */
    private static final Queue<Socket> HELD = new ConcurrentLinkedQueue<>();

    private static final boolean HOLDS = "Linux".equals(System.getProperty("os.name"));

    private FreePorts() {}

    /**
     * A port of loopback that is free and that this process has not been given before. On Linux no other process is given
     * it for as long as this one runs; elsewhere one may take it before the caller does.
     */
    public static int pick() {
        for (int tries = 0; tries < TRIES; tries++) {
            int port = ThreadLocalRandom.current().nextInt(FIRST, LIMIT);
            if (PICKED.add(port) && hold(port)) {
                return port;
            }
        }
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException("no free port on loopback", e);
        }
    }

    /** Whether nobody has the port; from now on it is held, where that can be. */
    private static boolean hold(int port) {
        var socket = new Socket();
        try {
            socket.setReuseAddress(false);
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            if (HOLDS) {
                socket.setReuseAddress(true);
                HELD.add(socket);
            } else {
                socket.close();
            }
            return true;
        } catch (IOException e) {
            close(socket);
            return false;
        }
    }

    private static void close(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException("a socket that was not bound cannot be closed", e);
        }
    }

    /** Whether somebody listens on the port of loopback just now. */
    public static boolean isTaken(int port) {
        try (var socket = new ServerSocket()) {
            // As servers do: connections of an earlier run that are still being closed do not count.
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1);
            return false;
        } catch (IOException e) {
            return true;
        }
    }
}
