package io.sealane.audit;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.sealane.core.agreement.Agreement;
import io.sealane.core.disclosure.KeyBinding;
import io.sealane.core.disclosure.Presentation;
import io.sealane.core.document.Catalogue;
import io.sealane.core.exchange.ChannelName;
import io.sealane.core.identity.Code;
import io.sealane.core.identity.Key;
import io.sealane.core.identity.Refusal;
import io.sealane.core.json.Base64Url;
import io.sealane.core.ledger.Kind;
import io.sealane.core.ledger.Scope;
import io.sealane.core.seal.IssuerClaims;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * What the evidence of one exchange proves: who sent what to whom, under which agreement, and what
 * the receiver said of it.
 *
 * <p>Of a delivery that the receiver refused, the faults of its content are what it was refused
 * for: they are told and do not make the evidence of the refusal fail. Signatures, logs and the
 * receipt must hold all the same.
 */
final class ExchangeAudit {
    private final Trust trust;
    private final Presentation presentation;
    private final @Nullable String second;
    private final KeyBinding.Terms terms;
    private final ChannelName channel;
    private final Agreement agreement;
    private final LoggedLeaf sent;
    private final ReceiptStatement receipt;
    private final LoggedLeaf receiptLeaf;
    private final @Nullable ErasureStatement erasure;
    private final @Nullable VoidEvidence voided;
    private final @Nullable EndEvidence end;
    private final Entitlement entitlement;
    private final Compromise compromise;
    private final Checklist list;
    private final List<String> faults = new ArrayList<>();

    ExchangeAudit(EvidenceFile.Exchange file, Trust trust, Catalogue catalogue, boolean all) {
        this.list = new Checklist(all);
        this.trust = trust;
        this.presentation = file.presentation();
        this.second = file.second();
        this.terms = presentation.keyBinding().terms();
        this.channel = file.channel();
        this.agreement = file.agreement();
        this.sent = file.sent();
        this.receipt = file.receipt();
        this.receiptLeaf = file.receiptLeaf();
        this.erasure = file.erasure();
        this.voided = file.voided();
        this.end = file.end();
        this.compromise = new Compromise(trust, channel.to(), receipt.at());
        this.entitlement = new Entitlement(presentation, channel, agreement, catalogue);
    }

    Report report() {
        list.add(Verdict.holds("form", "exactly its canonical form, no member too many"));
        content("issuer", () -> IssuerSignature.verify(presentation.issuer(), second, trust));
        content("disclosures", this::disclosures);
        list.check("key-binding", this::keyBinding);
        content("identity", this::identity);
        list.check("agreement", this::agreement);
        content("grant", this::grant);
        content("required", this::required);
        list.check("sent-log", this::sentLog);
        if (voided != null || isVoided()) {
            list.check("void", this::voided);
        }
        if (end != null) {
            list.check("end", this::end);
        }
        list.check("receipt", this::receipt);
        list.check("receipt-log", this::receiptLog);
        if (trust.hasRevoked()) {
            list.check("keys", this::keys);
        }
        return new Report(
                "delivery %s, number %d of %s".formatted(terms.nonce(), terms.seq(), channel),
                status(),
                list.verdicts(),
                notProven());
    }

    /** A check of what the receiver judged: in evidence of a refusal a fault is no surprise. */
    private void content(String name, Checklist.Step step) {
        if (!receipt.isRefusal()) {
            list.check(name, step);
            return;
        }
        try {
            list.add(Verdict.holds(name, step.run()));
        } catch (Refusal refusal) {
            faults.add(name);
            list.add(Verdict.holds(name, "at fault, and refused: " + Checklist.sentence(refusal)));
        }
    }

    private String disclosures() throws Refusal {
        if (erasure != null) {
            return erasure.verify(presentation, channel, receipt, trust);
        }
        int shown = presentation.disclosed().opened().size();
        return shown + " disclosures, each where the issuer signed for it";
    }

    // SPEC: RFC 9901 7.3(5): the signature and sd_hash; DESIGN 5.2: dset, and the audience is the
    // one reader.
    private String keyBinding() throws Refusal {
        Checklist.require(
                terms.aud().equals(channel.to()),
                Code.WRONG_AUDIENCE,
                "The audience is not the reader that the channel leads to.");
        Key presenter =
                Trust.key(
                        trust.node(channel.from()).presentationKeys(),
                        presentation.keyBindingKid());
        if (erasure != null) {
            presentation.verifyPresenter(presenter);
            return "presented by %s to %s alone; what it binds is erased"
                    .formatted(channel.from(), terms.aud());
        }
        presentation.verifyKeyBinding(presenter);
        return "presented by " + channel.from() + " to " + terms.aud() + " alone";
    }

