package io.sealane.core.disclosure;

import com.fasterxml.jackson.databind.JsonNode;

import io.sealane.core.document.Profile;
import io.sealane.core.identity.Code;
import io.sealane.core.identity.Key;
import io.sealane.core.identity.Refusal;
import io.sealane.core.json.Digest;
import io.sealane.core.seal.IssuerToken;
import io.sealane.core.seal.SealedDocument;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;

/**
 * A document as its party sealed it: the issuer's token and all disclosures, {@code _classes} among
 * them, as one SD-JWT (RFC 9901 4) without a key binding.
 *
 * <p>A node believes it no more than it believes a body: {@link #sealed} holds it against the
 * profile, so that what is kept is what the node itself would have made but for salts, decoys and
 * their places.
 */
public final class PartySeal {
    private final IssuerToken token;
    private final List<String> disclosures;
    private final List<String> digests;
    private final String classes;
    private final @Nullable String second;

    private PartySeal(
            IssuerToken token,
            List<String> disclosures,
            List<String> digests,
            String classes,
            @Nullable String second) {
        this.second = second;
        this.token = token;
        this.disclosures = disclosures;
        this.digests = digests;
        this.classes = classes;
    }

    /** {@link #parse(String, String)} of one without a second signature. */
    public static PartySeal parse(String compact) throws Refusal {
        return parse(compact, null);
    }

    /**
     * Takes it apart; nothing is proven before {@link #verify}.
     *
     * @param second the detached signature that came with it, or null
     * @throws Refusal MALFORMED_TOKEN, TOO_LARGE, ALGORITHM_NOT_ALLOWED, or BAD_DISCLOSURE if the
     *     list of classes is not there
     */
    public static PartySeal parse(String compact, @Nullable String second) throws Refusal {
        Parts parts = Parts.of(compact);
        if (!parts.keyBindingJwt().isEmpty()) {
            throw new Refusal(
                    Code.MALFORMED_TOKEN, "It ends with ~: the key binding is the node's to make.");
        }
        IssuerToken token = IssuerToken.parse(parts.issuerJwt());
        var disclosures = new ArrayList<String>();
        var digests = new ArrayList<String>();
        String classes = null;
        for (String disclosure : parts.disclosures()) {
            String digest = Digest.base64Url(disclosure);
            if (digest.equals(token.classesDigest()) && classes == null) {
                classes = disclosure;
            } else {
                disclosures.add(disclosure);
                digests.add(digest);
            }
        }
        if (classes == null) {
            throw new Refusal(
                    Code.BAD_DISCLOSURE, "The disclosure of _classes is not among the others.");
        }
        return new PartySeal(
                token, List.copyOf(disclosures), List.copyOf(digests), classes, second);
    }

    /** The text of a sealed document, whole: what {@link #parse} reads. */
    public static String compact(SealedDocument sealed) {
        var all = new ArrayList<>(List.of(sealed.classes()));
        sealed.disclosures().forEach(item -> all.add(item.encoded()));
        return Presentation.compact(sealed.issuerJwt(), all, "");
    }

    public IssuerToken token() {
        return token;
    }

    /** Checks all signatures with keys of the party, as every reader will. */
    public void verify(List<Key> keys) throws Refusal {
        token.verify(keys, second);
    }

    /**
     * The document that was sealed, without what an issuer adds to it.
     *
     * @throws Refusal BAD_DISCLOSURE, OVER_DISCLOSED
     */
    public JsonNode body(Profile profile) throws Refusal {
        return profile.original(Disclosed.of(token, disclosures, digests).doc());
    }

    /**
     * The seal, if it hides all that the profile hides, as the profile hides it, and nothing else.
     *
     * @param body what {@link #body} gave, checked to be of the profile's type
     * @throws Refusal MISMATCH with the place, BAD_DISCLOSURE
     */
    public SealedDocument sealed(Profile profile, JsonNode body) throws Refusal {
        var fitting = new Fitting(disclosures, digests);
        fitting.fit(profile.shape(body), token.doc());
        fitting.checkClasses(token, classes);
        return new SealedDocument(token.jws().compact(), fitting.items(), classes, second);
    }
}
