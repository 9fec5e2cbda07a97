package io.sealane.core.exchange;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.sealane.core.agreement.Agreements.Granted;
import io.sealane.core.disclosure.PartySeal;
import io.sealane.core.document.Catalogue;
import io.sealane.core.document.DocumentType;
import io.sealane.core.document.PseudonymKey;
import io.sealane.core.document.Warning;
import io.sealane.core.exchange.Change.PendingPresentation;
import io.sealane.core.exchange.Change.Submitted;
import io.sealane.core.exchange.Sequencer.Appended;
import io.sealane.core.identity.Code;
import io.sealane.core.identity.PartyId;
import io.sealane.core.identity.Refusal;
import io.sealane.core.json.Base64Url;
import io.sealane.core.json.Json;
import io.sealane.core.ledger.Kind;
import io.sealane.core.ledger.Proofs;
import io.sealane.core.ledger.Scope;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;

/** What happens to a document that a party hands in, top to bottom (DESIGN 3, step 1). */
public final class Submission {
    /** More recipients than this are refused. */
    static final int MAX_RECIPIENTS = 100;

    private final Self self;
    private final Catalogue catalogue;
    private final Addressees addressees;
    private final Sequencer sequencer;
    private final Store store;
    private final InstantSource clock;
    private final Identifiers identifiers;
    private final Issuance issuance;
    private final Unlinkable unlinkable;
    private final Observer observer;

    public Submission(
            Self self,
            Catalogue catalogue,
            Neighbours neighbours,
            Sequencer sequencer,
            Store store,
            InstantSource clock,
            Identifiers identifiers,
            PseudonymKey pseudonyms,
            Observer observer) {
        this.self = self;
        this.catalogue = catalogue;
        this.addressees = new Addressees(self, neighbours);
        this.sequencer = sequencer;
        this.store = store;
        this.clock = clock;
        this.identifiers = identifiers;
        this.issuance = new Issuance(self, neighbours, identifiers);
        this.unlinkable = new Unlinkable(pseudonyms, issuance);
        this.observer = observer;
    }

    /**
     * A request of an authenticated party.
     *
     * @param issues the types that this party may issue, e.g. {@code transport-document}
     * @param requestHash SHA-256 of the request's bytes
     */
    public record Request(
            PartyId issuer,
            java.util.Set<String> issues,
            String vct,
            List<Recipient> recipients,
            Content content,
            String idempotencyKey,
            byte[] requestHash) {}

    /** What is handed in. */
    public sealed interface Content {
        /** A document, for the node to sign on behalf of a party that has no key. */
        record Unsigned(JsonNode body) implements Content {}

        /** A document that the party signed itself. */
        record Signed(PartySeal seal) implements Content {}
    }

    /**
     * The answer to a submission.
     *
     * @param answer what the party is told: id, type, warnings, deliveries
     * @param receipt the opening of the {@code submitted} leaf, with its proof
     * @param repeated whether this key was used before for the same request
     */
    public record Accepted(UUID document, JsonNode answer, JsonNode receipt, boolean repeated) {}

    /** Takes a document: when it returns, the document and what is to be sent are durable. */
    public Accepted submit(Request request) throws Refusal {
        var earlier = store.earlier(self.log(), request.issuer(), request.idempotencyKey());
        if (earlier != null) {
            return repeat(request, earlier);
        }
        Instant now = clock.instant();
        DocumentType asked = issuable(request); // else TYPE_NOT_ALLOWED
        JsonNode body = issuance.body(request, asked, now); // else UNKNOWN_ISSUER
        DocumentType type = version(request, asked, body, now); // else VERSION_NOT_READ
        var told = new Told(store, self.log(), request.issuer(), type);
        List<Warning> warnings = type.check(body, told); // else SCHEMA_VIOLATION
        List<Granted> grants = addressees.granted(type, request.recipients(), now); // else NO_GRANT
        StoredDocument document =
                issuance.sealed(request, type, body, grants, now); // else MISMATCH
        List<StoredDocument> sent = // else LINKABLE
                unlinkable.sent(request, type, body, document, grants, now);
        Addressees.check(type, document, sent, grants); // else TOO_LARGE
        List<PendingPresentation> pending = pending(request.recipients(), document, sent);
        byte[] answer = Json.canonical(answer(document, warnings, pending));
        var leaf =
                new Commitment(
                        Scope.own(self.origin(), Kind.SUBMITTED),
                        identifiers.blinding(),
                        Statements.submitted(
                                self.origin(),
                                document.id(),
                                document.issuer(),
                                document.sealed().issuerJwt(),
                                pending,
                                now));
        var submitted =
                new Submitted(
                        request.idempotencyKey(),
                        request.requestHash(),
                        answer,
                        document,
                        unlinkable.references(type, body, pending),
                        pending,
                        leaf);
        try {
            // Crash before: nothing happened, the party retries with its idempotency key.
            Appended appended = sequencer.append(submitted);
            // Crash after: the pending presentations are there; the retry gets this same answer.
            observer.submitted(document.id(), pending.size());
            return accepted(
                    document.id(),
                    answer,
                    leaf.blinding(),
                    leaf.statement(),
                    appended.firstIndex(),
                    false);
        } catch (Conflict usedElsewhere) {
            var first = store.earlier(self.log(), request.issuer(), request.idempotencyKey());
            if (first == null) {
                // Ids made here are new. A party may have made this one twice, or taken another's.
                throw new Refusal(
                        Code.IDEMPOTENCY_MISMATCH,
                        "The jti is that of a document handed in before: sign with a new one.");
            }
            return repeat(request, first);
        }
    }

