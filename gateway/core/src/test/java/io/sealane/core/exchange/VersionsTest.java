package io.sealane.core.exchange;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.sealane.core.agreement.Directory;
import io.sealane.core.disclosure.Presentation;
import io.sealane.core.document.Catalogue;
import io.sealane.core.document.NextVersion;
import io.sealane.core.exchange.Submission.Request;
import io.sealane.core.identity.Code;
import io.sealane.core.identity.Refusal;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.util.HashSet;
import java.util.Objects;
import java.util.Set;

/** Nodes of two releases exchange documents, in the version that both read, both ways. */
class VersionsTest {
    private static final Catalogue NEXT = NextVersion.catalogue();
    private static final String OLD = TestNode.TYPE;

    private final ThreeNodes net;
    private final Recipient customs;

    VersionsTest() throws Refusal {
        net = new ThreeNodes();
        customs = ThreeNodes.to(net.nl, "dutch-customs", "customs-import");
    }

    @BeforeEach
    void the_sender_has_the_next_release() throws Refusal {
        net.us.catalogue = NEXT;
        bothProfilesAreAgreed();
    }

    @Test
    void what_both_read_arrives_with_what_is_new_in_it() throws Refusal {
        net.nl.catalogue = NEXT;
        bothProfilesAreAgreed();
        ObjectNode body = ThreeNodes.document().put("carbonFootprint", "12.5");
        assertThat(submitted(NextVersion.VCT, body)).isEqualTo(NextVersion.VCT);
        assertThat(received().disclosed().doc().path("carbonFootprint").asText()).isEqualTo("12.5");
    }

    @Test
    void a_newer_node_reads_what_an_older_one_sends() throws Refusal {
        net.us.catalogue = TestNode.CATALOGUE;
        net.nl.catalogue = NEXT;
        bothProfilesAreAgreed();
        assertThat(submitted(OLD, ThreeNodes.document())).isEqualTo(OLD);
        assertThat(received().issuer().claims().vct()).isEqualTo(OLD);
    }

    @Test
    void what_an_older_version_can_say_is_issued_in_it_for_who_reads_no_other() throws Refusal {
        assertThat(submitted(NextVersion.VCT, ThreeNodes.document())).isEqualTo(OLD);
        Presentation presentation = received();
        assertThat(presentation.issuer().claims().vct()).isEqualTo(OLD);
        assertThat(presentation.issuer().claims().prof()).isEqualTo(TestNode.profile());
    }

    @Test
    void what_only_the_newer_version_can_say_is_refused_before_anything_is_kept() {
        ObjectNode body = ThreeNodes.document().put("carbonFootprint", "12.5");
        assertThatThrownBy(() -> submitted(NextVersion.VCT, body))
                .isInstanceOfSatisfying(
                        Refusal.class,
                        refusal -> {
                            assertThat(refusal.code()).isEqualTo(Code.VERSION_NOT_READ);
                            assertThat(refusal.pointer()).isEqualTo("/recipients/0");
                            assertThat(refusal.detail()).contains(NextVersion.VCT);
                        });
        assertThat(net.us.store.leaves).isEmpty();
    }

    @Test
    void a_version_that_was_not_agreed_is_not_chosen_though_it_is_read() throws Refusal {
        net.nl.catalogue = NEXT;
        net.agree(net.agreements());
        assertThat(submitted(NextVersion.VCT, ThreeNodes.document())).isEqualTo(OLD);
    }

    @Test
    void an_older_node_refuses_what_it_has_no_profile_for() throws Refusal {
        // The sender believes that it reads more than it does.
        Directory truth = net.nl.directory();
        Set<String> more = new HashSet<>(truth.reads());
        more.add(NextVersion.VCT);
        net.us
                .paths()
                .neighbours()
                .learn(
                        new Directory(
                                truth.node(),
                                truth.issuedAt().plusSeconds(1),
                                truth.expires(),
                                more,
                                truth.parties()));
        assertThat(submitted(NextVersion.VCT, ThreeNodes.document())).isEqualTo(NextVersion.VCT);
        net.settle(net.nl);
        assertThat(net.nl.store.inbox).isEmpty();
        MemoryDelivery delivery = net.us.store.deliveries.values().iterator().next();
        assertThat(new String(delivery.receipted().receipt().statement(), UTF_8))
                .contains("\"code\":\"unknown-type\"");
    }

    private String submitted(String vct, ObjectNode body) throws Refusal {
        Request asked = net.us.request("acme-line", "k1", body, customs);
        var request =
                new Request(
                        asked.issuer(),
                        asked.issues(),
                        vct,
                        asked.recipients(),
                        asked.content(),
                        asked.idempotencyKey(),
                        asked.requestHash());
        return net.us.paths().submission().submit(request).answer().path("type").asText();
    }

    private Presentation received() throws Refusal {
        net.settle(net.nl);
        return Presentation.parse(net.nl.store.inbox.getFirst().presentation());
    }

    private void bothProfilesAreAgreed() throws Refusal {
        String next = NEXT.type(NextVersion.VCT).profile().id();
        net.agree(
                net.agreements(terms ->
                        terms.path("grants")
                                .forEach(grant ->
                                        ((ArrayNode) Objects.requireNonNull(grant.get("profiles")))
                                                .add(next))));
    }
}
