package dev.statusmonitor.testservers;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.Socket;
import org.junit.jupiter.api.Test;

class TestRedisIT {
    @Test
    void isOneServerThatListens() throws Exception {
        assertThat(TestRedis.get()).isSameAs(TestRedis.get());
        try (var socket = new Socket(
                InetAddress.getLoopbackAddress(), TestRedis.get().uri().getPort())) {
            assertThat(socket.isConnected()).isTrue();
        }
    }
}
