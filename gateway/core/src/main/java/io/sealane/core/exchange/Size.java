package io.sealane.core.exchange;

import io.sealane.core.agreement.Agreement;
import io.sealane.core.disclosure.Presentation;
import io.sealane.core.identity.Code;
import io.sealane.core.identity.Refusal;
import io.sealane.core.seal.SealedDocument;

import java.util.List;

/**
 * How large a presentation may be: what every node reads, and no more than was agreed. What is
 * larger must not take a number, since its reader could never take it.
 */
final class Size {
    private Size() {}

    /**
     * Refuses what its reader would not take.
     *
     * @param disclosed positions in the document's list
     * @param keyBinding length of the KB-JWT
     * @throws Refusal TOO_LARGE
     */
    static void check(
            SealedDocument document, List<Integer> disclosed, int keyBinding, Agreement agreement)
            throws Refusal {
        if (disclosed.size() > Presentation.MAX_DISCLOSURES) {
            throw new Refusal(
                    Code.TOO_LARGE,
                    "The presentation for this recipient would show "
                            + disclosed.size()
                            + " hidden parts, and no node takes more than "
                            + Presentation.MAX_DISCLOSURES
                            + ": split the document.");
        }
        long length = Presentation.boundLength(document, disclosed) + keyBinding;
        int agreed = agreement.terms().bytesPerMessage();
        if (length > Math.min(agreed, Presentation.MAX_LENGTH)) {
            throw new Refusal(
                    Code.TOO_LARGE,
                    "The presentation for this recipient would be about "
                            + length
                            + " bytes long, and "
                            + (agreed < Presentation.MAX_LENGTH
                                    ? "bytesPerMessage of the agreement is " + agreed
                                    : "no node takes more than " + Presentation.MAX_LENGTH)
                            + ": split the document.");
        }
    }
}
