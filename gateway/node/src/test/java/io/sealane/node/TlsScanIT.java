package io.sealane.node;

import static org.assertj.core.api.Assertions.assertThat;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.sealane.node.keys.Tls;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.InputStreamReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;

import javax.xml.parsers.DocumentBuilderFactory;

/**
 * What others' tools find at a node's ports: {@code openssl s_client}, and {@code sslscan}, which
 * makes its own greetings for suites that today's OpenSSL cannot offer any more (RC4, 3DES). The
 * node {@code us} does TLS by BoringSSL, {@code nl} by the JDK.
 */
class TlsScanIT extends NodesCase {
    private static final String SWITCH = "sealane.crypto";
    private static final String ANY = "ALL:COMPLEMENTOFALL@SECLEVEL=0";

    /** Words of {@code s_client} for what nobody should take, each a list that it can offer. */
    private static final List<String> WEAK =
            List.of(
                    "aNULL@SECLEVEL=0",
                    "eNULL@SECLEVEL=0",
                    "kRSA@SECLEVEL=0",
                    "SHA1:!aNULL:!eNULL@SECLEVEL=0",
                    "SHA256:SHA384:!AESGCM:!CHACHA20:!AESCCM@SECLEVEL=0",
                    "CAMELLIA:ARIA:SEED:PSK@SECLEVEL=0");

    private static final Set<String> SUITES =
            Set.of(
                    "TLS_AES_128_GCM_SHA256",
                    "TLS_AES_256_GCM_SHA384",
                    "TLS_CHACHA20_POLY1305_SHA256");

    @BeforeAll
    static void oneByTheJdk() throws Exception {
        assertThat(Tls.isNative()).isTrue();
        nodes.nl.stop();
        System.setProperty(SWITCH, "jdk");
        assertThat(Tls.isNative()).isFalse();
        nodes.restartNl();
    }

    @AfterAll
    static void backToNative() {
        System.clearProperty(SWITCH);
    }

    @Test
    void the_native_engine_speaks_tls_1_3_and_no_weak_suite_at_either_port() throws Exception {
        isSound(nodes.us.federationPort());
        isSound(nodes.us.apiPort());
    }

    @Test
    void the_jdks_engine_speaks_tls_1_3_and_no_weak_suite_at_either_port() throws Exception {
        isSound(nodes.nl.federationPort());
        isSound(nodes.nl.apiPort());
    }

    private static void isSound(int port) throws Exception {
        assertThat(faults(port)).isEmpty();
        assertThat(suites(scan(port))).isNotEmpty().isSubsetOf(SUITES);
        String said = client(port, "-tls1_3");
        assertThat(said)
                .contains("New, TLSv1.3, Cipher is TLS_", "Compression: NONE")
                .contains("Secure Renegotiation IS NOT supported");
    }

    /** The same questions find what is wrong with a server that does all of it. */
    @Test
    void a_server_of_old_and_anonymous_suites_is_found_wanting() throws Exception {
        Process server =
                new ProcessBuilder(
                                "openssl",
                                "s_server",
                                "-accept",
                                "127.0.0.1:0",
                                "-nocert",
                                "-tls1_2",
                                "-cipher",
                                "aNULL:eNULL@SECLEVEL=0")
                        .redirectErrorStream(true)
                        .start();
        BufferedReader out = server.inputReader(UTF_8);
        try {
            int port = port(out);
            Thread.ofVirtual().start(() -> out.lines().forEach(line -> {}));
            assertThat(faults(port))
                    .contains("sslscan: tls 1.2 is spoken", "openssl: -tls1_2 is answered")
                    .contains("sslscan: AECDH-NULL-SHA is taken", "openssl: " + WEAK.getFirst())
                    .anyMatch(fault -> fault.startsWith("sslscan: ADH-AES128-SHA is taken"))
                    .doesNotContain("openssl: " + WEAK.get(2));
        } finally {
            server.destroyForcibly().waitFor();
        }
    }

