package io.sealane.core.exchange;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.sealane.core.agreement.Agreement;
import io.sealane.core.agreement.AgreementState;
import io.sealane.core.agreement.AgreementTerms;
import io.sealane.core.agreement.Notice;
import io.sealane.core.agreement.Offer;
import io.sealane.core.exchange.Register.Filed;
import io.sealane.core.identity.Code;
import io.sealane.core.identity.Key;
import io.sealane.core.identity.Refusal;
import io.sealane.core.json.Base64Url;
import io.sealane.core.json.Json;
import io.sealane.core.json.Members;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Set;

/**
 * What happens to an agreement, from the offer to its end (DESIGN 6). What a node signs is durable
 * and logged before the partner sees it; what it is shown is logged before it answers. Each step
 * may be repeated: the same document gets the same answer.
 */
public final class Negotiation {
    private static final Duration OFFER_LIFE = Duration.ofDays(30);
    private static final int MOST_OFFERS = 100;

    private final Self self;
    private final Neighbours neighbours;
    private final Register register;
    private final InstantSource clock;
    private final Identifiers identifiers;
    private final Roll roll;
    private final Filing filing;
    private final Closing closing;
    private final Errands errands;

    /**
     * The path over its ports.
     *
     * @param inherited agreements that are known from elsewhere, verified; they are filed with the
     *     first {@link #settle}, and count before that
     */
    public Negotiation(
            Self self,
            Neighbours neighbours,
            Sequencer sequencer,
            Store store,
            Register register,
            InstantSource clock,
            Identifiers identifiers,
            Annals annals,
            List<Agreement> inherited) {
        this.self = self;
        this.neighbours = neighbours;
        this.register = register;
        this.clock = clock;
        this.identifiers = identifiers;
        this.roll = new Roll(self, neighbours, register, annals, inherited);
        this.filing = new Filing(self, sequencer, register, clock, identifiers, roll, annals);
        this.closing = new Closing(self, neighbours, store, register, clock, roll, filing);
        this.errands = new Errands(self, neighbours, register, closing, roll);
        roll.refresh();
    }

    /**
     * Offers terms to the other node that they name, or, if they name this one twice, puts them
     * into force. {@code type}, {@code id} and {@code offerUntil} may be left out.
     */
    public Filed propose(ObjectNode given) throws Refusal {
        ObjectNode terms = draft(given);
        AgreementTerms read = AgreementTerms.read(terms);
        if (read.isHouse()) {
            Agreement agreement = Agreement.sign(terms, List.of(self.federation()));
            filing.inForce(agreement, null, false);
            return roll.filed(agreement.hash());
        }
        Offer offer = Offer.sign(terms, self.node(), self.federation());
        filing.proposed(offer, read.peerOf(self.node()), true);
        return roll.filed(offer.hash());
    }

    /** What {@link #propose} would sign now, or its refusal; nothing is signed. */
    public ObjectNode draft(ObjectNode given) throws Refusal {
        Instant now = clock.instant();
        ObjectNode terms = complete(given, now);
        AgreementTerms read = AgreementTerms.read(terms); // else MALFORMED_AGREEMENT
        checkNew(read, now);
        if (!read.isHouse()) {
            String peer = read.peerOf(self.node());
            neighbours.checkNotExcluded(peer); // else EXCLUDED
            neighbours.partner(peer); // else UNKNOWN_PEER
        }
        return terms;
    }

    private ObjectNode complete(ObjectNode draft, Instant now) {
        ObjectNode terms = draft.deepCopy();
        if (!terms.has("type")) {
            terms.put("type", AgreementTerms.TYPE);
        }
        if (!terms.has("id")) {
            terms.put("id", "urn:uuid:" + identifiers.next());
        }
        if (!terms.has("offerUntil")) {
            Instant end = now.truncatedTo(ChronoUnit.SECONDS).plus(OFFER_LIFE);
            terms.put("offerUntil", end.toString());
        }
        return terms;
    }

    private void checkNew(AgreementTerms terms, Instant now) throws Refusal {
        checkParties(terms);
        if (!now.isBefore(terms.validUntil()) || !now.isBefore(terms.offerUntil())) {
            throw new Refusal(
                    Code.MALFORMED_AGREEMENT, "The terms would be over already.", "/validUntil");
        }
        if (terms.supersedes() != null) {
            Filed replaced = roll.find(Base64Url.decode(terms.supersedes()));
            if (replaced == null || !replaced.peer().equals(terms.peerOf(self.node()))) {
                throw new Refusal(
                        Code.MALFORMED_AGREEMENT,
                        "There is no such agreement to supersede.",
                        "/supersedes");
            }
        }
    }

    private void checkParties(AgreementTerms terms) throws Refusal {
        if (!terms.parties().contains(self.node())) {
            throw new Refusal(
                    Code.MALFORMED_AGREEMENT, "The terms are between other nodes.", "/parties");
        }
    }

    /** Signs a partner's offer too: from here on it counts, and the partner is told. */
    public Filed countersign(byte[] hash) throws Refusal {
        Filed filed = roll.filed(hash); // else NOT_FOUND
        if (filed.state() == AgreementState.IN_FORCE) {
            return filed;
        }
        neighbours.checkNotExcluded(filed.peer()); // else EXCLUDED
        Instant now = clock.instant();
        Offer offer = offered(filed, filed.peer()); // else NO_AGREEMENT: it is our own
        if (!offer.isOpen(now)) {
            throw new Refusal(Code.EXPIRED, "The offer has ended: ask for a new one.");
        }
        Agreement agreement = offer.countersign(self.federation());
        filing.inForce(agreement, AgreementState.PROPOSED, true);
        return roll.filed(hash);
    }

