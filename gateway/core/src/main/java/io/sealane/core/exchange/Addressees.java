package io.sealane.core.exchange;

import com.fasterxml.jackson.databind.JsonNode;

import io.sealane.core.agreement.Agreements.Granted;
import io.sealane.core.agreement.Grant;
import io.sealane.core.disclosure.KeyBinding;
import io.sealane.core.disclosure.Selection;
import io.sealane.core.document.DocumentType;
import io.sealane.core.identity.Code;
import io.sealane.core.identity.Refusal;
import io.sealane.core.seal.IssuerToken;
import io.sealane.core.seal.SealedDocument;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Whether everybody to whom a document is addressed may be sent it, and can take it. */
final class Addressees {
    private final Self self;
    private final Neighbours neighbours;

    Addressees(Self self, Neighbours neighbours) {
        this.self = self;
        this.neighbours = neighbours;
    }

    /**
     * The version in which a document is issued: the first that all recipients' nodes read and that
     * has a place for all of the document. Nothing is left out so that somebody can read it.
     *
     * @param versions to choose from, the one that is asked for first
     * @throws Refusal VERSION_NOT_READ if it is none of them
     */
    DocumentType version(
            List<DocumentType> versions, JsonNode body, List<Recipient> recipients, Instant now)
            throws Refusal {
        DocumentType asked = versions.getFirst();
        for (DocumentType type : versions) {
            boolean said = type.equals(asked) || type.problems(body).isEmpty();
            if (said && deafTo(type, versions.size() > 1, recipients, now) < 0) {
                return type;
            }
        }
        throw new Refusal(
                Code.VERSION_NOT_READ,
                "The recipient's node does not read "
                        + asked.vct()
                        + ", nor is there an older version that it reads and that has a place for"
                        + " all of this document.",
                "/recipients/" + deafTo(asked, versions.size() > 1, recipients, now));
    }

    /**
     * The first recipient whose node does not read a type, or did not agree to its profile.
     *
     * @param others whether there are other versions, whose profiles it may have agreed to
     */
    private int deafTo(DocumentType type, boolean others, List<Recipient> recipients, Instant now) {
        for (int i = 0; i < recipients.size(); i++) {
            Recipient recipient = recipients.get(i);
            if (!neighbours.reads(recipient.party().node(), type.vct(), now)
                    || (others && !isAgreed(type, recipient, now))) {
                return i;
            }
        }
        return -1;
    }

    /** Whether a profile is agreed; anything else that is wrong is told of the version chosen. */
    private boolean isAgreed(DocumentType type, Recipient recipient, Instant now) {
        try {
            granted(type, recipient, now);
            return true;
        } catch (Refusal refusal) {
            return refusal.code() != Code.PROFILE_NOT_GRANTED;
        }
    }

    /** The grant for each recipient, in their order. */
    List<Granted> granted(DocumentType type, List<Recipient> recipients, Instant now)
            throws Refusal {
        var grants = new ArrayList<Granted>();
        for (Recipient recipient : recipients) {
            grants.add(granted(type, recipient, now));
        }
        return grants;
    }

    private Granted granted(DocumentType type, Recipient recipient, Instant now) throws Refusal {
        neighbours.checkRecipient(recipient.party(), recipient.role(), now);
        return neighbours
                .agreements()
                .grant(
                        self.node(),
                        recipient.party().node(),
                        type.vct(),
                        type.profile().id(),
                        recipient.party().name(),
                        recipient.role(),
                        now);
    }

    /**
     * What no recipient's node would take is not taken here, since it would block the channel; nor
     * what this node's operator keeps from a recipient, or is not signed as was agreed with it.
     *
     * @param document as it was handed in
     * @param sent what each recipient is sent of
     */
    static void check(
            DocumentType type,
            StoredDocument document,
            List<StoredDocument> sent,
            List<Granted> grants)
            throws Refusal {
        for (int i = 0; i < grants.size(); i++) {
            Granted granted = grants.get(i);
            SealedDocument sealed = sent.get(i).sealed();
            List<Integer> shown = Selection.select(sealed, granted.grant()::allows);
            try {
                checkSignatures(sealed, granted.grant());
                Watch.check(type, document.sealed(), granted.grant());
                Size.check(sealed, shown, KeyBinding.MAX_LENGTH, granted.agreement());
            } catch (Refusal mayNotBeSent) {
                throw mayNotBeSent.at("/recipients/" + i);
            }
        }
    }

    /**
     * Whether a document bears the signatures that a grant asks for.
     *
     * @throws Refusal ALGORITHM_NOT_ALLOWED
     */
    static void checkSignatures(SealedDocument sealed, Grant grant) throws Refusal {
        if (!grant.signatures().isEmpty()) {
            grant.checkSignatures(IssuerToken.parse(sealed.issuerJwt()).claims().sigs());
        }
    }
}
