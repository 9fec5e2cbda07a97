package io.sealane.core.disclosure;

import com.fasterxml.jackson.databind.node.ObjectNode;

import io.sealane.core.document.FieldClass;
import io.sealane.core.identity.Code;
import io.sealane.core.identity.Refusal;
import io.sealane.core.json.Digest;
import io.sealane.core.json.Json;
import io.sealane.core.seal.Classes;
import io.sealane.core.seal.IssuerToken;
import io.sealane.core.seal.SealedDocument;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;

/**
 * What one reader was shown of a document.
 *
 * @param doc the document with the disclosures in place, without a trace of what was withheld
 * @param opened the disclosures, with their paths below {@code doc}
 */
public record Disclosed(ObjectNode doc, List<Opened> opened) {
    public Disclosed {
        opened = List.copyOf(opened);
    }

    /**
     * Puts disclosures into the document of a token.
     *
     * @param digests of the disclosures, in their order
     * @throws Refusal BAD_DISCLOSURE, or OVER_DISCLOSED for one that is not of the document: the
     *     list of classes is for auditors
     */
    static Disclosed of(IssuerToken token, List<String> disclosures, List<String> digests)
            throws Refusal {
        var unfolded = Unfolding.unfold(token.payload(), disclosures, digests);
        var opened = new ArrayList<Opened>(unfolded.opened().size());
        for (Opened one : unfolded.opened()) {
            List<String> path = one.path();
            if (!path.getFirst().equals("doc")) {
                throw new Refusal(
                        Code.OVER_DISCLOSED, "Something beside the document is disclosed.");
            }
            List<String> below = path.subList(1, path.size());
            opened.add(new Opened(one.index(), one.parent(), below, one.value(), one.digest()));
        }
        return new Disclosed((ObjectNode) unfolded.claims().get("doc"), opened);
    }

    /**
     * What a reader would be shown: for a dry run, and for the issuer's own eyes.
     *
     * @param shown indices of the disclosures, as {@link Selection} gives them
     */
    public static Disclosed of(SealedDocument document, List<Integer> shown) throws Refusal {
        List<String> disclosures =
                shown.stream().map(index -> document.disclosures().get(index).encoded()).toList();
        return of(
                IssuerToken.parse(document.issuerJwt()),
                disclosures,
                disclosures.stream().map(Digest::base64Url).toList());
    }

    /** The {@code dset} of a key binding: which digests were disclosed, whatever their order. */
    public static String dset(Collection<String> digests) {
        var list = Json.array();
        digests.stream().sorted().forEach(list::add);
        return Digest.base64Url(Json.canonical(list));
    }

    /** How a reader finds the class of a disclosure: {@code Profile.classOf}. */
    @FunctionalInterface
    public interface Classifier {
        /** The class of what was opened. */
        FieldClass classOf(Opened opened) throws Refusal;
    }

    /** The classes of what was disclosed, for {@code cset} and for the grant. */
    public Classes classes(Classifier classifier) throws Refusal {
        var classOfDigest = new HashMap<String, FieldClass>();
        for (Opened one : opened) {
            classOfDigest.put(one.digest(), classifier.classOf(one));
        }
        return Classes.ofDigests(classOfDigest);
    }
}
