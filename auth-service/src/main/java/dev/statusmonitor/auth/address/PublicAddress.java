package dev.statusmonitor.auth.address;

import java.net.InetAddress;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.springframework.web.servlet.support.ServletUriComponentsBuilder;
import org.springframework.web.util.UriComponentsBuilder;

/** Where others reach the platform: as configured, or else where it was asked just now. */
public final class PublicAddress {
    private final @Nullable URI configured;
    private final List<URI> ingestUrls;
    private final List<Integer> ingestPorts;
    private final AtomicInteger turn = new AtomicInteger();

    public PublicAddress(@Nullable URI configured) {
        this(configured, List.of(), List.of());
    }

    /**
     * @param ingestUrls where agents send samples to, where that is elsewhere
     * @param ingestPorts the same by the port alone, on the platform's host
     */
    public PublicAddress(@Nullable URI configured, List<URI> ingestUrls, List<Integer> ingestPorts) {
        this.configured = configured;
        this.ingestUrls = List.copyOf(ingestUrls);
        this.ingestPorts = List.copyOf(ingestPorts);
    }

    /** Where an agent sends its samples to, without a slash at its end; several places take turns. Within a request. */
    public String ingestBase() {
        return ingestUrls.isEmpty() ? besides(base()) : withoutSlash(next(ingestUrls));
    }

    /** The same for the agent of the platform's own machine, which reaches it where it has just asked. */
    public String localIngestBase() {
        return ingestPorts.isEmpty() ? ingestUrls.isEmpty() ? asked() : ingestBase() : besides(asked());
    }

    /** The address with another port, where one is set. */
    private String besides(String base) {
        if (ingestPorts.isEmpty()) {
            return base;
        }
        return UriComponentsBuilder.fromUriString(base)
                .port(next(ingestPorts))
                .build()
                .toUriString();
    }

    private <T> T next(List<T> places) {
        return places.get(Math.floorMod(turn.getAndIncrement(), places.size()));
    }

    /** Without a slash at its end. Within a request. */
    public String base() {
        return configured().orElseGet(PublicAddress::asked);
    }

    /** As it was configured, without a slash at its end; empty where it was not. */
    public java.util.Optional<String> configured() {
        if (configured == null) {
            return java.util.Optional.empty();
        }
        return java.util.Optional.of(withoutSlash(configured));
    }

    private static String withoutSlash(URI address) {
        String text = address.toString();
        return text.endsWith("/") ? text.substring(0, text.length() - 1) : text;
    }

    /** Where this very request was sent. */
    public static String asked() {
        return ServletUriComponentsBuilder.fromCurrentContextPath().toUriString();
    }

    /** Whether nobody but this machine reaches the address: {@code localhost}, {@code 127.0.0.1}, {@code [::1]}. */
    public static boolean isLocal(String base) {
        String host;
        try {
            host = URI.create(base).getHost();
        } catch (IllegalArgumentException e) {
            return false;
        }
        if (host == null) {
            return false;
        }
        String name = host.toLowerCase(Locale.ROOT);
        if (name.equals("localhost") || name.endsWith(".localhost")) {
            return true;
        }
        try {
            // A literal address is read as it is; a name is not looked up.
            return InetAddress.ofLiteral(name.replace("[", "").replace("]", "")).isLoopbackAddress();
        } catch (IllegalArgumentException e) {
            return false;
        }
    }
}
