package io.sealane.simulation;

import io.sealane.core.agreement.Grant;
import io.sealane.core.disclosure.KeyBinding;
import io.sealane.core.disclosure.Presentation;
import io.sealane.core.document.FieldClass;
import io.sealane.core.document.Profile;
import io.sealane.core.identity.Refusal;
import io.sealane.core.seal.IssuerClaims;

import org.jspecify.annotations.Nullable;

import java.util.HashMap;
import java.util.Map;

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
}