    private static int port(BufferedReader out) throws Exception {
        String line = out.readLine();
        while (line != null && !line.startsWith("ACCEPT ")) {
            line = out.readLine();
        }
        return Integer.parseInt(String.valueOf(line).replaceFirst(".*:", ""));
    }

    /** All that is wrong with a port; none if it speaks TLS 1.3 only, and that well. */
    private static List<String> faults(int port) throws Exception {
        var faults = new ArrayList<String>();
        Document scan = scan(port);
        for (Element protocol : elements(scan, "protocol")) {
            String name = protocol.getAttribute("type") + " " + protocol.getAttribute("version");
            if (is(protocol, "enabled") && !name.equals("tls 1.3")) {
                faults.add("sslscan: " + name + " is spoken");
            }
        }
        for (Element cipher : elements(scan, "cipher")) {
            boolean isSound =
                    Set.of("strong", "acceptable").contains(cipher.getAttribute("strength"))
                            && Integer.parseInt(cipher.getAttribute("bits")) >= 128
                            && cipher.getAttribute("sslversion").equals("TLSv1.3");
            if (!isSound) {
                faults.add("sslscan: " + cipher.getAttribute("cipher") + " is taken");
            }
        }
        for (String[] one :
                List.of(
                        new String[] {"renegotiation", "supported"},
                        new String[] {"compression", "supported"},
                        new String[] {"heartbleed", "vulnerable"})) {
            if (elements(scan, one[0]).stream().anyMatch(element -> is(element, one[1]))) {
                faults.add("sslscan: " + one[0]);
            }
        }
        for (String version : List.of("-tls1", "-tls1_1", "-tls1_2")) {
            if (shakesHands(port, version, "-cipher", ANY)) {
                faults.add("openssl: " + version + " is answered");
            }
        }
        for (String weak : WEAK) {
            if (shakesHands(port, "-tls1_2", "-cipher", weak)) {
                faults.add("openssl: " + weak);
            }
        }
        if (shakesHands(port, "-tls1_3", "-ciphersuites", "TLS_AES_128_CCM_8_SHA256")) {
            faults.add("openssl: a suite with a short tag");
        }
        return faults;
    }

    private static boolean shakesHands(int port, String... how) throws Exception {
        String said = client(port, how);
        // Else it was not asked: this OpenSSL cannot offer that.
        assertThat(said).as("%s", List.of(how)).contains("CONNECTED", "Cipher is ");
        return !said.contains("Cipher is (NONE)");
    }

    private static String client(int port, String... how) throws Exception {
        var command = new ArrayList<>(List.of("openssl", "s_client"));
        command.addAll(List.of("-connect", "127.0.0.1:" + port));
        command.addAll(List.of(how));
        return run(command);
    }

    private static Document scan(int port) throws Exception {
        String xml = run(List.of("sslscan", "--no-failed", "--xml=-", "127.0.0.1:" + port));
        return DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(
                        new ByteArrayInputStream(
                                xml.substring(xml.indexOf("<?xml")).getBytes(UTF_8)));
    }

    private static Set<String> suites(Document scan) {
        var suites = new TreeSet<String>();
        elements(scan, "cipher").forEach(one -> suites.add(one.getAttribute("cipher")));
        return suites;
    }

    private static boolean is(Element element, String attribute) {
        return element.getAttribute(attribute).equals("1");
    }

    private static List<Element> elements(Document document, String name) {
        NodeList found = document.getElementsByTagName(name);
        var elements = new ArrayList<Element>();
        for (int i = 0; i < found.getLength(); i++) {
            elements.add((Element) found.item(i));
        }
        return elements;
    }

    private static String run(List<String> command) throws Exception {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        process.getOutputStream().close();
        try (var out = new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8))) {
            String said = String.join("\n", out.lines().toList());
            assertThat(process.waitFor(30, TimeUnit.SECONDS)).as("%s", command).isTrue();
            return said;
        } finally {
            process.destroyForcibly();
        }
    }
}
