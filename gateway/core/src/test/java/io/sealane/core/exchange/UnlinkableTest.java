package io.sealane.core.exchange;

import static io.sealane.core.exchange.ThreeNodes.document;
import static io.sealane.core.exchange.ThreeNodes.to;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.sealane.core.agreement.Agreement;
import io.sealane.core.disclosure.PartySeal;
import io.sealane.core.disclosure.Presentation;
import io.sealane.core.document.DocumentType;
import io.sealane.core.document.KnownPlaces;
import io.sealane.core.document.Policy;
import io.sealane.core.document.Reference;
import io.sealane.core.document.WatchList;
import io.sealane.core.exchange.Change.Admitted;
import io.sealane.core.exchange.TestNode.Line;
import io.sealane.core.identity.Code;
import io.sealane.core.identity.KeySigner;
import io.sealane.core.identity.Refusal;
import io.sealane.core.json.Base64Url;
import io.sealane.core.json.Digest;
import io.sealane.core.json.Json;
import io.sealane.core.seal.IssuerClaims;
import io.sealane.core.seal.SealedDocument;
import io.sealane.core.seal.Sealer;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/** Two partners under unlinkable grants hold nothing by which they could join their views. */
class UnlinkableTest {
    private static final String PARTY = "acme-line";
    private static final List<String> ALL =
            List.of(
                    "routing",
                    "operational",
                    "party",
                    "person",
                    "cargo",
                    "money",
                    "safety",
                    "security");

    private final ThreeNodes net = new ThreeNodes();
    private final Recipient terminal = to(net.nl, "rotterdam-terminal", "terminal");
    private final Recipient customs = to(net.nl, "dutch-customs", "customs-import");
    private final Recipient psa = to(net.sg, "psa-terminal", "terminal");
    private final Recipient house = to(net.us, "long-beach-terminal", "terminal");

    UnlinkableTest() throws Refusal {
        agree(true);
    }

    private void agree(boolean unlinkable) throws Refusal {
        net.agree(agreements(unlinkable));
    }

    private List<Agreement> agreements(boolean unlinkable) throws Refusal {
        return List.of(
                agreement(
                        net.nl,
                        unlinkable,
                        new Line(net.us, net.nl, "terminal", "rotterdam-terminal", ALL),
                        new Line(net.us, net.nl, "customs-import", "dutch-customs", ALL)),
                agreement(
                        net.sg,
                        unlinkable,
                        new Line(net.us, net.sg, "terminal", "psa-terminal", ALL)),
                agreement(
                        net.us,
                        unlinkable,
                        new Line(net.us, net.us, "terminal", "long-beach-terminal", ALL)));
    }

    private Agreement agreement(TestNode to, boolean unlinkable, Line... lines) throws Refusal {
        return TestNode.agreement(
                net.us,
                to,
                List.of(lines),
                terms ->
                        terms.path("grants")
                                .forEach(one -> ((ObjectNode) one).put("unlinkable", unlinkable)));
    }

    private static DocumentType type() {
        try {
            return TestNode.CATALOGUE.type(TestNode.TYPE);
        } catch (Refusal unknown) {
            throw new AssertionError(unknown);
        }
    }

    private Submission.Accepted exchange(String key, ObjectNode body, Recipient... recipients)
            throws Refusal {
        Submission.Accepted accepted =
                net.us.paths().submission().submit(net.us.request(PARTY, key, body, recipients));
        for (TestNode node : net.nodes.values()) {
            net.settle(node);
        }
        return accepted;
    }

    private static Presentation received(TestNode node, int at) throws Refusal {
        return Presentation.parse(node.store.inbox.get(at).presentation());
    }

    private static Set<String> names(JsonNode body) {
        return type().names(body).stream().map(Reference::value).collect(Collectors.toSet());
    }

    private static JsonNode seen(Presentation presentation) throws Refusal {
        return type().profile().original(presentation.disclosed().doc());
    }

