package io.sealane.command.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;

/** What passes a forwarder, and what does not. */
class ForwarderTest {
    private static final int WAIT_MILLIS = 200;
    private static final int QUESTION = 7;

    private ServerSocket far;
    private Forwarder forwarder;

    @BeforeEach
    void open() throws IOException {
        far = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
        forwarder = new Forwarder(far.getLocalPort());
    }

    @AfterEach
    void close() throws IOException {
        forwarder.close();
        far.close();
    }

    private Socket connected() throws IOException {
        return new Socket(InetAddress.getLoopbackAddress(), forwarder.port());
    }

    @Test
    void questions_and_answers_pass() throws IOException {
        assertPasses();
    }

    private void assertPasses() throws IOException {
        try (Socket near = connected();
                Socket other = far.accept()) {
            near.getOutputStream().write(QUESTION);
            assertThat(other.getInputStream().read()).isEqualTo(QUESTION);
            other.getOutputStream().write(QUESTION + 1);
            assertThat(near.getInputStream().read()).isEqualTo(QUESTION + 1);
        }
    }

    @Test
    void a_cut_ends_what_is_open_and_what_begins_until_it_is_healed() throws IOException {
        try (Socket near = connected();
                Socket other = far.accept()) {
            near.getOutputStream().write(QUESTION);
            assertThat(other.getInputStream().read()).isEqualTo(QUESTION);

            forwarder.pass(Forwarder.Manner.NOTHING);

            assertThat(other.getInputStream().read()).isEqualTo(-1);
        }
        try (Socket begun = connected()) {
            assertThat(begun.getInputStream().read()).isEqualTo(-1);
        }
        forwarder.pass(Forwarder.Manner.WELL);
        assertPasses();
    }

    @Test
    void questions_pass_and_answers_are_lost() throws IOException {
        try (Socket near = connected();
                Socket other = far.accept()) {
            forwarder.pass(Forwarder.Manner.QUESTIONS_ONLY);
            near.getOutputStream().write(QUESTION);
            assertThat(other.getInputStream().read()).isEqualTo(QUESTION);

            other.getOutputStream().write(QUESTION + 1);

            near.setSoTimeout(WAIT_MILLIS);
            assertThatThrownBy(() -> near.getInputStream().read())
                    .isInstanceOf(SocketTimeoutException.class);

            // What was lost is lost: the connection ends with the fault.
            forwarder.pass(Forwarder.Manner.WELL);
            assertThat(near.getInputStream().read()).isEqualTo(-1);
        }
    }
}
