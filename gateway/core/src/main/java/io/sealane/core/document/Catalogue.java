package io.sealane.core.document;

import com.fasterxml.jackson.databind.JsonNode;

import io.sealane.core.identity.Code;
import io.sealane.core.identity.Refusal;

import java.util.List;
import java.util.Optional;

/** All document types a node knows. */
public final class Catalogue {
    private final List<DocumentType> types;

    Catalogue(List<DocumentType> types) {
        this.types = List.copyOf(types);
    }

    /** The types of the schemas module, read once by whoever wires a process. */
    public static Catalogue bundled() {
        return new Catalogue(List.of());
    }

    public List<DocumentType> types() {
        return types;
    }

    /**
     * The type of a token's {@code vct}.
     *
     * @throws Refusal UNKNOWN_TYPE
     */
    public DocumentType type(String vct) throws Refusal {
        for (DocumentType type : types) {
            if (type.vct().equals(vct)) {
                return type;
            }
        }
        throw new Refusal(Code.UNKNOWN_TYPE, "No such document type here.");
    }

    /**
     * The type that one of our profiles is of.
     *
     * @param profileId with its hash, as in a token's {@code prof}
     * @throws Refusal UNKNOWN_TYPE
     */
    public DocumentType typeOfProfile(String profileId) throws Refusal {
        for (DocumentType type : types) {
            if (type.profile().id().equals(profileId)) {
                return type;
            }
        }
        throw new Refusal(Code.UNKNOWN_TYPE, "No document type with such a profile here.");
    }

    /** The type that a file of unknown origin looks like, e.g. a DCSA eBL transport document. */
    public Optional<DocumentType> recognise(JsonNode body) {
        return types.stream().filter(type -> body.has(type.name())).findFirst();
    }
}