    /** Every string of what a partner holds of a document: tokens, decoded, and disclosures. */
    private static Set<String> strings(Presentation presentation) throws Refusal {
        var strings = new HashSet<String>();
        for (String part : presentation.issuerJwt().split("\\.", -1)) {
            strings.add(part);
        }
        collect(Json.parse(presentation.issuer().jws().payload()), strings);
        for (String disclosure : presentation.disclosures()) {
            strings.add(disclosure);
            collect(Json.parse(Base64Url.decode(disclosure)), strings);
        }
        return strings;
    }

    private static void collect(JsonNode value, Set<String> strings) {
        if (value.isTextual()) {
            strings.add(value.textValue());
        }
        value.forEach(child -> collect(child, strings));
    }

    /** What is random in it: its id, salts, digests and decoys. */
    private static Set<String> random(Presentation presentation) throws Refusal {
        var random = new HashSet<String>();
        random.add(presentation.issuer().claims().jti());
        random.addAll(presentation.disclosures());
        random.add(presentation.keyBinding().terms().nonce());
        collectDigests(Json.parse(presentation.issuer().jws().payload()), random);
        for (String encoded : presentation.disclosures()) {
            JsonNode disclosure = Json.parse(Base64Url.decode(encoded));
            random.add(disclosure.path(0).asText());
            collectDigests(disclosure, random);
        }
        return random;
    }

    private static void collectDigests(JsonNode value, Set<String> digests) {
        value.path("_sd").forEach(one -> digests.add(one.asText()));
        if (value.has("...")) {
            digests.add(value.path("...").asText());
        }
        value.forEach(child -> collectDigests(child, digests));
    }

    @Test
    void two_partners_share_no_id_no_salt_no_digest_and_no_name_of_the_shipment() throws Refusal {
        Submission.Accepted accepted = exchange("one", document(), terminal, psa, house);
        Set<String> own = names(document());
        Presentation atNl = received(net.nl, 0);
        Presentation atSg = received(net.sg, 0);
        Presentation here = received(net.us, 0);
        for (List<Presentation> two :
                List.of(List.of(atNl, atSg), List.of(atNl, here), List.of(atSg, here))) {
            Presentation one = two.get(0);
            Presentation other = two.get(1);
            Set<String> shared = strings(one);
            shared.retainAll(strings(other));
            assertThat(random(one)).hasSizeGreaterThan(100);
            assertThat(random(one)).doesNotContainAnyElementsOf(random(other));
            assertThat(shared).doesNotContainAnyElementsOf(names(seen(one)));
            assertThat(one.issuer().claims().vct()).isEqualTo(other.issuer().claims().vct());
            // What is no name of the shipment is the same, and could be joined.
            assertThat(shared).contains("NLRTM");
        }
        for (Presentation one : List.of(atNl, atSg, here)) {
            assertThat(strings(one)).doesNotContainAnyElementsOf(own);
            assertThat(own.stream().filter(name -> name.length() >= 6))
                    .isNotEmpty()
                    .noneMatch(name -> contains(one, name));
            assertThat(one.compact()).doesNotContain(accepted.document().toString());
            assertThat(one.issuer().claims().jti()).doesNotContain(accepted.document().toString());
        }
        assertThat(net.nl.store.refused()).isEmpty();
        assertThat(net.us.store.deliveries()).allMatch(MemoryDelivery::isReceipted);
    }

    private static boolean contains(Presentation presentation, String name) {
        try {
            return strings(presentation).stream().anyMatch(text -> text.contains(name));
        } catch (Refusal unreadable) {
            throw new AssertionError(unreadable);
        }
    }

    /** The test above finds what it looks for where grants are linkable. */
    @Test
    void under_other_grants_partners_share_nearly_everything() throws Refusal {
        agree(false);
        exchange("one", document(), terminal, psa);
        Set<String> shared = strings(received(net.nl, 0));
        shared.retainAll(strings(received(net.sg, 0)));
        assertThat(shared).containsAll(names(document()));
        assertThat(random(received(net.nl, 0)))
                .containsAll(received(net.sg, 0).disclosures())
                .contains(received(net.sg, 0).issuer().claims().jti());
    }