    /** What one recipient would see. */
    public record View(
            Recipient recipient, List<String> classes, int withheld, JsonNode document) {}

    /** Shows what each recipient would see of a document, and stores nothing. */
    public Preview preview(Request request) throws Refusal {
        Instant now = clock.instant();
        DocumentType asked = issuable(request);
        JsonNode body = issuance.body(request, asked, now);
        DocumentType type = version(request, asked, body, now);
        var told = new Told(store, self.log(), request.issuer(), type);
        List<Warning> warnings = type.check(body, told);
        List<Granted> grants = addressees.granted(type, request.recipients(), now);
        StoredDocument document = issuance.sealed(request, type, body, grants, now);
        List<StoredDocument> sent = unlinkable.sent(request, type, body, document, grants, now);
        Addressees.check(type, document, sent, grants);
        var views = new ArrayList<View>();
        for (int i = 0; i < grants.size(); i++) {
            Recipient recipient = request.recipients().get(i);
            views.add(Views.of(sent.get(i).sealed(), recipient, grants.get(i).grant()::allows));
        }
        return new Preview(warnings, views);
    }

    public record Preview(List<Warning> warnings, List<View> views) {}

    private DocumentType issuable(Request request) throws Refusal {
        DocumentType type = catalogue.type(request.vct());
        if (!request.issues().contains(type.name())) {
            throw new Refusal(
                    Code.TYPE_NOT_ALLOWED, "This party may not issue " + type.name() + ".");
        }
        if (request.recipients().isEmpty() || request.recipients().size() > MAX_RECIPIENTS) {
            throw new Refusal(
                    Code.INVALID_REQUEST,
                    "Name 1 to " + MAX_RECIPIENTS + " recipients.",
                    "/recipients");
        }
        if (request.recipients().stream().distinct().count() < request.recipients().size()) {
            throw new Refusal(
                    Code.INVALID_REQUEST, "A recipient is named twice in one role.", "/recipients");
        }
        return type;
    }

    private DocumentType version(Request request, DocumentType asked, JsonNode body, Instant now)
            throws Refusal {
        return switch (request.content()) {
            // What a party signed says its version itself.
            case Content.Signed _ ->
                    addressees.version(List.of(asked), body, request.recipients(), now);
            case Content.Unsigned _ ->
                    addressees.version(catalogue.upTo(asked), body, request.recipients(), now);
        };
    }

    private List<PendingPresentation> pending(
            List<Recipient> recipients, StoredDocument document, List<StoredDocument> sent) {
        var pending = new ArrayList<PendingPresentation>();
        for (int i = 0; i < recipients.size(); i++) {
            Recipient recipient = recipients.get(i);
            boolean itself = sent.get(i).id().equals(document.id());
            pending.add(
                    new PendingPresentation(
                            itself ? identifiers.next() : identifiers.nextOfSecond(),
                            recipient,
                            new ChannelName(self.node(), self.log(), recipient.party().node()),
                            itself ? null : sent.get(i)));
        }
        return pending;
    }

    private static ObjectNode answer(
            StoredDocument document, List<Warning> warnings, List<PendingPresentation> pending) {
        ObjectNode answer =
                Json.object().put("id", document.id().toString()).put("type", document.vct());
        ArrayNode warned = answer.putArray("warnings");
        for (Warning warning : warnings) {
            warned.addObject()
                    .put("rule", warning.rule())
                    .put("pointer", warning.pointer())
                    .put("message", warning.detail());
        }
        ArrayNode deliveries = answer.putArray("deliveries");
        for (PendingPresentation one : pending) {
            deliveries
                    .addObject()
                    .put("id", one.delivery().toString())
                    .put("party", one.recipient().party().toString())
                    .put("role", one.recipient().role())
                    .put("state", "pending");
        }
        return answer;
    }

    private Accepted repeat(Request request, Store.EarlierSubmission earlier) throws Refusal {
        if (!Arrays.equals(earlier.requestHash(), request.requestHash())) {
            throw new Refusal(
                    Code.IDEMPOTENCY_MISMATCH,
                    "This Idempotency-Key was used for another request: use a new one.");
        }
        return accepted(
                earlier.document(),
                earlier.answer(),
                earlier.blinding(),
                earlier.statement(),
                earlier.index(),
                true);
    }

    /** The answer, with the leaf's opening: the party can hold its own node to account. */
    private Accepted accepted(
            UUID document,
            byte[] answer,
            byte[] blinding,
            byte[] statement,
            long index,
            boolean repeated)
            throws Refusal {
        var tree = sequencer.head();
        ObjectNode receipt =
                Json.object()
                        .put("statement", new String(statement, StandardCharsets.UTF_8))
                        .put("blinding", Base64Url.encode(blinding))
                        .put("index", index);
        receipt.set(
                "proof",
                Batch.hashes(new Proofs(store.tiles(self.log()), tree.size()).inclusion(index)));
        receipt.put("checkpoint", tree.note());
        return new Accepted(document, Json.parse(answer), receipt, repeated);
    }
}
