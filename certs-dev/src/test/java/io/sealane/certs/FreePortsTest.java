package io.sealane.certs;

import static org.assertj.core.api.Assertions.assertThat;

import io.sealane.certs.Plan.Ports;

import org.junit.jupiter.api.Test;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.HashSet;
import java.util.Set;

class FreePortsTest {
    @Test
    void no_two_nodes_are_given_one_port() {
        Set<Integer> named = new HashSet<>();
        for (int i = 1; i <= 1_000; i++) {
            Ports ports = FreePorts.ofNode();
            named.add(ports.api());
            named.add(ports.federation());
            named.add(ports.management());
            assertThat(named).hasSize(3 * i);
        }
        assertThat(named).allMatch(port -> port >= 20_000 && port < 32_768);
    }

    @Test
    void a_port_that_is_named_can_be_listened_on() throws Exception {
        int port = FreePorts.one();
        try (var socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            assertThat(socket.getLocalPort()).isEqualTo(port);
        }
    }
}
