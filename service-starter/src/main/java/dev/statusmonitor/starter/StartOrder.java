package dev.statusmonitor.starter;

import org.springframework.context.SmartLifecycle;

/**
 * Phases for {@link SmartLifecycle} beans: whoever has the larger one starts later and stops earlier. The web server
 * starts at {@code Integer.MAX_VALUE - 2048}; consumers start after it, since they may ask another service.
 */
public final class StartOrder {
    /** The view of hosts: before the consumers that ask it. */
    public static final int HOST_DIRECTORY = Integer.MAX_VALUE - 1024;

    /** Whoever consumes samples. */
    public static final int CONSUMERS = Integer.MAX_VALUE - 512;

    /** Whoever takes samples from agents: it stops first, so that the consumers find all that was acknowledged. */
    public static final int INTAKE = Integer.MAX_VALUE - 256;

    private StartOrder() {}
}
