package dev.statusmonitor.gateway.push;

import java.util.Collection;
import org.jspecify.annotations.Nullable;

/** Who may see which host now. Answers from memory. Safe for use by several threads. */
public interface HostAccess {
    /** Whether it can be shown to be current: where not, the other two throw. */
    boolean known();

    /**
     * The account that may see this host; null where nobody may.
     *
     * @throws AccessUnknownException where it cannot be shown to be current
     */
    @Nullable String readerOf(String hostId) throws AccessUnknownException;

    /**
     * The hosts that this account may see, in no order.
     *
     * @throws AccessUnknownException where it cannot be shown to be current
     */
    Collection<String> hostsOf(String accountId) throws AccessUnknownException;
}
