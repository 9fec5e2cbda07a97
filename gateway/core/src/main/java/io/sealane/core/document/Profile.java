package io.sealane.core.document;

import com.fasterxml.jackson.databind.JsonNode;

import io.sealane.core.identity.Refusal;

import java.util.Collection;
import java.util.List;
import java.util.Set;

/** What of a document type is hidden, under which class: one profile.json, compiled. */
@SuppressWarnings("DoNotCallSuggester") // until the next commit
public final class Profile {
    private final String id;

    Profile(String id) {
        this.id = id;
    }

    /** {@code transport-document/1.0#<base64url SHA-256 of the profile file's JCS form>}. */
    public String id() {
        return id;
    }

    /**
     * What to hide of a complete document: units, members added by the issuer (coarse twins,
     * summary), classes after the government rules, decoys.
     */
    public Shape shape(JsonNode body) {
        throw new UnsupportedOperationException();
    }

    /**
     * The class of one disclosure, as sender and receiver both derive it.
     *
     * @param path names below {@code doc}; an array position is {@code *}
     * @param value the disclosure's own value as signed, with {@code _sd} and {@code ...} digests
     *     still in it: what is nested and disclosed apart has a class of its own
     * @throws Refusal OVER_DISCLOSED if nothing may be disclosed at that path, or if the value
     *     holds in the clear what the profile hides apart
     */
    public FieldClass classOf(List<String> path, JsonNode value) throws Refusal {
        throw new UnsupportedOperationException();
    }

    /** The classes of which a role must be shown something in every document; may be empty. */
    public Set<FieldClass> required(String role) {
        throw new UnsupportedOperationException();
    }

    /**
     * Whether what is required is there: something of each required class, and, where a required
     * class covers units that the summary counts (dangerous goods), all of them.
     *
     * @param disclosed the classes of the disclosures shown
     * @param presented the document with its disclosures in place
     * @throws Refusal UNDER_DISCLOSED
     */
    public void checkRequired(
            Collection<FieldClass> required, Collection<FieldClass> disclosed, JsonNode presented)
            throws Refusal {
        throw new UnsupportedOperationException();
    }

    /**
     * Whether what stands in the clear in a token's {@code doc} may: it must be {@code routing} and
     * not hideable.
     *
     * @param clearDoc {@code doc} as signed, before any disclosure is put in
     * @throws Refusal OVER_DISCLOSED
     */
    public void checkClear(JsonNode clearDoc) throws Refusal {
        throw new UnsupportedOperationException();
    }

    /** A presented document without the members that the issuer added (twins, summary, marks). */
    public JsonNode original(JsonNode presented) {
        throw new UnsupportedOperationException();
    }
}
