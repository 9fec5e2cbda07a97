package io.sealane.core.exchange;

import com.fasterxml.jackson.databind.JsonNode;

import io.sealane.core.disclosure.Disclosed;
import io.sealane.core.disclosure.Selection;
import io.sealane.core.document.DocumentType;
import io.sealane.core.document.FieldClass;
import io.sealane.core.exchange.Submission.View;
import io.sealane.core.identity.Refusal;
import io.sealane.core.seal.SealedDocument;

import java.util.List;
import java.util.function.Predicate;
import java.util.stream.IntStream;

/** What a recipient sees of a sealed document: the very bytes that it would be sent, read back. */
public final class Views {
    private Views() {}

    /** The view under a grant that is yet to be used. */
    static View of(SealedDocument sealed, Recipient recipient, Predicate<FieldClass> allowed)
            throws Refusal {
        return of(sealed, recipient, Selection.select(sealed, allowed));
    }

    /** The document as it was handed in, or with pseudonyms where it was sealed with them. */
    public static JsonNode whole(DocumentType type, SealedDocument sealed) {
        List<Integer> all = IntStream.range(0, sealed.disclosures().size()).boxed().toList();
        try {
            return type.profile().original(Disclosed.of(sealed, all).doc());
        } catch (Refusal e) {
            throw new IllegalStateException("A stored document cannot be read.", e);
        }
    }

    /**
     * The view of what was, or would be, disclosed.
     *
     * @param disclosed positions in the sealed document's list
     */
    public static View of(SealedDocument sealed, Recipient recipient, List<Integer> disclosed)
            throws Refusal {
        List<String> classes =
                disclosed.stream()
                        .map(position -> sealed.disclosures().get(position).cls().name())
                        .distinct()
                        .sorted()
                        .toList();
        return new View(
                recipient,
                classes,
                sealed.disclosures().size() - disclosed.size(),
                Disclosed.of(sealed, disclosed).doc());
    }
}
