package dev.statusmonitor.standalone.network;

import dev.statusmonitor.embedded.FreePorts;
import dev.statusmonitor.standalone.console.Refusal;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Where browsers and agents reach the platform.
 *
 * @param address it listens on
 * @param port it listens on
 * @param configured how others reach it when something stands in front, without a slash at its end; null: as it is
 * @param tls its certificate; null where it speaks plain HTTP
 * @param loopbackPort where processes of this machine find the same routes without TLS; {@code port} where there is none
 */
public record PublicConnector(
        InetAddress address,
        int port,
        @Nullable URI configured,
        @Nullable Tls tls,
        int loopbackPort) {
    /**
     * Looks whether it can listen there, before anything is started.
     *
     * @param bind an address or a name of this machine
     * @param port 0 takes a free one
     * @param url how others reach it, or null
     * @param tls its certificate, or null
     * @throws Refusal when it cannot
     */
    public static PublicConnector check(String bind, int port, @Nullable URI url, @Nullable Tls tls) {
        InetAddress address = address(bind);
        int wanted = port == 0 ? FreePorts.pick() : port;
        try (var socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(address, wanted), 1);
        } catch (IOException e) {
            throw cannotListen(address, wanted, e);
        }
        return new PublicConnector(address, wanted, withoutSlash(url), tls, tls == null ? wanted : FreePorts.pick());
    }

    private static InetAddress address(String bind) {
        try {
            return InetAddress.getByName(bind);
        } catch (UnknownHostException e) {
            throw new Refusal("--bind %s is no address of this machine.".formatted(bind), e);
        }
    }

    private static Refusal cannotListen(InetAddress address, int port, IOException e) {
        String reason = String.valueOf(e.getMessage());
        String host = address.getHostAddress();
        if (reason.contains("assign requested address")) {
            return new Refusal("--bind %s is no address of this machine.".formatted(host), e);
        }
        if (reason.contains("Permission denied")) {
            return new Refusal(
                    "This user may not listen on port %d. Choose one from 1024 on: --port 8080.".formatted(port), e);
        }
        return taken(address, port, e);
    }

    private static Refusal taken(InetAddress address, int port, @Nullable Throwable e) {
        return new Refusal(
                "Port %d of %s is taken by another program, perhaps another StatusMonitor. Stop that one, or choose another port: --port %d."
                        .formatted(port, address.getHostAddress(), port == 65535 ? 8080 : port + 1),
                e);
    }

    private static @Nullable URI withoutSlash(@Nullable URI url) {
        if (url == null) {
            return null;
        }
        if (url.getHost() == null || !("http".equals(url.getScheme()) || "https".equals(url.getScheme()))) {
            throw new Refusal(
                    "--public-url %s is no web address; it looks like https://status.example.org.".formatted(url));
        }
        String text = url.toString();
        return URI.create(text.endsWith("/") ? text.substring(0, text.length() - 1) : text);
    }

    /** Another program was faster. */
    public Refusal taken(Throwable cause) {
        return taken(address, port, cause);
    }

    /** How processes of this machine reach it. */
    public URI local() {
        return tls == null
                ? URI.create("http://" + host() + ":" + port)
                : URI.create("http://127.0.0.1:" + loopbackPort);
    }

    /** How people reach it. */
    public URI shown() {
        if (configured != null) {
            return configured;
        }
        return tls == null ? local() : URI.create("https://" + host() + ":" + port);
    }

    private String host() {
        InetAddress reachable = address.isAnyLocalAddress() ? InetAddress.getLoopbackAddress() : address;
        String host = reachable.getHostAddress();
        return host.contains(":") ? "[" + host + "]" : host;
    }

    /** What to be warned of, when others can read what passes. */
    public Optional<String> warning() {
        if (tls != null) {
            return tls.warning();
        }
        if (address.isLoopbackAddress() || (configured != null && "https".equals(configured.getScheme()))) {
            return Optional.empty();
        }
        return Optional.of(
                "--bind %s lets other machines in, and without TLS passwords and tokens cross the network readable. Give it a certificate (--tls-certificate, --tls-key), or put a reverse proxy with TLS in front and tell its address: --public-url https://…"
                        .formatted(address.getHostAddress()));
    }
}
