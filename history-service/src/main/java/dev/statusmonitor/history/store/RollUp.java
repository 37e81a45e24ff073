package dev.statusmonitor.history.store;

import java.util.Set;

/**
 * Makes the coarser tiers out of the finer ones: minutes out of samples, hours out of minutes. A window holds the
 * smallest, the largest, the sum and the count of every series that had a value in it; a window without any is not
 * there. Rolling up twice gives the same as once. It depends on no particular host or metric.
 *
 * <p>A store may do it by itself, by tasks of its own. {@link #run} is called by one thread at a time; {@link #late},
 * {@link #handedOver} and {@link #until} by any, and they do not wait for the store.
 */
public interface RollUp {
    /**
     * Does what is due, what may have been missed while nobody did it included; where the store has tasks for that,
     * sees that they are there and do it. Called every few seconds. What was {@link #late} before is done when it
     * returns.
     *
     * @throws StoreException with a sentence for the operator where rolling up does not get on
     */
    void run();

    /**
     * Tells that samples of a host were stored after their windows may have been rolled up. The next {@link #run}
     * makes these windows of this host again, the minutes and their hours, and no others. A window whose samples are
     * no longer all there is left as it is. Nothing to do for a store that sees by itself what comes late.
     *
     * @param minutes where the minutes begin, Unix time in milliseconds
     */
    void late(String host, Set<Long> minutes);

    /**
     * Tells that, from now on, others may store samples of hosts that this instance did, or this one of theirs: what
     * it has seen of a window may not be all. Nothing to do for a store that makes windows of what is stored alone.
     */
    void handedOver();

    /**
     * Up to when a tier has all that was stored in time, as of the last {@link #run}: each window that ends by then is
     * in it. A reader takes what is newer from the finer tier.
     *
     * @return where a window begins, Unix time in milliseconds; {@link Long#MAX_VALUE} for {@link Tier#RAW}
     */
    long until(Tier tier);
}
