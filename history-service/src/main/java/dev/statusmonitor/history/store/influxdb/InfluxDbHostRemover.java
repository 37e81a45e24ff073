package dev.statusmonitor.history.store.influxdb;

import dev.statusmonitor.history.store.Deadline;
import dev.statusmonitor.history.store.HostRemover;
import dev.statusmonitor.history.store.Tier;
import dev.statusmonitor.history.store.influxdb.Access.Right;
import java.util.HashSet;
import java.util.Set;

/**
 * Deletes by predicate and looks afterwards, at the next call: a task that was reading while a host was deleted may
 * have written some of it once more.
 */
final class InfluxDbHostRemover implements HostRemover {
    private final InfluxDb influxDb;

    InfluxDbHostRemover(InfluxDb influxDb) {
        this.influxDb = influxDb;
    }

    @Override
    public Set<String> remove(Set<String> hosts) {
        var gone = new HashSet<String>();
        for (String host : hosts) {
            boolean nothing = true;
            for (Tier tier : Tier.values()) {
                if (isThere(tier, host)) {
                    nothing = false;
                    influxDb.delete(tier, host, Deadline.in(influxDb.timeout()));
                }
            }
            if (nothing) {
                gone.add(host);
            }
        }
        return gone;
    }

    private boolean isThere(Tier tier, String host) {
        var found = new boolean[1];
        influxDb.query(
                tier == Tier.RAW ? Right.READ : Right.TASK,
                Flux.anything(tier),
                new FluxValues().host(host).range(FluxValues.EARLIEST, FluxValues.LATEST),
                Deadline.in(influxDb.timeout()),
                row -> found[0] = true);
        return found[0];
    }
}
