package io.sealane.core.exchange;

import io.sealane.core.agreement.Agreement;
import io.sealane.core.agreement.Agreements;
import io.sealane.core.agreement.Agreements.Granted;
import io.sealane.core.agreement.Standing;
import io.sealane.core.disclosure.Disclosed;
import io.sealane.core.disclosure.KeyBinding;
import io.sealane.core.disclosure.Presentation;
import io.sealane.core.document.Catalogue;
import io.sealane.core.document.DocumentType;
import io.sealane.core.document.FieldClass;
import io.sealane.core.document.Profile;
import io.sealane.core.exchange.Change.Admitted;
import io.sealane.core.exchange.Change.ReceivedLine;
import io.sealane.core.exchange.Change.Refused;
import io.sealane.core.exchange.Change.SenderLeaf;
import io.sealane.core.identity.Code;
import io.sealane.core.identity.Key;
import io.sealane.core.identity.PartyId;
import io.sealane.core.identity.Refusal;
import io.sealane.core.json.Base64Url;
import io.sealane.core.ledger.Kind;
import io.sealane.core.ledger.Scope;
import io.sealane.core.seal.Classes;
import io.sealane.core.seal.IssuerClaims;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.UUID;

/**
 * Whether a delivery that is rightly numbered is admitted or refused. Either is final, logged and
 * receipted: the checks are the same for a partner's delivery and for one of the house.
 */
final class Judgement {
    private final Self self;
    private final Catalogue catalogue;
    private final Neighbours neighbours;
    private final Identifiers identifiers;

    Judgement(Self self, Catalogue catalogue, Neighbours neighbours, Identifiers identifiers) {
        this.self = self;
        this.catalogue = catalogue;
        this.neighbours = neighbours;
        this.identifiers = identifiers;
    }

    /** What the checks found: who it is for, and the classes as this node derived them. */
    private record Found(Admitted admitted, String cset) {}

    ReceivedLine judge(Arrival arrival, Partner partner, SenderLeaf sentLeaf, Instant now) {
        Presentation presentation = arrival.presentation();
        try {
            if (presentation == null) {
                throw new Refusal(Code.VOIDED, "The sender gave this number up.");
            }
            Found found = check(arrival, presentation, partner, sentLeaf, now);
            return line(arrival, partner, found.admitted(), null, found.cset(), null, now);
        } catch (Refusal refusal) {
            var refused = new Refused(refusal.code(), Kept.of(arrival, catalogue), now);
            return line(arrival, partner, null, refused, null, refusal.code(), now);
        }
    }

    private Found check(
            Arrival arrival,
            Presentation presentation,
            Partner partner,
            SenderLeaf sentLeaf,
            Instant now)
            throws Refusal {
        KeyBinding.Terms terms = presentation.keyBinding().terms();
        IssuerClaims issuer = presentation.issuer().claims();
        verifyFresh(terms, now); // else EXPIRED
        verifyIssuer(arrival, presentation, partner, now); // else BAD_ISSUER_SIGNATURE
        Granted granted = // else NO_AGREEMENT
                granted(arrival.bound(), terms, issuer, partner, now);
        granted.grant().checkSignatures(issuer.sigs()); // else ALGORITHM_NOT_ALLOWED
        verifySize(presentation, granted.agreement()); // else TOO_LARGE
        DocumentType type = Kept.held(catalogue, issuer); // else PROFILE_NOT_GRANTED
        Profile profile = type.profile();
        Disclosed disclosed = presentation.disclosed(); // else BAD_DISCLOSURE
        Classes classes = disclosed.classes(one -> profile.classOf(one.path(), one.value()));
        profile.checkClear(presentation.issuer().doc()); // else OVER_DISCLOSED
        verifyGranted(classes, granted); // else OVER_DISCLOSED
        verifyRequired(profile, disclosed, classes, granted); // else UNDER_DISCLOSED
        type.checkRedacted(disclosed.doc()); // else SCHEMA_VIOLATION
        var recipient = new Recipient(new PartyId(terms.to(), self.node()), terms.role());
        neighbours.checkRecipient(recipient.party(), recipient.role(), now); // else ROLE_NOT_HELD
        return new Found(
                new Admitted(
                        UUID.fromString(issuer.jti().substring("urn:uuid:".length())),
                        issuer.vct(),
                        issuer.iss(),
                        recipient,
                        Base64Url.decode(terms.agr()),
                        presentation.compact(),
                        arrival.second(),
                        sentLeaf,
                        type.references(profile.original(disclosed.doc())),
                        now),
                classes.hash());
    }