    /** The offer that a node made, still to be answered. */
    private Offer offered(Filed filed, String proposer) throws Refusal {
        if (filed.state() != AgreementState.PROPOSED || filed.closing() != null) {
            throw new Refusal(Code.NO_AGREEMENT, "That is no offer any more.");
        }
        Offer offer = Offer.of(Json.parse(filed.signed()), proposer);
        try {
            offer.verify(this::keysOf);
            return offer;
        } catch (Refusal anothersSignature) {
            throw new Refusal(
                    Code.NO_AGREEMENT, "The offer awaits the signature of the other node.");
        }
    }

    private List<Key> keysOf(String node) throws Refusal {
        return neighbours.partner(node).federation();
    }

    /** Ends an agreement, or takes back an offer, or declines one: this node's word is enough. */
    public Filed end(byte[] hash, @Nullable String reason) throws Refusal {
        Filed filed = roll.filed(hash); // else NOT_FOUND
        if (reason != null && reason.length() > Notice.LONGEST_REASON) {
            throw new Refusal(
                    Code.INVALID_REQUEST,
                    "A reason has at most " + Notice.LONGEST_REASON + " characters.",
                    "/reason");
        }
        closing.close(filed, AgreementState.ENDED, reason);
        return roll.filed(hash);
    }

    /**
     * Takes what a partner hands over: {@code offer}, {@code agreement} or {@code notice}.
     *
     * @param peer the node that the TLS connection authenticated
     * @return the leaf that was made of it, once and for all
     */
    public Register.Logged receive(String peer, byte[] json) throws Refusal {
        Partner partner = neighbours.partner(peer); // else UNKNOWN_PEER
        JsonNode body = Json.parse(json);
        Members members =
                Members.of(body, Code.MALFORMED_AGREEMENT, "The request")
                        .only(Set.of("offer", "agreement", "notice"));
        if (body.size() != 1) {
            throw new Refusal(
                    Code.MALFORMED_AGREEMENT, "Hand over an offer, an agreement or a notice.");
        }
        Instant now = clock.instant();
        if (!members.has("notice")) {
            // That something is over, anybody may say.
            neighbours.checkNotExcluded(peer); // else EXCLUDED
        }
        if (members.has("offer")) {
            return receiveOffer(Offer.of(body.path("offer"), peer), now);
        }
        if (members.has("agreement")) {
            return receiveAgreement(Agreement.of(body.path("agreement")), partner, now);
        }
        String jws = members.text("notice");
        return closing.receive(
                Notice.parse(jws, peer, partner.federation(), self.node()), jws, partner);
    }

    private Register.Logged receiveOffer(Offer offer, Instant now) throws Refusal {
        offer.verify(this::keysOf); // else UNKNOWN_KEY, BAD_SIGNATURE
        checkParties(offer.terms());
        String name = Register.name(offer.hash(), AgreementState.PROPOSED, offer.proposer());
        Register.Logged earlier = register.logged(self.log(), name);
        if (earlier != null) {
            return earlier;
        }
        if (!offer.isOpen(now)) {
            throw new Refusal(Code.EXPIRED, "The offer has ended.");
        }
        long open =
                roll.all().stream()
                        .filter(one -> one.state() == AgreementState.PROPOSED)
                        .filter(one -> one.peer().equals(offer.proposer()))
                        .count();
        if (open >= MOST_OFFERS) {
            throw new Refusal(
                    Code.TOO_LARGE, "There are " + open + " offers between the nodes: end some.");
        }
        filing.proposed(offer, offer.proposer(), false);
        return filing.logged(name);
    }

    private Register.Logged receiveAgreement(Agreement agreement, Partner partner, Instant now)
            throws Refusal {
        checkParties(agreement.terms());
        if (!agreement.terms().parties().contains(partner.node())) {
            throw new Refusal(Code.WRONG_PEER, "The agreement is another node's.");
        }
        agreement.verify(this::keysOf); // else UNKNOWN_KEY, BAD_SIGNATURE
        String name = Register.name(agreement.hash(), AgreementState.IN_FORCE, partner.node());
        Register.Logged earlier = register.logged(self.log(), name);
        if (earlier != null) {
            return earlier;
        }
        Filed filed = roll.find(agreement.hash());
        if (filed == null) {
            throw new Refusal(Code.NO_AGREEMENT, "This node made no such offer.");
        }
        Offer offer = offered(filed, self.node()); // else NO_AGREEMENT
        if (!offer.isOpen(now.minus(Binding.SKEW))) {
            throw new Refusal(Code.EXPIRED, "The offer had ended before it was countersigned.");
        }
        filing.inForce(agreement, AgreementState.PROPOSED, false);
        return filing.logged(name);
    }

    /** What is to be done without being asked: once a second, and at the start. */
    public void settle() throws Refusal {
        roll.look();
        closing.recall();
        for (Agreement one : roll.inherited()) {
            if (!neighbours.isExcluded(one.terms().peerOf(self.node()))) {
                filing.inForce(one, null, false);
            }
        }
        closing.settle();
    }

    /** Everything that is or was agreed or offered, oldest first. */
    public List<Filed> all() {
        return roll.all();
    }

    /** The agreement or offer with this hash. */
    public Filed filed(byte[] hash) throws Refusal {
        return roll.filed(hash);
    }

    /** What partners are to have of all this. */
    public Errands errands() {
        return errands;
    }
}
