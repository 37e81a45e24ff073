package dev.statusmonitor.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

class FreePortsTest {
    @Test
    void picksNoPortTwice() {
        // Among 12,000 by chance alone, two of so many would be the same nearly always.
        List<Integer> picked =
                IntStream.range(0, 300).map(i -> FreePorts.pick()).boxed().toList();

        assertThat(picked).doesNotHaveDuplicates();
    }

    @Test
    @EnabledOnOs(value = OS.LINUX, disabledReason = "elsewhere a port cannot be held for somebody else")
    void whatIsPickedIsHeldForWhoeverListensOnIt() throws IOException {
        var picked = new InetSocketAddress(InetAddress.getLoopbackAddress(), FreePorts.pick());

        // As another process would pick it.
        try (var other = new Socket()) {
            other.setReuseAddress(false);
            assertThatThrownBy(() -> other.bind(picked)).isInstanceOf(BindException.class);
        }
        assertThat(FreePorts.isTaken(picked.getPort())).isFalse();
        try (var server = new ServerSocket()) {
            // As servers do.
            server.setReuseAddress(true);
            server.bind(picked);
            try (var client = new Socket(picked.getAddress(), picked.getPort())) {
                assertThat(client.isConnected()).isTrue();
            }
        }
    }
}
