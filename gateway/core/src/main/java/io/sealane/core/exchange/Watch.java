package io.sealane.core.exchange;

import io.sealane.core.agreement.Grant;
import io.sealane.core.disclosure.Disclosed;
import io.sealane.core.document.DocumentType;
import io.sealane.core.document.FieldClass;
import io.sealane.core.identity.Code;
import io.sealane.core.identity.Refusal;
import io.sealane.core.seal.SealedDocument;

import java.util.stream.IntStream;

/**
 * What the operator watches over and cannot be hidden by itself, since it stands in the clear or in
 * an event, goes with its whole document to those alone who are granted the government's.
 */
final class Watch {
    private Watch() {}

    /**
     * Refuses a document that names what is watched outside of its raised parts.
     *
     * @throws Refusal NO_GRANT
     */
    static void check(DocumentType type, SealedDocument sealed, Grant grant) throws Refusal {
        if (!type.isWatched() || grant.allows(FieldClass.GOVERNMENT)) {
            return;
        }
        var all = IntStream.range(0, sealed.disclosures().size()).boxed().toList();
        if (type.isWatched(Disclosed.of(sealed, all).doc())) {
            // No field is named: the list is not the party's to read by trying.
            throw new Refusal(
                    Code.NO_GRANT,
                    "By this node's policy the document is a government's: its recipient needs a"
                            + " grant of the class government.");
        }
    }
}
