package io.sealane.simulation;

import com.fasterxml.jackson.databind.JsonNode;

import io.sealane.core.agreement.Grant;
import io.sealane.core.disclosure.KeyBinding;
import io.sealane.core.disclosure.Presentation;
import io.sealane.core.disclosure.VoidStatement;
import io.sealane.core.document.FieldClass;
import io.sealane.core.document.Profile;
import io.sealane.core.identity.Refusal;
import io.sealane.core.json.Base64Url;
import io.sealane.core.json.Json;
import io.sealane.core.seal.IssuerClaims;
import io.sealane.core.seal.IssuerToken;
import io.sealane.core.seal.Jws;

import org.jspecify.annotations.Nullable;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** What presentations show, and whether it was granted: each is looked at once. */
final class Exposure {
    /** A presentation in its compact form, between two nodes. */
    private record Passage(String from, String to, String compact) {}

    /**
     * What a presentation is, and what of it is too much.
     *
     * @param beyond a class that is shown and not granted, or null
     */
    record Shown(KeyBinding.Terms terms, IssuerClaims issuer, @Nullable String beyond) {}

    private static final int HASH_BYTES = 32;

    private final Setting setting;
    private final Map<Passage, Shown> seen = new HashMap<>();

    Exposure(Setting setting) {
        this.setting = setting;
    }

    /** What passes, or passed, from one node to the other in this presentation. */
    Shown of(String from, String to, String compact) throws Refusal {
        var passage = new Passage(from, to, compact);
        Shown known = seen.get(passage);
        if (known == null) {
            Presentation presentation = Presentation.parse(compact);
            IssuerClaims issuer = presentation.issuer().claims();
            KeyBinding.Terms terms = presentation.keyBinding().terms();
            Grant grant = setting.grant(issuer.vct(), from, to, terms.role());
            known = new Shown(terms, issuer, beyond(presentation, issuer, grant));
            seen.put(passage, known);
        }
        return known;
    }

    private @Nullable String beyond(Presentation presentation, IssuerClaims issuer, Grant grant)
            throws Refusal {
        Profile profile = setting.catalogue().type(issuer.vct()).profile();
        profile.checkClear(presentation.issuer().doc());
        for (FieldClass shown :
                presentation
                        .disclosed()
                        .classes(one -> profile.classOf(one.path(), one.value()))
                        .ofDigestHash()
                        .values()) {
            if (!grant.allows(shown)) {
                return shown.toString();
            }
        }
        return null;
    }

    /**
     * Whether what is kept of a refusal shows nothing.
     *
     * <p>SPEC: DESIGN 8: it keeps issuer JWT, KB-JWT and digests, never disclosures. Nothing else
     * has room in this form: each text is a signed token without them, or the hash of one.
     */
    boolean isBare(byte[] kept) {
        try {
            JsonNode json = Json.parse(kept);
            Set<String> names =
                    json.properties().stream().map(Map.Entry::getKey).collect(Collectors.toSet());
            if (names.equals(Set.of("void"))) {
                VoidStatement.parse(json.path("void").asText());
                return true;
            }
            Jws.parse(json.path("keyBinding").asText(), KeyBinding.TYP);
            for (JsonNode digest : json.path("digests")) {
                Base64Url.decode(digest.asText(), HASH_BYTES);
            }
            if (names.equals(Set.of("issuerHash", "keyBinding", "digests"))) {
                Base64Url.decode(json.path("issuerHash").asText(), HASH_BYTES);
                return true;
            }
            IssuerToken issuer = IssuerToken.parse(json.path("issuer").asText());
            setting.catalogue().type(issuer.claims().vct()).profile().checkClear(issuer.doc());
            return names.equals(Set.of("issuer", "keyBinding", "digests"));
        } catch (Refusal anotherForm) {
            return false;
        }
    }
}
