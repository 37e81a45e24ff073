package dev.statusmonitor.history.copy;

import dev.statusmonitor.history.store.Tier;

/** Is told how far a copy has come. Called by the thread that copies. */
public interface CopyProgress {
    /**
     * So much of a host is copied.
     *
     * @param host its id
     * @param number which host it is, from 1 on
     * @param hosts how many there are
     * @param tier what is copied of it now
     * @param done how much of all is copied, from 0 to 1
     */
    void at(String host, int number, int hosts, Tier tier, double done);

    /**
     * One of the stores did not do what it was asked, and is asked again after a pause.
     *
     * @param why a sentence
     */
    void waits(String why);
}
