package dev.statusmonitor.gateway.push;

/**
 * One connection: what its browser asks for, and what goes to it next. {@link #take} is for one thread; all else is
 * safe for use by several.
 */
public final class Subscriber {
    private final Outbox outbox;
    private final Audience audience;
    private final HostAccess access;
    private final int mostHosts;
    private boolean gone;

    Subscriber(Outbox outbox, Audience audience, HostAccess access, int mostHosts) {
        this.outbox = outbox;
        this.audience = audience;
        this.access = access;
        this.mostHosts = mostHosts;
    }

    public String accountId() {
        return outbox.accountId();
    }

    /** Shows all of the account's hosts, the last two minutes first. */
    public void subscribeOverview() {
        synchronized (outbox) {
            if (!gone) {
                outbox.showOverview();
                audience.joinOverview(outbox);
            }
        }
    }

    public void unsubscribeOverview() {
        synchronized (outbox) {
            audience.leaveOverview(outbox);
            outbox.hideOverview();
        }
    }

    /** Shows every value of a host from now on, or says why not. */
    public void subscribeHost(String hostId) {
        synchronized (outbox) {
            if (gone) {
                return;
            }
            Refusal unknown = null;
            try {
                if (!accountId().equals(access.readerOf(hostId))) {
                    outbox.refuse(LiveFeed.HOST, hostId, Refusal.NOT_YOURS);
                    return;
                }
            } catch (AccessUnknownException e) {
                // It is checked again before anything goes out.
                unknown = Refusal.UNKNOWN;
            }
            if (!outbox.watch(hostId)) {
                outbox.refuse(LiveFeed.HOST, hostId, Refusal.tooManyHosts(mostHosts));
                return;
            }
            audience.joinHost(hostId, outbox);
            if (unknown != null) {
                outbox.refuse(LiveFeed.HOST, hostId, unknown);
            }
        }
    }

    public void unsubscribeHost(String hostId) {
        synchronized (outbox) {
            audience.leaveHost(hostId, outbox);
            outbox.unwatch(hostId);
        }
    }

    /** Answers a ping. */
    public void pong(long now) {
        outbox.answer(() -> Frames.pong(now));
    }

    /** Lets {@link #take} ask next whether somebody is still there. */
    public void ping() {
        outbox.ping();
    }

    /** Says that a message made no sense. */
    public void refuse(Refusal refusal) {
        outbox.refuse(null, null, refusal);
    }

    /** Lets {@link #take} end it next. */
    public void close(int code, String reason) {
        outbox.close(code, reason);
    }

    /** What goes to the browser next; waits for it. */
    public Outgoing take() throws InterruptedException {
        return outbox.take();
    }

    /** Whether there is nothing to send, now or soon. */
    boolean isIdle() {
        return outbox.isIdle();
    }

    /** The connection is gone: nothing is kept for it any more. */
    public void leave() {
        synchronized (outbox) {
            gone = true;
            audience.leave(outbox);
        }
        outbox.close(1006, "gone");
    }
}
