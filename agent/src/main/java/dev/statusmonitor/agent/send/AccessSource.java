package dev.statusmonitor.agent.send;

import java.io.IOException;

/** Where a sender gets its access from. */
public interface AccessSource {
    /**
     * A token that is valid for a while.
     *
     * @throws IOException where the platform cannot be reached
     * @throws NotNowException where it has no time
     * @throws RefusedException where it will not have this host
     */
    Access get() throws IOException, NotNowException, RefusedException;

    /** Asks for a new one next time: the platform didn't take this one, or time has jumped. */
    void renew();
}
