package io.sealane.core.exchange;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.sealane.core.agreement.Agreement;
import io.sealane.core.document.KnownPlaces;
import io.sealane.core.document.Markers;
import io.sealane.core.document.Policy;
import io.sealane.core.document.WatchList;
import io.sealane.core.exchange.TestNode.Line;
import io.sealane.core.identity.Code;
import io.sealane.core.identity.Refusal;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** Nothing of what is a government's leaves a node for whoever is not granted it, by any way. */
class GovernmentCanaryTest {
    private static final String CANARY = "Canary 58214";
    private static final List<String> ORDINARY =
            List.of(
                    "routing",
                    "operational",
                    "party",
                    "person",
                    "cargo",
                    "money",
                    "safety",
                    "security");

    private final ThreeNodes net;
    private final List<byte[]> wire = new ArrayList<>();
    private final Recipient terminal;
    private final Recipient neighbour;

    GovernmentCanaryTest() throws Refusal {
        net = new ThreeNodes();
        terminal = ThreeNodes.to(net.nl, "rotterdam-terminal", "terminal");
        neighbour = ThreeNodes.to(net.us, "long-beach-terminal", "terminal");
        ThreeNodes.Wire before = net.wire;
        net.wire =
                (to, batch) -> {
                    wire.add(batch);
                    byte[] answer = before.carry(to, batch);
                    wire.add(answer);
                    return answer;
                };
    }

    private void agree(@Nullable String more) throws Refusal {
        var classes = new ArrayList<>(ORDINARY);
        if (more != null) {
            classes.add(more);
        }
        List<Agreement> agreements =
                List.of(
                        TestNode.agreement(
                                net.us,
                                net.nl,
                                List.of(
                                        new Line(
                                                net.us,
                                                net.nl,
                                                "terminal",
                                                "rotterdam-terminal",
                                                classes))),
                        TestNode.agreement(
                                net.us,
                                net.us,
                                List.of(
                                        new Line(
                                                net.us,
                                                net.us,
                                                "terminal",
                                                "long-beach-terminal",
                                                classes))));
        net.agree(agreements);
    }

    static Stream<Markers.Marker> markers() {
        return Markers.ALL.stream().filter(marker -> isValid(marked(marker)));
    }

    private static boolean isValid(ObjectNode body) {
        try {
            return TestNode.CATALOGUE.type(TestNode.TYPE).problems(body).isEmpty();
        } catch (Refusal e) {
            throw new AssertionError(e);
        }
    }

    private static ObjectNode marked(Markers.Marker marker) {
        try {
            ObjectNode body =
                    ThreeNodes.example(
                            "schemas/types/transport-document/1.0/examples/dangerous-goods.json");
            Markers.with(body, marker.pointer(), marker.value());
            ((ArrayNode) body.at("/consignmentItems/0/descriptionOfGoods")).add(CANARY);
            return body;
        } catch (Refusal e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void most_markers_can_stand_in_a_valid_document() {
        assertThat(markers().count()).isGreaterThan(Markers.ALL.size() * 3L / 4);
    }

    @ParameterizedTest
    @MethodSource("markers")
    void a_marker_takes_everything_with_it(Markers.Marker marker) throws Refusal {
        agree(null);
        exchange(marked(marker));
        assertThat(net.nl.store.inbox).hasSize(1);
        assertThat(everythingOutside()).noneMatch(text -> text.contains(CANARY));
    }

    @ParameterizedTest
    @MethodSource("markers")
    void whoever_is_granted_it_sees_it(Markers.Marker marker) throws Refusal {
        agree("government");
        exchange(marked(marker));
        assertThat(everythingOutside()).anyMatch(text -> text.contains(CANARY));
    }

    @Test
    void what_the_operator_watches_over_is_hidden_with_all_it_travels_with() throws Refusal {
        watch("descriptionOfGoods", "canary *");
        agree(null);
        exchange(canary());
        assertThat(net.nl.store.inbox).hasSize(1);
        assertThat(everythingOutside()).noneMatch(text -> text.contains(CANARY));
    }

    @Test
    void what_cannot_be_hidden_is_not_sent_to_who_is_not_granted_it() throws Refusal {
        ObjectNode body = canary();
        watch("vesselName", body.at("/transports/vesselVoyages/0/vesselName").asText());
        agree(null);
        assertThatThrownBy(() -> exchange(body))
                .isInstanceOfSatisfying(
                        Refusal.class,
                        refusal -> {
                            assertThat(refusal.code()).isEqualTo(Code.NO_GRANT);
                            assertThat(refusal.pointer()).isEqualTo("/recipients/0");
                            assertThat(refusal.detail()).doesNotContain("vessel");
                        });
        assertThat(wire).isEmpty();
        assertThat(net.us.store.leaves).isEmpty();
        agree("government");
        exchange(body);
        assertThat(net.nl.store.inbox).hasSize(1);
    }

    @Test
    void what_is_watched_over_only_later_is_not_sent_any_more() throws Refusal {
        ObjectNode body = canary();
        agree(null);
        net.us.paths().submission().submit(net.us.request("acme-line", "k1", body, terminal));
        watch("vesselName", body.at("/transports/vesselVoyages/0/vesselName").asText());
        agree(null);
        net.settle(net.nl);
        assertThat(net.nl.store.inbox).isEmpty();
        assertThat(everythingOutside()).noneMatch(text -> text.contains(CANARY));
    }

    private static ObjectNode canary() {
        ObjectNode body = ThreeNodes.document();
        ((ArrayNode) body.at("/consignmentItems/0/descriptionOfGoods")).add(CANARY);
        return body;
    }

    private void watch(String field, String value) {
        var list = WatchList.of(Map.of(field, List.of(value)));
        net.us.catalogue = TestNode.CATALOGUE.under(new Policy(Set.of(), list, KnownPlaces.ANY));
    }

    private void exchange(ObjectNode body) throws Refusal {
        net.us
                .paths()
                .submission()
                .submit(net.us.request("acme-line", "k1", body, terminal, neighbour));
        net.settle(net.nl);
        net.settle(net.us);
    }

    /** What partners and recipients hold, and what was on the wire, with all that it encodes. */
    private List<String> everythingOutside() {
        var all = new ArrayList<String>();
        wire.forEach(bytes -> all.add(new String(bytes, UTF_8)));
        for (TestNode node : net.nodes.values()) {
            node.store.inbox.forEach(entry -> all.add(entry.presentation()));
            node.store.leaves.forEach(leaf -> all.add(new String(leaf.statement(), UTF_8)));
        }
        var decoded = new ArrayList<>(all);
        for (String text : all) {
            for (String part : text.split("[^A-Za-z0-9_-]+", -1)) {
                if (part.length() > 8 && part.length() % 4 != 1) {
                    decoded.add(new String(Base64.getUrlDecoder().decode(part), UTF_8));
                }
            }
        }
        return decoded;
    }
}
