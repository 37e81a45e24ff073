package dev.statusmonitor.testservers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.net.Socket;
import org.junit.jupiter.api.Test;

class TestCassandraClusterIT {
    @Test
    void isOneNodeThatListens() throws Exception {
        assumeFalse(TestCassandra.isMissing());
        assertThat(TestCassandra.get()).isSameAs(TestCassandra.get());
        var at = TestCassandra.get().contactPoint();
        try (var socket = new Socket(at.getAddress(), at.getPort())) {
            assertThat(socket.isConnected()).isTrue();
        }
    }
}
