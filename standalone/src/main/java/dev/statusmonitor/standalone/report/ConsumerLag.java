package dev.statusmonitor.standalone.report;

import dev.statusmonitor.contract.Topics;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ConsumerGroupDescription;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.GroupState;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.GroupIdNotFoundException;

/**
 * How far a consumer group is behind, as the broker sees it.
 *
 * @param records that the group has not committed
 * @param late of these, how many arrived before the moment asked for
 * @param shares how many partitions each member of the group has, the most first; empty while they are being shared out
 */
public record ConsumerLag(long records, long late, List<Integer> shares) {
    private static final long TIMEOUT_SECONDS = 2;

    public ConsumerLag {
        // A platform of an older build does not tell.
        shares = List.copyOf(Objects.requireNonNullElse(shares, List.of()));
    }

    /**
     * The lag of a group on {@code metrics.samples}.
     *
     * @param moment Unix ms; what arrived before it should have been done with
     * @throws IllegalStateException where the broker does not tell
     */
    public static ConsumerLag of(Admin admin, String group, long moment) throws InterruptedException, TimeoutException {
        try {
            List<TopicPartition> partitions = partitions(admin);
            Map<TopicPartition, OffsetAndMetadata> committed = admin.listConsumerGroupOffsets(group)
                    .partitionsToOffsetAndMetadata()
                    .get(TIMEOUT_SECONDS, TimeUnit.SECONDS);
            var starts = offsets(admin, partitions, OffsetSpec.earliest());
            var then = offsets(admin, partitions, OffsetSpec.forTimestamp(moment));
            var ends = offsets(admin, partitions, OffsetSpec.latest());
            long records = 0;
            long late = 0;
            for (TopicPartition partition : partitions) {
                OffsetAndMetadata done = committed.get(partition);
                long end = offset(ends, partition, 0);
                long position = done == null ? offset(starts, partition, 0) : done.offset();
                // None after that moment: all of them are from before it.
                long before = offset(then, partition, end);
                records += Math.max(0, end - position);
                late += Math.max(0, before - position);
            }
            return new ConsumerLag(records, late, shares(admin, group));
        } catch (ExecutionException e) {
            throw new IllegalStateException("the broker does not tell the lag of " + group, e);
        }
    }

    private static List<Integer> shares(Admin admin, String group)
            throws InterruptedException, ExecutionException, TimeoutException {
        ConsumerGroupDescription described;
        try {
            described = admin.describeConsumerGroups(List.of(group))
                    .all()
                    .get(TIMEOUT_SECONDS, TimeUnit.SECONDS)
                    .get(group);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof GroupIdNotFoundException) {
                // Nobody has joined it yet.
                return List.of();
            }
            throw e;
        }
        if (described == null || described.groupState() != GroupState.STABLE) {
            return List.of();
        }
        return described.members().stream()
                .map(member -> member.assignment().topicPartitions().size())
                .sorted(Comparator.reverseOrder())
                .toList();
    }

    private static List<TopicPartition> partitions(Admin admin)
            throws InterruptedException, ExecutionException, TimeoutException {
        return admin
                .describeTopics(List.of(Topics.METRICS_SAMPLES))
                .allTopicNames()
                .get(TIMEOUT_SECONDS, TimeUnit.SECONDS)
                .values()
                .stream()
                .flatMap(topic -> topic.partitions().stream()
                        .map(partition -> new TopicPartition(topic.name(), partition.partition())))
                .toList();
    }

    private static Map<TopicPartition, ListOffsetsResultInfo> offsets(
            Admin admin, List<TopicPartition> partitions, OffsetSpec at)
            throws InterruptedException, ExecutionException, TimeoutException {
        var wanted = new HashMap<TopicPartition, OffsetSpec>();
        partitions.forEach(partition -> wanted.put(partition, at));
        return admin.listOffsets(wanted).all().get(TIMEOUT_SECONDS, TimeUnit.SECONDS);
    }

    private static long offset(Map<TopicPartition, ListOffsetsResultInfo> offsets, TopicPartition of, long otherwise) {
        ListOffsetsResultInfo found = offsets.get(of);
        return found == null || found.offset() < 0 ? otherwise : found.offset();
    }
}
