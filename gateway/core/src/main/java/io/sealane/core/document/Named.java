package io.sealane.core.document;

import org.jspecify.annotations.Nullable;

import java.util.Optional;

/**
 * A name of a shipment where it stands in a document: what {@code x-identifier} marks.
 *
 * @param field the member that it is the value of
 * @param kind of reference by which documents are looked for under it; null if by none
 * @param value as the document has it
 * @param room characters that the place has for it
 */
record Named(String field, @Nullable String kind, String value, int room) {
    /** By what it is looked for at a partner; nothing if by nothing. */
    Optional<Reference> reference(Pseudonyms pseudonyms) {
        return Optional.ofNullable(kind)
                .map(kind -> new Reference(kind, pseudonyms.of(value, room)));
    }
}
