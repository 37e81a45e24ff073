package dev.statusmonitor.auth.enrol;

/** Enrols the agent of the machine that the platform itself runs on. */
public interface LocalEnrolment {
    /**
     * A one-time code, good for an hour. Its host belongs to the first account; while there is none, to nobody. The
     * addresses that the agent is told are those at which it enrolled, not the public ones.
     *
     * @param name of the host
     */
    String newCode(String name);

    /** Whether there is such a host that was not deleted: whether its agent need not be enrolled anew. */
    boolean knowsHost(String hostId);
}
