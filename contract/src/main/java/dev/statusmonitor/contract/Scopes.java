package dev.statusmonitor.contract;

import java.util.List;

/**
 * What a personal API token may be allowed; each allows what it says and nothing else. Accounts, sessions, tokens,
 * invitations and the audit log are never open to a token.
 */
public final class Scopes {
    /** See one's hosts. */
    public static final String HOSTS_READ = "hosts:read";

    /** Rename, tag, enrol, revoke and delete them. */
    public static final String HOSTS_WRITE = "hosts:write";

    /** Read what they measured. */
    public static final String HISTORY_READ = "history:read";

    /** See alert rules, incidents and what belongs to them. */
    public static final String ALERTS_READ = "alerts:read";

    /** Change them. */
    public static final String ALERTS_WRITE = "alerts:write";

    /** Open the live connection. */
    public static final String LIVE_READ = "live:read";

    /** Every scope there is, in the order in which they are shown. */
    public static final List<String> ALL =
            List.of(HOSTS_READ, HOSTS_WRITE, HISTORY_READ, ALERTS_READ, ALERTS_WRITE, LIVE_READ);

    private Scopes() {}
}
