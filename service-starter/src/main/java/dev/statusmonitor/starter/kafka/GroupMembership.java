package dev.statusmonitor.starter.kafka;

import java.time.Duration;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.CloseOptions.GroupMembershipOperation;
import org.apache.kafka.clients.consumer.Consumer;

/**
 * Closes a consumer and takes it out of its group, so that the others share out its partitions at once. By itself one that
 * has an instance name stays a member until its session is over: whoever is killed comes back under that name and goes
 * on, but after one that stops in good order, perhaps for good, its hosts would be looked after by nobody for so long.
 *
 * @param consumer that joined a group
 */
public record GroupMembership(Consumer<?, ?> consumer) implements AutoCloseable {
    private static final CloseOptions LEAVE = CloseOptions.timeout(Duration.ofSeconds(3))
            .withGroupMembershipOperation(GroupMembershipOperation.LEAVE_GROUP);

    @Override
    public void close() {
        consumer.close(LEAVE);
    }
}