    private static void verifyFresh(KeyBinding.Terms terms, Instant now) throws Refusal {
        if (now.isAfter(terms.exp().plus(Binding.SKEW))) {
            throw new Refusal(Code.EXPIRED, "The presentation's lifetime is over.");
        }
    }

    // SPEC: DESIGN 4, one chain of identity: TLS peer = sender in ch = owner of the cnf key = host
    // part of iss = act.sub if present. That cnf names the presenter, Presentation.issuer checks.
    private void verifyIssuer(
            Arrival arrival, Presentation presentation, Partner partner, Instant now)
            throws Refusal {
        IssuerClaims issuer = presentation.issuer().claims();
        boolean actedFor = issuer.actor() != null;
        if (!issuer.iss().node().equals(partner.node())
                || (actedFor && !partner.node().equals(issuer.actor()))) {
            throw new Refusal(
                    Code.UNKNOWN_ISSUER, "Issuer and acting node are not of the sending node.");
        }
        var keys = new ArrayList<Key>();
        for (String kid : presentation.issuer().kids(arrival.second())) {
            partner.checkNotRevoked(kid); // else KEY_REVOKED
            keys.add(
                    neighbours.issuerKey(
                            issuer.iss(),
                            kid,
                            actedFor,
                            issuer.iat(),
                            presentation.keyBinding().terms().iat(),
                            now));
        }
        presentation.verifyIssuer(keys, arrival.second());
    }

    /** What was granted when it was bound, under an agreement that carries this number. */
    private Granted granted(
            Bound bound, KeyBinding.Terms terms, IssuerClaims issuer, Partner partner, Instant now)
            throws Refusal {
        Agreements agreements = neighbours.agreements();
        Standing named = agreements.byHash(Base64Url.decode(terms.agr()));
        agreements.carries(
                named,
                bound.channel().toString(),
                bound.seq(),
                terms.iat(),
                now.minus(Binding.SKEW));
        return agreements.grantUnder(
                named,
                partner.node(),
                self.node(),
                issuer.vct(),
                issuer.prof(),
                terms.to(),
                terms.role(),
                terms.iat());
    }

    private static void verifySize(Presentation presentation, Agreement agreement) throws Refusal {
        if (presentation.compact().length() > agreement.terms().bytesPerMessage()) {
            throw new Refusal(Code.TOO_LARGE, "The presentation is longer than was agreed.");
        }
    }

    private static void verifyGranted(Classes classes, Granted granted) throws Refusal {
        for (FieldClass shown : classes.ofDigestHash().values()) {
            if (!granted.grant().allows(shown)) {
                throw new Refusal(
                        Code.OVER_DISCLOSED, "The class " + shown + " was disclosed, not granted.");
            }
        }
    }

    private static void verifyRequired(
            Profile profile, Disclosed disclosed, Classes classes, Granted granted) throws Refusal {
        Set<FieldClass> required = new LinkedHashSet<>(granted.grant().require());
        required.addAll(profile.required(granted.grant().role()));
        profile.checkRequired(required, classes.ofDigestHash().values(), disclosed.doc());
    }

    private ReceivedLine line(
            Arrival arrival,
            Partner partner,
            @Nullable Admitted admitted,
            @Nullable Refused refused,
            @Nullable String cset,
            @Nullable Code code,
            Instant now) {
        Bound bound = arrival.bound();
        var leaf =
                new Commitment(
                        Scope.numbered(
                                self.origin(),
                                admitted != null ? Kind.ADMITTED : Kind.REFUSED,
                                bound.channel().toString(),
                                bound.seq(),
                                partner.node()),
                        identifiers.blinding(),
                        Statements.received(self.origin(), partner.node(), bound, cset, code, now));
        return new ReceivedLine(
                bound.delivery(), bound.seq(), bound.inputHash(), admitted, refused, leaf);
    }
}
