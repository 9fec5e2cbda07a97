package io.sealane.core.exchange;

import com.fasterxml.jackson.databind.JsonNode;

import io.sealane.core.agreement.Agreements.Granted;
import io.sealane.core.document.DocumentType;
import io.sealane.core.document.PseudonymKey;
import io.sealane.core.document.Reference;
import io.sealane.core.exchange.Change.PendingPresentation;
import io.sealane.core.exchange.Submission.Content;
import io.sealane.core.exchange.Submission.Request;
import io.sealane.core.identity.Code;
import io.sealane.core.identity.Refusal;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Tokens for the readers of unlinkable grants: of one document another one for each partner, with
 * an id, salts and decoys of its own and with pseudonyms in the place of all names of shipments, so
 * that two partners cannot join what they were shown by any of it.
 */
final class Unlinkable {
    /** The kind of reference by which a document is found under the id of such a token. */
    private static final String TOKEN = "jti";

    private final PseudonymKey key;
    private final Issuance issuance;

    Unlinkable(PseudonymKey key, Issuance issuance) {
        this.key = key;
        this.issuance = issuance;
    }

    /**
     * What each recipient is sent of, in their order: the document itself, or what is made of it
     * for all of its partner's recipients whose grants are unlinkable.
     *
     * @throws Refusal LINKABLE if it would have to be signed anew and the party has its own key
     */
    List<StoredDocument> sent(
            Request request,
            DocumentType type,
            JsonNode body,
            StoredDocument document,
            List<Granted> grants,
            Instant now)
            throws Refusal {
        var apart = new LinkedHashMap<String, StoredDocument>();
        var sent = new ArrayList<StoredDocument>();
        for (int i = 0; i < grants.size(); i++) {
            String partner = request.recipients().get(i).party().node();
            if (!grants.get(i).grant().unlinkable()) {
                sent.add(document);
                continue;
            }
            if (request.content() instanceof Content.Signed) {
                throw new Refusal(
                        Code.LINKABLE,
                        "The recipient's grant is unlinkable: its node is sent a token of its own,"
                                + " which nobody can sign but the party. Leave this recipient out,"
                                + " or agree on a grant that is not unlinkable.",
                        "/recipients/" + i);
            }
            if (!apart.containsKey(partner)) {
                List<Granted> grantsThere = grantsAt(partner, request, grants);
                apart.put(
                        partner,
                        issuance.apart(
                                request.issuer(),
                                type,
                                type.shape(body, key.at(partner)),
                                grantsThere,
                                now));
            }
            sent.add(Objects.requireNonNull(apart.get(partner)));
        }
        return sent;
    }

    private static List<Granted> grantsAt(String partner, Request request, List<Granted> grants) {
        var there = new ArrayList<Granted>();
        for (int i = 0; i < grants.size(); i++) {
            if (grants.get(i).grant().unlinkable()
                    && request.recipients().get(i).party().node().equals(partner)) {
                there.add(grants.get(i));
            }
        }
        return there;
    }

    /**
     * The names under which a document is looked for: its own, and those by which its partners know
     * it. Nothing else leads back from these.
     */
    List<Reference> references(
            DocumentType type, JsonNode body, List<PendingPresentation> pending) {
        var references = new LinkedHashSet<>(type.references(body));
        for (Map.Entry<String, StoredDocument> one : apart(pending).entrySet()) {
            references.add(new Reference(TOKEN, one.getValue().id().toString()));
            references.addAll(type.references(body, key.at(one.getKey())));
        }
        return List.copyOf(references);
    }

    private static Map<String, StoredDocument> apart(List<PendingPresentation> pending) {
        var apart = new LinkedHashMap<String, StoredDocument>();
        for (PendingPresentation one : pending) {
            if (one.apart() != null) {
                apart.put(one.recipient().party().node(), one.apart());
            }
        }
        return apart;
    }
}
