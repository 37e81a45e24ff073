package dev.statusmonitor.alerts.evaluate;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What evaluation has to know of a host.
 *
 * @param owner the account whose it is; null for nobody's
 * @param active whether it may send; one that may not is not missed
 */
public record HostFacts(String id, @Nullable String owner, String name, List<String> tags, boolean active) {
    public HostFacts {
        tags = List.copyOf(tags);
    }
}
