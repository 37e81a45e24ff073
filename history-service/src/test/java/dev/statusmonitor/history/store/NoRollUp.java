package dev.statusmonitor.history.store;

import java.util.Set;

/** For tests of what comes before rolling up. */
public enum NoRollUp implements RollUp {
    INSTANCE;

    @Override
    public void run() {}

    @Override
    public void late(String host, Set<Long> minutes) {}

    @Override
    public void handedOver() {}

    @Override
    public long until(Tier tier) {
        return tier == Tier.RAW ? Long.MAX_VALUE : 0;
    }
}
