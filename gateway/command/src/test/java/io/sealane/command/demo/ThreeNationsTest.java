package io.sealane.command.demo;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;

import io.sealane.certs.KeyPairs;
import io.sealane.certs.Plan;
import io.sealane.certs.Plan.Ports;
import io.sealane.certs.ThreeNations;
import io.sealane.core.disclosure.Disclosed;
import io.sealane.core.disclosure.Selection;
import io.sealane.core.document.Catalogue;
import io.sealane.core.document.DocumentType;
import io.sealane.core.document.FieldClass;
import io.sealane.core.document.Shape;
import io.sealane.core.identity.PartyId;
import io.sealane.core.identity.Refusal;
import io.sealane.core.json.Json;
import io.sealane.core.seal.IssuerClaims;
import io.sealane.core.seal.SealedDocument;
import io.sealane.core.seal.Sealer;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** The demo without nodes: what each of its grants shows of each of our examples. */
class ThreeNationsTest {
    private static final Catalogue CATALOGUE = Catalogue.bundled();
    private static final Plan PLAN = ThreeNations.plan(() -> new Ports(1, 2, 3));
    private static final long SEED = 20261123;

    static Stream<Arguments> examplesUnderEachGrant() {
        return examples()
                .flatMap(example -> grantsOf(example).map(grant -> Arguments.of(example, grant)));
    }

    @ParameterizedTest
    @MethodSource("examplesUnderEachGrant")
    void what_disclosure_shows_is_what_the_projection_says(Input example, Plan.Grant grant)
            throws Exception {
        SealedDocument sealed = sealed(example.type(), example.body());

        Disclosed disclosed = Disclosed.of(sealed, Selection.select(sealed, allows(grant)));
        var seen = Projection.of(example.type().profile().shape(example.body()), allows(grant));

        assertThat(Json.canonicalText(disclosed.doc()))
                .isEqualTo(Json.canonicalText(seen.document()));
        assertThat(disclosed.opened()).hasSameSizeAs(seen.shown().keySet());
    }

    static Stream<Input> examples() {
        return Input.examples(CATALOGUE).stream();
    }

    @ParameterizedTest
    @MethodSource("examples")
    void no_node_sees_everything_of_an_example_that_is_not_its_own(Input example) throws Exception {
        Shape shape = example.type().profile().shape(example.body());
        Map<List<String>, Set<String>> seen = new HashMap<>();
        for (Plan.Grant grant : grantsOf(example).toList()) {
            seen.computeIfAbsent(List.of(grant.from(), grant.to()), pair -> new HashSet<>())
                    .addAll(Projection.of(shape, allows(grant)).shown().keySet());
        }

        Set<String> all = Projection.of(shape, any -> true).all().keySet();
        assertThat(seen).hasSize(9);
        seen.forEach((pair, places) ->
                assertThat(places).as(pair.toString()).isSubsetOf(all).hasSizeLessThan(all.size()));
        // Of what ships do a port is told what stands in the clear, and no more.
        seen.values().removeIf(Set::isEmpty);
        assertThat(seen).hasSizeGreaterThanOrEqualTo(8);
    }

    private static Stream<Plan.Grant> grantsOf(Input example) {
        return PLAN.grants().stream()
                .filter(grant -> example.type().vct().startsWith(grant.documents() + "."));
    }

    private static Predicate<FieldClass> allows(Plan.Grant grant) {
        List<FieldClass> allowed = grant.allow().stream().map(FieldClass::new).toList();
        return shown -> allowed.stream().anyMatch(line -> line.covers(shown));
    }

    private static SealedDocument sealed(DocumentType type, JsonNode body) throws Refusal {
        var signer = KeyPairs.signer(KeyPairs.p256());
        var claims =
                new IssuerClaims(
                        new PartyId("acme-line", "us.sealane.example"),
                        "us.sealane.example",
                        Instant.parse("2026-11-23T12:00:00Z"),
                        "urn:uuid:019a0000-0000-7000-8000-000000000001",
                        type.vct(),
                        type.profile().id(),
                        List.of("ES256"),
                        signer.kid());
        return new Sealer(new Random(SEED)).seal(claims, type.profile().shape(body), signer);
    }
}
