package dev.statusmonitor.starter.relay;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class RelayTest {
    /** Its thread may be running before whoever started it goes on; that must not look as if it had been stopped. */
    @Test
    void eachOneThatIsStartedWorks() throws Exception {
        for (int i = 0; i < 2_000; i++) {
            var worked = new CountDownLatch(1);
            var relay = new Relay("relay", Duration.ofHours(1), () -> {
                worked.countDown();
                return false;
            });
            relay.start();
            assertThat(worked.await(30, TimeUnit.SECONDS)).isTrue();
            relay.stop();
        }
    }

    @Test
    void aFailureIsTriedAgainAndSaid() throws Exception {
        var tries = new AtomicInteger();
        var worked = new CountDownLatch(1);
        var relay = new Relay("relay", Duration.ofMillis(1), () -> {
            if (tries.incrementAndGet() < 3) {
                throw new IllegalStateException("not yet");
            }
            worked.countDown();
            return false;
        });
        relay.start();
        try {
            assertThat(worked.await(60, TimeUnit.SECONDS)).isTrue();
        } finally {
            relay.stop();
        }
        assertThat(relay.isRunning()).isFalse();
    }
}
