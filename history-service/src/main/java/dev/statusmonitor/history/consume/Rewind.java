package dev.statusmonitor.history.consume;

import dev.statusmonitor.history.store.LastStop;
import java.time.Clock;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Goes back before what was committed, once in the life of a process, before the first samples are read: after an
 * unclean stop, or where the store lacks some. The consumer's thread alone uses it.
 */
final class Rewind {
    private static final Logger log = LoggerFactory.getLogger(Rewind.class);

    private final ConsumeSettings settings;
    private final DataFolder folder;
    private final Optional<Instant> missingSince;
    private final Clock clock;
    private boolean due;

    /** Where the last process was, in what is read again after it. */
    private final Map<TopicPartition, Long> storedBefore = new HashMap<>();

    /** @param missingSince from when on the store may lack what was committed */
    Rewind(ConsumeSettings settings, DataFolder folder, Optional<Instant> missingSince, Clock clock) {
        this.settings = settings;
        this.folder = folder;
        this.missingSince = missingSince;
        this.clock = clock;
        this.due = missingSince.isPresent()
                || switch (settings.rewindWhen()) {
                    case ALWAYS -> true;
                    case NEVER -> false;
                    case AFTER_UNCLEAN_STOP ->
                        folder.lastStop() == LastStop.PROCESS_DIED || folder.lastStop() == LastStop.MACHINE_DIED;
                };
    }

    /** Goes back where that is due, on the first partitions that this process is given. */
    void begin(Consumer<?, ?> kafka, Collection<TopicPartition> partitions) {
        if (partitions.isEmpty()) {
            return;
        }
        if (due) {
            goBack(kafka, kafka.committed(new HashSet<>(partitions)));
            due = false;
        }
        folder.settled();
    }

    /** Returns whether the last process had stored it, as far as is known. */
    boolean wasStored(ConsumerRecord<?, ?> each) {
        return missingSince.isEmpty()
                && each.offset() < storedBefore.getOrDefault(new TopicPartition(each.topic(), each.partition()), 0L);
    }

    private void goBack(Consumer<?, ?> kafka, Map<TopicPartition, @Nullable OffsetAndMetadata> committed) {
        var targets = new HashMap<TopicPartition, Long>();
        committed.forEach((partition, offset) -> {
            if (offset != null) {
                targets.put(partition, target(offset));
            }
        });
        var offsets = new HashMap<TopicPartition, OffsetAndMetadata>();
        kafka.offsetsForTimes(targets).forEach((partition, found) -> {
            OffsetAndMetadata last = committed.get(partition);
            if (last != null && found != null && found.offset() < last.offset()) {
                offsets.put(partition, back(found));
                storedBefore.put(partition, last.offset());
            }
        });
        offsets.forEach(kafka::seek);
        // So that going back is not forgotten when this process dies before it is where the last one was.
        kafka.commitSync(offsets);
        log.atInfo()
                .addKeyValue("partitions", offsets.size())
                .addKeyValue("last-stop", folder.lastStop())
                .log("the last minutes before the stop are stored again");
    }

    private long target(OffsetAndMetadata offset) {
        long last;
        try {
            last = Long.parseLong(offset.metadata());
        } catch (NumberFormatException e) {
            last = clock.millis();
        }
        long target = last - settings.rewind().toMillis();
        return missingSince.map(since -> Math.min(since.toEpochMilli(), target)).orElse(target);
    }

    private static OffsetAndMetadata back(OffsetAndTimestamp found) {
        return new OffsetAndMetadata(found.offset(), found.leaderEpoch(), Long.toString(found.timestamp()));
    }
}
