package dev.statusmonitor.ingestion.receive;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ConnectionsTest {
    @Test
    void asManyAsWantedWhereTheHeapHasRoom() {
        assertThat(new Connections(20_000, 8_000_000_000L).most()).isEqualTo(20_000);
    }

    @Test
    void noMoreThanHalfOfTheHeapHasRoomFor() {
        assertThat(new Connections(20_000, 180_000_000).most()).isEqualTo(1_000);
        assertThat(new Connections(500, 180_000_000).most()).isEqualTo(500);
        assertThat(new Connections(20_000, 1).most()).isEqualTo(1);
    }
}
