package io.sealane.audit;

import io.sealane.core.agreement.Agreement;
import io.sealane.core.agreement.Grant;
import io.sealane.core.disclosure.Disclosed;
import io.sealane.core.disclosure.KeyBinding;
import io.sealane.core.disclosure.Presentation;
import io.sealane.core.document.Catalogue;
import io.sealane.core.document.FieldClass;
import io.sealane.core.document.Profile;
import io.sealane.core.exchange.ChannelName;
import io.sealane.core.identity.Code;
import io.sealane.core.identity.Refusal;
import io.sealane.core.seal.Classes;
import io.sealane.core.seal.IssuerClaims;

import java.util.LinkedHashSet;
import java.util.Set;

/** What a delivery's agreement lets its reader see, and what it asks to be shown. */
record Entitlement(
        Presentation presentation, ChannelName channel, Agreement agreement, Catalogue catalogue) {

    /**
     * Every field that was disclosed is one that the grant names.
     *
     * @throws Refusal NO_AGREEMENT, NO_GRANT, PROFILE_NOT_GRANTED, ALGORITHM_NOT_ALLOWED,
     *     OVER_DISCLOSED
     */
    String verifyGranted() throws Refusal {
        KeyBinding.Terms terms = presentation.keyBinding().terms();
        Grant grant = valid();
        Set<FieldClass> shown = new LinkedHashSet<>(classes().ofDigestHash().values());
        for (FieldClass one : shown) {
            Checklist.require(
                    grant.allows(one),
                    Code.OVER_DISCLOSED,
                    "The class " + one + " was disclosed and not granted.");
        }
        return "%s as %s sees %s"
                .formatted(terms.to(), terms.role(), shown.stream().sorted().toList());
    }

    /**
     * There is a line for this document and reader: all that can be said of a grant when what was
     * shown under it is erased.
     *
     * @throws Refusal NO_AGREEMENT, NO_GRANT, PROFILE_NOT_GRANTED, OVER_DISCLOSED
     */
    String verifyLine() throws Refusal {
        KeyBinding.Terms terms = presentation.keyBinding().terms();
        Grant grant = valid();
        return "%s as %s may see %s, for %d days"
                .formatted(
                        terms.to(),
                        terms.role(),
                        grant.allow().stream().sorted().toList(),
                        grant.retentionDays());
    }

    /**
     * The line, valid when the presentation was made; the token is signed as it asks, and nothing
     * stands in the clear.
     */
    private Grant valid() throws Refusal {
        Checklist.require(
                agreement.covers(presentation.keyBinding().terms().iat()),
                Code.NO_AGREEMENT,
                "The agreement was not valid when the presentation was made.");
        Grant grant = grant();
        grant.checkSignatures(presentation.issuer().claims().sigs());
        profile().checkClear(presentation.issuer().doc());
        return grant;
    }

    /**
     * Every field that the reader's role needs, or the grant asks for, is there.
     *
     * @throws Refusal UNDER_DISCLOSED
     */
    String verifyRequired() throws Refusal {
        Grant grant = grant();
        Profile profile = profile();
        Set<FieldClass> required = new LinkedHashSet<>(grant.require());
        required.addAll(profile.required(grant.role()));
        Disclosed disclosed = presentation.disclosed();
        profile.checkRequired(required, classes().ofDigestHash().values(), disclosed.doc());
        return required.isEmpty()
                ? "nothing is"
                : required.stream().sorted().toList() + " is there";
    }

    /** The classes of what was disclosed, as this program's own profile gives them. */
    Classes classes() throws Refusal {
        Profile profile = profile();
        return presentation.disclosed().classes(one -> profile.classOf(one.path(), one.value()));
    }

    private Grant grant() throws Refusal {
        KeyBinding.Terms terms = presentation.keyBinding().terms();
        IssuerClaims claims = presentation.issuer().claims();
        for (Grant grant : agreement.terms().grants()) {
            if (grant.from().equals(channel.from())
                    && grant.to().equals(channel.to())
                    && grant.role().equals(terms.role())
                    && grant.speaksOf(claims.vct())
                    && grant.isFor(terms.to())) {
                // The sender cannot reclassify: the profile is one that the grant names.
                Checklist.require(
                        grant.profiles().contains(claims.prof()),
                        Code.PROFILE_NOT_GRANTED,
                        "The grant does not name the document's profile.");
                return grant;
            }
        }
        throw new Refusal(Code.NO_GRANT, "No grant is for this type, party and role.");
    }

    private Profile profile() throws Refusal {
        IssuerClaims claims = presentation.issuer().claims();
        Profile profile = catalogue.type(claims.vct()).profile();
        Checklist.require(
                profile.id().equals(claims.prof()),
                Code.PROFILE_NOT_GRANTED,
                "The document's profile is not known here.");
        return profile;
    }
}