    // SPEC: DESIGN 4, one chain of identity: sender in ch = owner of the cnf key = host part of iss
    // = act.sub if present. The key binding's key was looked up as the sender's.
    private String identity() throws Refusal {
        IssuerClaims claims = presentation.issuer().claims();
        String actor = claims.actor();
        Checklist.require(
                claims.iss().node().equals(channel.from())
                        && (actor == null || actor.equals(channel.from()))
                        && claims.holder().equals(presentation.keyBindingKid()),
                Code.UNKNOWN_ISSUER,
                "Issuer, presenter and sender are not of one node.");
        return "issuer, presenter and sender are of " + channel.from();
    }

    private String agreement() throws Refusal {
        Checklist.require(
                Base64Url.encode(agreement.hash()).equals(terms.agr()),
                Code.MISMATCH,
                "The presentation names another agreement.");
        Set<String> nodes = new TreeSet<>(List.of(channel.from(), channel.to()));
        Checklist.require(
                nodes.equals(new TreeSet<>(agreement.terms().parties())),
                Code.MISMATCH,
                "The agreement is between other nodes.");
        agreement.verify(node -> trust.node(node).federationKeys());
        return "signed by " + String.join(" and ", nodes);
    }

    private String grant() throws Refusal {
        return erasure == null ? entitlement.verifyGranted() : entitlement.verifyLine();
    }

    private String required() throws Refusal {
        return erasure == null ? entitlement.verifyRequired() : "not known: it is erased";
    }

    private String sentLog() throws Refusal {
        Checklist.require(
                sent.blindingHash().equals(terms.rh()),
                Code.BAD_OPENING,
                "The blinding is not the one that the presentation promised.");
        Checklist.require(
                sent.origin().equals(channel.origin()),
                Code.MISMATCH,
                "The channel is numbered in another log.");
        return sent.verify(
                numbered(sent, Kind.SENT, channel.to()),
                presentation.keyBindingJwt().getBytes(US_ASCII),
                channel.from(),
                trust);
    }

    private String voided() throws Refusal {
        if (voided == null) {
            throw new Refusal(
                    Code.MISMATCH, "The receipt speaks of a void, and there is none in the file.");
        }
        String why = voided.verify(presentation, channel, trust);
        return isVoided() ? why : why + "; too late, it had been answered before";
    }

    private String end() throws Refusal {
        if (end == null || voided == null || !voided.isForAgreement()) {
            throw new Refusal(
                    Code.MISMATCH, "Nothing was given up for the end of an agreement here.");
        }
        return end.verify(terms, channel, trust);
    }

    private String receipt() throws Refusal {
        return receipt.verify(
                presentation,
                channel,
                receiptLeaf.origin(),
                erasure == null
                        ? () -> entitlement.classes().hash()
                        : () -> receipt.json().path("cset").asText());
    }

    private String receiptLog() throws Refusal {
        return receiptLeaf.verify(
                numbered(receiptLeaf, receipt.kind(), channel.from()),
                receipt.text().getBytes(UTF_8),
                channel.to(),
                trust);
    }

    /** Of what was refused or given up, the issuer's key may be the reason why. */
    private String keys() throws Refusal {
        if (!receipt.isRefusal()) {
            presentation.issuer().kids(second).forEach(compromise::signed);
        }
        if (!isVoided()) {
            compromise.signed(presentation.keyBindingKid());
        }
        agreement.kids().forEach(compromise::signed);
        var leaves = new ArrayList<>(List.of(sent));
        if (voided != null) {
            compromise.signed(voided.jws().header().kid());
            leaves.add(voided.leaf());
        }
        if (end != null) {
            compromise.signed(end.kid());
            leaves.add(end.leaf());
        }
        return compromise.verify(receiptLeaf, leaves);
    }

    private Scope numbered(LoggedLeaf leaf, Kind kind, String peer) {
        return Scope.numbered(leaf.origin(), kind, terms.ch(), terms.seq(), peer);
    }

    private boolean isVoided() {
        return receipt.isOf(Code.VOIDED);
    }

    private String status() {
        return isVoided() ? "voided" : receipt.isRefusal() ? "refused" : "delivered";
    }

    private List<String> notProven() {
        List<String> limits = new ArrayList<>();
        limits.add(
                "that neither log showed others another history: no witness has co-signed, so this"
                        + " is "
                        + status()
                        + " and not proven");
        compromise.limit().ifPresent(limits::add);
        if (erasure != null) {
            limits.add(
                    "what was shown, and that it was granted: it is erased, the sender may know");
        }
        if (end == null) {
            limits.add("that the agreement had not been ended or superseded before");
        }
        if (isVoided()) {
            whyVoided(limits);
        } else if (receipt.isRefusal() && faults.isEmpty()) {
            limits.add("why it was refused: no fault is found offline");
        }
        return limits;
    }

    /** A void has no time of its own: the receiver's is the latest at which it can be made. */
    private void whyVoided(List<String> limits) {
        if (voided == null || end != null || voided.isForKey()) {
            return;
        }
        Instant over = voided.isForAgreement() ? agreement.terms().validUntil() : terms.exp();
        if (receipt.at().isBefore(over)) {
            limits.add(
                    voided.isForAgreement()
                            ? "why it was given up: that the agreement ended is not shown"
                            : "that its lifetime was over when it was given up");
        }
    }
}
