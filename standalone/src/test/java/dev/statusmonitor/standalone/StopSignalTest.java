package dev.statusmonitor.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class StopSignalTest {
    @Test
    void interruptsAStartThatIsUnderWay() {
        var stop = new StopSignal();
        stop.begin();
        Thread.ofVirtual().start(stop::wish);
        assertThatThrownBy(() -> Thread.sleep(60_000)).isInstanceOf(InterruptedException.class);
        assertThat(stop.isAsked()).isTrue();
        assertThat(stop.reason()).isNull();
    }

    @Test
    void interruptsNobodyWhoCloses() throws InterruptedException {
        for (int i = 0; i < 200; i++) {
            var stop = new StopSignal();
            stop.begin();
            Thread signal = Thread.ofPlatform().start(stop::wish);
            try {
                stop.await(60_000);
            } catch (InterruptedException e) {
                // As a start would be.
            }
            stop.closing();
            // Waits for the first signal, and would be ended by an interrupt that comes with it.
            signal.join();
            Thread.ofPlatform().start(stop::wish).join();
            assertThat(Thread.currentThread().isInterrupted()).isFalse();
        }
    }
}
