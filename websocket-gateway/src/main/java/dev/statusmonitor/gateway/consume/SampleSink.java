package dev.statusmonitor.gateway.consume;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** Takes samples as they arrive, in the order of their host's partition. */
@FunctionalInterface
public interface SampleSink {
    /**
     * Never throws for what a record says: one host's nonsense must not hold up the others.
     *
     * @param hostId the record's key; null where it has none, which makes no sense
     * @param record a {@link dev.statusmonitor.contract.SampleRecord}, good until this returns; null where there is none
     */
    void accept(@Nullable String hostId, @Nullable ByteBuffer record);
}
