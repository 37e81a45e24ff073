package dev.statusmonitor.history.store;

import java.util.Set;

/**
 * Takes hosts out of a store for good. Nobody reads them any more when it is asked, and nothing of them is written any
 * more. Called by one thread at a time.
 */
public interface HostRemover {
    /**
     * Removes all values of some hosts from every tier, or a part of them: it is asked again until nothing is left,
     * which takes no more than a day or two. A host that the store does not know is one of which nothing is left.
     *
     * @return those of them of which the store has no value any more, by looking, not by memory
     * @throws StoreException where the store cannot do it now
     */
    Set<String> remove(Set<String> hosts);
}
