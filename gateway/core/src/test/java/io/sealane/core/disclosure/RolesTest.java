package io.sealane.core.disclosure;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;

import io.sealane.core.document.Catalogue;
import io.sealane.core.document.DocumentType;
import io.sealane.core.document.FieldClass;
import io.sealane.core.document.Profile;
import io.sealane.core.identity.KeySigner;
import io.sealane.core.identity.PartyId;
import io.sealane.core.identity.TestKeys;
import io.sealane.core.seal.Classes;
import io.sealane.core.seal.IssuerClaims;
import io.sealane.core.seal.Sample;
import io.sealane.core.seal.SealedDocument;
import io.sealane.core.seal.Sealer;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** Each example of each type, sealed, presented to each role under its usual grant, and judged. */
class RolesTest {
    private static final Catalogue CATALOGUE = Catalogue.bundled();
    private static final KeySigner ISSUER = TestKeys.es256(1);

    static Stream<Arguments> examplesAndRoles() {
        return CATALOGUE.types().stream()
                .flatMap(type ->
                        type.examples().keySet().stream()
                                .sorted()
                                .flatMap(name ->
                                        type.profile().roles().stream()
                                                .map(role -> Arguments.of(type, name, role))));
    }

    /** The steps, and their order, of a node that receives a delivery. */
    @ParameterizedTest
    @MethodSource("examplesAndRoles")
    void what_a_role_is_granted_arrives_and_is_right(DocumentType type, String name, String role)
            throws Exception {
        Profile profile = type.profile();
        Predicate<FieldClass> granted =
                shown -> profile.template(role).stream().anyMatch(one -> one.covers(shown));
        SealedDocument sealed = sealed(type, name);
        List<Integer> selected = Selection.select(sealed, granted);

        Presentation sent =
                Presentation.draft(sealed, selected, PresentationTest.terms(1), Sample.NODE)
                        .sign(Sample.NODE);
        Presentation received = Presentation.parse(sent.compact());
        received.verifyKeyBinding(Sample.NODE.key());
        received.verifyIssuer(ISSUER.key());
        Disclosed disclosed = received.disclosed();
        Classes classes = disclosed.classes(one -> profile.classOf(one.path(), one.value()));
        profile.checkClear(received.issuer().doc());
        profile.checkRequired(
                profile.required(role), classes.ofDigestHash().values(), disclosed.doc());
        type.checkRedacted(disclosed.doc());

        assertThat(classes.ofDigestHash().values()).allMatch(granted);
        Map<String, FieldClass> signed =
                Classes.open(received.issuer(), sealed.classes()).ofDigestHash();
        assertThat(signed).containsAllEntriesOf(classes.ofDigestHash());
    }

    private static SealedDocument sealed(DocumentType type, String name) throws Exception {
        var claims =
                new IssuerClaims(
                        new PartyId("acme-line", "us.sealane.example"),
                        null,
                        Instant.ofEpochSecond(1790000000),
                        "urn:uuid:019a0000-0000-7000-8000-000000000001",
                        type.vct(),
                        type.profile().id(),
                        List.of(ISSUER.algorithm().joseName()),
                        Sample.NODE.kid());
        JsonNode body = Objects.requireNonNull(type.examples().get(name));
        return new Sealer(new Random(name.hashCode()))
                .seal(claims, type.profile().shape(body), ISSUER);
    }
}
