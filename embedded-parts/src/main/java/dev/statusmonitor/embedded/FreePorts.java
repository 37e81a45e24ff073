package dev.statusmonitor.embedded;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
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

    /** What is picked for one part is listened on a second later; in between it must not be picked for another. */
    private static final Set<Integer> PICKED = ConcurrentHashMap.newKeySet();

    private FreePorts() {}

    /**
     * A port that was free a moment ago, and none that this process has been given before; another process may take it
     * before the caller does.
     */
    public static int pick() {
        for (int tries = 0; tries < TRIES; tries++) {
            int port = ThreadLocalRandom.current().nextInt(FIRST, LIMIT);
            if (PICKED.add(port) && !isTaken(port)) {
                return port;
            }
        }
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException("no free port on loopback", e);
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
