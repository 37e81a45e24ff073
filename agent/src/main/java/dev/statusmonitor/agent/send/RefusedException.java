package dev.statusmonitor.agent.send;

/** The platform will not have this host, and asking again soon changes nothing; the message says why and what to do. */
public final class RefusedException extends Exception {
    private static final long serialVersionUID = 1L;

    private final boolean forGood;

    /** @param forGood whether there is nothing that asking again could change */
    public RefusedException(String message, boolean forGood) {
        super(message);
        this.forGood = forGood;
    }

    /** Whether there is nothing that asking again could change. */
    public boolean forGood() {
        return forGood;
    }
}
