package dev.statusmonitor.starter.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class InstancesTest {
    private static final URI A = URI.create("http://127.0.0.1:1");
    private static final URI B = URI.create("http://127.0.0.1:2");

    private final AtomicLong now = new AtomicLong();
    private final Instances instances = new Instances(List.of(A, B), now::get);

    @Test
    void takeTurns() {
        assertThat(instances.inTurn()).containsExactly(A, B);
        assertThat(instances.inTurn()).containsExactly(B, A);
        assertThat(instances.inTurn()).containsExactly(A, B);
    }

    @Test
    void theOneThatCouldNotBeReachedComesLastForTwoSeconds() {
        instances.failed(A);

        assertThat(instances.inTurn()).containsExactly(B, A);
        assertThat(instances.inTurn()).containsExactly(B, A);
        now.addAndGet(Duration.ofSeconds(2).toNanos());
        assertThat(instances.inTurn()).containsExactly(A, B);
    }
}
