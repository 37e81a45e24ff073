package dev.statusmonitor.embedded.redis;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** Asks a Redis server whether it is there and takes the password. */
final class RedisPing {
    private RedisPing() {}

    /** Whether it answered in time, as ours does. */
    static boolean answers(int port, String password, Duration within) {
        int millis = Math.toIntExact(within.toMillis());
        try (var socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), millis);
            socket.setSoTimeout(millis);
            String command =
                    "*2\r\n$4\r\nAUTH\r\n$" + password.length() + "\r\n" + password + "\r\n*1\r\n$4\r\nPING\r\n";
            socket.getOutputStream().write(command.getBytes(StandardCharsets.US_ASCII));
            return "+OK".equals(line(socket.getInputStream())) && "+PONG".equals(line(socket.getInputStream()));
        } catch (IOException e) {
            return false;
        }
    }

    private static String line(InputStream in) throws IOException {
        var line = new StringBuilder();
        for (int c = in.read(); c >= 0 && c != '\n' && line.length() < 200; c = in.read()) {
            line.append((char) c);
        }
        return line.toString().strip();
    }
}
