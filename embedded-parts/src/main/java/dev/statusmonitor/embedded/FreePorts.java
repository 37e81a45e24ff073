package dev.statusmonitor.embedded;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;

/** Ports on loopback, taken and free. */
public final class FreePorts {
    private FreePorts() {}

    /** A port that was free a moment ago; another process may take it before the caller does. */
    public static int pick() {
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
