package io.sealane.core.exchange;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.sealane.core.disclosure.Presentation;
import io.sealane.core.document.Catalogue;
import io.sealane.core.document.DocumentType;
import io.sealane.core.identity.Code;
import io.sealane.core.identity.Refusal;
import io.sealane.core.json.Digest;
import io.sealane.core.json.Json;
import io.sealane.core.seal.IssuerClaims;
import io.sealane.core.seal.IssuerToken;

/**
 * What is kept of a refused delivery: the tokens and the digests that prove it, never a disclosure
 * (DESIGN 8), and of an issuer's token that shows more than its reader should hold its hash alone.
 */
final class Kept {
    /** A signature is 64 bytes, which leaves room for nothing else. */
    private static final int SIGNATURE_LENGTH = 86;

    private Kept() {}

    /** The type of a document under the profile that this node holds, never the token's word. */
    static DocumentType held(Catalogue catalogue, IssuerClaims issuer) throws Refusal {
        DocumentType type = catalogue.type(issuer.vct());
        if (!type.profile().id().equals(issuer.prof())) {
            throw new Refusal(
                    Code.PROFILE_NOT_GRANTED, "This node does not hold the document's profile.");
        }
        return type;
    }

    static byte[] of(Arrival arrival, Catalogue catalogue) {
        Presentation presentation = arrival.presentation();
        ObjectNode kept = Json.object();
        if (presentation == null) {
            kept.put("void", arrival.wire());
            return Json.utf8(kept);
        }
        if (isBare(presentation, catalogue)) {
            kept.put("issuer", presentation.issuerJwt());
        } else {
            kept.put("issuerHash", Digest.base64Url(presentation.issuerJwt()));
        }
        if (arrival.second() != null) {
            kept.put("secondSignatureHash", Digest.base64Url(arrival.second()));
        }
        kept.put("keyBinding", presentation.keyBindingJwt());
        ArrayNode digests = kept.putArray("digests");
        presentation.disclosures().forEach(one -> digests.add(Digest.base64Url(one)));
        return Json.utf8(kept);
    }

    /**
     * Whether the issuer's token shows nothing but routing fields in their form, whatever the
     * delivery was refused for: a check that came before may have ended the others.
     */
    private static boolean isBare(Presentation presentation, Catalogue catalogue) {
        try {
            IssuerToken issuer = presentation.issuer();
            DocumentType type = held(catalogue, issuer.claims());
            type.profile().checkClear(issuer.doc());
            type.checkRedacted(presentation.clear().doc());
            String jwt = presentation.issuerJwt();
            return jwt.length() - jwt.lastIndexOf('.') - 1 == SIGNATURE_LENGTH;
        } catch (Refusal showsMoreOrCannotBeRead) {
            return false;
        }
    }
}
