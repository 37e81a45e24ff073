package dev.statusmonitor.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

class StopSignalTest {
    private final StopSignal stop = new StopSignal();

    @Test
    void interruptsAStartThatIsUnderWay() {
        stop.begin();
        Thread.ofVirtual().start(stop::wish);
        assertThatThrownBy(() -> Thread.sleep(60_000)).isInstanceOf(InterruptedException.class);
        assertThat(stop.isAsked()).isTrue();
        assertThat(stop.reason()).isNull();
    }

    @RepeatedTest(200)
    void interruptsNobodyWhoCloses() throws InterruptedException {
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