    @Test
    void one_partner_knows_a_shipment_by_the_same_names_in_every_document() throws Refusal {
        exchange("one", document(), terminal, customs);
        ObjectNode next = document();
        ((ArrayNode) next.at("/consignmentItems/0/descriptionOfGoods")).add("and more");
        exchange("two", next, terminal);

        assertThat(received(net.nl, 0).issuerJwt()).isEqualTo(received(net.nl, 1).issuerJwt());
        assertThat(received(net.nl, 2).issuerJwt()).isNotEqualTo(received(net.nl, 0).issuerJwt());
        assertThat(names(seen(received(net.nl, 2))))
                .isEqualTo(names(seen(received(net.nl, 0))))
                .hasSameSizeAs(names(document()));
    }

    @Test
    void the_issuers_node_finds_the_document_by_what_a_partner_knows_it_by() throws Refusal {
        Submission.Accepted accepted = exchange("one", document(), terminal, psa);
        for (TestNode node : List.of(net.nl, net.sg)) {
            Admitted there = node.store.inbox.getFirst();
            var known = new ArrayList<>(there.references());
            known.removeIf(one -> one.kind().startsWith("vessel"));
            known.add(new Reference("jti", there.document().toString()));
            assertThat(known).hasSizeGreaterThan(3);
            for (Reference one : known) {
                assertThat(found(one.value())).containsExactly(accepted.document());
            }
        }
        assertThat(found("HHL99999999")).isEmpty();
        assertThat(found(document().path("transportDocumentReference").asText()))
                .containsExactly(accepted.document());
    }

    private List<UUID> found(String reference) {
        return net
                .us
                .store
                .issued(1, net.us.id(PARTY), "transport-document/1", reference, 10)
                .stream()
                .map(StoredDocument::id)
                .toList();
    }

    @Test
    void a_mixed_submission_sends_the_document_itself_where_that_was_agreed() throws Refusal {
        net.agree(
                List.of(
                        agreements(true).getFirst(),
                        agreements(false).get(1),
                        agreements(true).getLast()));
        Submission.Accepted accepted = exchange("one", document(), terminal, psa);
        assertThat(net.sg.store.inbox.getFirst().document()).isEqualTo(accepted.document());
        assertThat(net.nl.store.inbox.getFirst().document()).isNotEqualTo(accepted.document());
    }

    @Test
    void the_log_commits_to_the_token_that_each_recipient_is_sent() throws Refusal {
        exchange("one", document(), terminal, psa);
        List<MemoryDelivery> deliveries = List.copyOf(net.us.store.deliveries());
        List<Change.PendingPresentation> pending =
                deliveries.stream().map(MemoryDelivery::pending).toList();
        JsonNode recipients = Statements.recipients(pending);
        for (int i = 0; i < 2; i++) {
            String token = deliveries.get(i).document().sealed().issuerJwt();
            assertThat(recipients.at("/" + i + "/3").asText()).isEqualTo(Digest.base64Url(token));
        }
        JsonNode submitted = Json.parse(net.us.store.leaves.getFirst().statement());
        assertThat(submitted.path("recipients").asText())
                .isEqualTo(Digest.base64Url(Json.canonical(recipients)));
    }

    @Test
    void a_dry_run_shows_the_names_under_which_it_would_go() throws Refusal {
        var preview =
                net.us
                        .paths()
                        .submission()
                        .preview(net.us.request(PARTY, "one", document(), terminal, psa));
        Set<String> atNl = names(type().profile().original(preview.views().get(0).document()));
        Set<String> atSg = names(type().profile().original(preview.views().get(1).document()));
        assertThat(atNl).doesNotContainAnyElementsOf(names(document()));
        assertThat(atSg).doesNotContainAnyElementsOf(names(document()));
        exchange("one", document(), terminal);
        assertThat(names(seen(received(net.nl, 0)))).isEqualTo(atNl);
        var terms =
                new TermsPreview(
                        net.us.self,
                        TestNode.CATALOGUE,
                        net.clock,
                        net.us.identifiers,
                        net.us.pseudonyms);
        List<TermsPreview.Line> lines =
                terms.of(agreements(true).getFirst().terms(), TestNode.TYPE, document());
        assertThat(names(type().profile().original(lines.getFirst().view().document())))
                .isEqualTo(atNl);
    }

    @Test
    void what_a_party_signed_itself_is_refused_with_what_can_be_done() throws Refusal {
        KeySigner key = TestNode.signer();
        net.us.keys.put(PARTY, List.of(key.key()));
        net.agree(
                List.of(
                        agreements(false).getFirst(),
                        agreements(true).get(1),
                        agreements(true).getLast()));
        var claims =
                new IssuerClaims(
                        net.us.id(PARTY),
                        null,
                        net.clock.now,
                        "urn:uuid:" + net.us.identifiers.next(),
                        TestNode.TYPE,
                        TestNode.profile(),
                        List.of("ES256"),
                        net.us.presentation.kid());
        SealedDocument sealed =
                new Sealer(new Random(7)).seal(claims, type().shape(document()), key);
        var request =
                new Submission.Request(
                        net.us.id(PARTY),
                        Set.of("transport-document"),
                        TestNode.TYPE,
                        List.of(terminal, psa),
                        new Submission.Content.Signed(PartySeal.parse(PartySeal.compact(sealed))),
                        "one",
                        Digest.sha256(sealed.issuerJwt()));
        assertThatThrownBy(() -> net.us.paths().submission().submit(request))
                .isInstanceOfSatisfying(
                        Refusal.class,
                        refusal -> {
                            assertThat(refusal.code()).isEqualTo(Code.LINKABLE);
                            assertThat(refusal.pointer()).isEqualTo("/recipients/1");
                            assertThat(refusal.detail()).contains("Leave this recipient out");
                        });
        assertThat(net.us.store.leaves).isEmpty();
    }

    @Test
    void what_was_handed_in_before_its_grant_became_unlinkable_is_not_sent() throws Refusal {
        agree(false);
        net.us.paths().submission().submit(net.us.request(PARTY, "one", document(), terminal));
        agree(true);
        net.settle(net.nl);
        assertThat(net.nl.store.inbox).isEmpty();
        assertThat(net.us.store.deliveries())
                .allSatisfy(one -> assertThat(one.cancelled()).isEqualTo(Code.LINKABLE));
    }

    /** A watched name that cannot be hidden withholds the document, whatever name it would get. */
    @Test
    void a_pseudonym_is_no_way_past_what_the_operator_watches_over() throws Refusal {
        String bill = document().path("transportDocumentReference").asText();
        net.us.catalogue =
                TestNode.CATALOGUE.under(
                        new Policy(
                                Set.of(),
                                WatchList.of(Map.of("transportDocumentReference", List.of(bill))),
                                KnownPlaces.ANY));
        agree(true);
        assertThatThrownBy(() -> exchange("one", document(), terminal))
                .isInstanceOfSatisfying(
                        Refusal.class,
                        refusal -> assertThat(refusal.code()).isEqualTo(Code.NO_GRANT));
        net.us.catalogue = TestNode.CATALOGUE;
        agree(true);
        net.us.paths().submission().submit(net.us.request(PARTY, "two", document(), terminal));
        net.us.catalogue =
                TestNode.CATALOGUE.under(
                        new Policy(
                                Set.of(),
                                WatchList.of(Map.of("transportDocumentReference", List.of(bill))),
                                KnownPlaces.ANY));
        agree(true);
        net.settle(net.nl);
        assertThat(net.nl.store.inbox).isEmpty();
    }
}
