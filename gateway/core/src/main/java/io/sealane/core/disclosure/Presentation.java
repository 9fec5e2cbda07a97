package io.sealane.core.disclosure;

import io.sealane.core.identity.Code;
import io.sealane.core.identity.Key;
import io.sealane.core.identity.Refusal;
import io.sealane.core.identity.Signer;
import io.sealane.core.json.Digest;
import io.sealane.core.seal.IssuerToken;
import io.sealane.core.seal.Jws;
import io.sealane.core.seal.SealedDocument;

import org.jspecify.annotations.Nullable;

import java.util.List;

/**
 * A document as one partner may see it: issuer's token, granted disclosures, key binding.
 *
 * <p>It is verified in the order of reception (DESIGN 3.4), and what fails says whether the number
 * is used: {@link #parse} and {@link #verifyKeyBinding} refuse with codes that use none, {@link
 * #issuer}, {@link #verifyIssuer} and {@link #disclosed} with codes that do.
 */
public final class Presentation {
    /** A longer one is read by nobody, in bytes. */
    public static final int MAX_LENGTH = Parts.MAX_LENGTH;

    /** One that shows more is read by nobody. */
    public static final int MAX_DISCLOSURES = Parts.MAX_DISCLOSURES;

    private final Parts parts;
    private final List<String> digests;
    private final Jws keyBindingJws;
    private final KeyBinding keyBinding;
    private @Nullable IssuerToken issuer;

    private Presentation(
            Parts parts, List<String> digests, Jws keyBindingJws, KeyBinding keyBinding) {
        this.parts = parts;
        this.digests = digests;
        this.keyBindingJws = keyBindingJws;
        this.keyBinding = keyBinding;
    }

    /**
     * Reads a presentation as far as its key binding; the rest is looked at by those that need it.
     *
     * @param compact {@code <issuer JWT>~<disclosure>~...~<KB-JWT>}
     * @throws Refusal MALFORMED_DELIVERY, or TOO_LARGE beyond 1 MiB or 2,000 disclosures
     */
    public static Presentation parse(String compact) throws Refusal {
        try {
            Parts parts = Parts.of(compact);
            // A bare SD-JWT is never a delivery (DESIGN 5.2).
            Jws jws = Jws.parse(parts.keyBindingJwt(), KeyBinding.TYP);
            return new Presentation(parts, digests(parts.disclosures()), jws, KeyBinding.of(jws));
        } catch (Refusal refusal) {
            throw refusal.code() == Code.TOO_LARGE ? refusal : refusal.as(Code.MALFORMED_DELIVERY);
        }
    }

    /**
     * A presentation up to its signature.
     *
     * @param shown indices of the disclosures to show, as {@link Selection} gives them
     * @param signer with the key that the token's {@code cnf} names
     */
    public static Draft draft(
            SealedDocument document, List<Integer> shown, KeyBinding.Terms terms, Signer signer) {
        List<String> disclosures =
                shown.stream().map(index -> document.disclosures().get(index).encoded()).toList();
        String bound = bound(document.issuerJwt(), disclosures);
        List<String> digests = digests(disclosures);
        var keyBinding = new KeyBinding(terms, Digest.base64Url(bound), Disclosed.dset(digests));
        Jws.Draft jws = Jws.draft(KeyBinding.TYP, keyBinding.payload(), signer);
        var parts = new Parts(document.issuerJwt(), disclosures, bound, "");
        return new Draft(parts, digests, keyBinding, jws);
    }

    /** What is going to be presented: its place in the chain is known, no signature yet. */
    public static final class Draft {
        private final Parts unsigned;
        private final List<String> digests;
        private final KeyBinding keyBinding;
        private final Jws.Draft jws;

        private Draft(Parts unsigned, List<String> digests, KeyBinding keyBinding, Jws.Draft jws) {
            this.unsigned = unsigned;
            this.digests = digests;
            this.keyBinding = keyBinding;
            this.jws = jws;
        }

        public KeyBinding keyBinding() {
            return keyBinding;
        }

        /** The {@code prev} of the next in the channel. */
        public byte[] signingInputHash() {
            return jws.signingInputHash();
        }

        /** Signs with the signer the draft was made for. */
        public Presentation sign(Signer signer) {
            Jws signed = jws.sign(signer);
            return new Presentation(unsigned.with(signed.compact()), digests, signed, keyBinding);
        }
    }

    /** How long the text of a presentation is before its key binding. */
    public static long boundLength(SealedDocument document, List<Integer> shown) {
        long length = document.issuerJwt().length() + 1L;
        for (int index : shown) {
            length += document.disclosures().get(index).encoded().length() + 1L;
        }
        return length;
    }

    /** The text of a presentation from what is stored of it. */
    public static String compact(String issuerJwt, List<String> disclosures, String keyBindingJwt) {
        return bound(issuerJwt, disclosures) + keyBindingJwt;
    }

    /** The whole text, as it came or as it is sent. */
    public String compact() {
        return parts.bound() + parts.keyBindingJwt();
    }

    public String issuerJwt() {
        return parts.issuerJwt();
    }

    public List<String> disclosures() {
        return parts.disclosures();
    }

    public String keyBindingJwt() {
        return parts.keyBindingJwt();
    }

    /** The {@code kid} of the key that the key binding claims to be signed with. */
    public String keyBindingKid() {
        return java.util.Objects.requireNonNull(keyBindingJws.header().kid());
    }

    public KeyBinding keyBinding() {
        return keyBinding;
    }

    /** Of the key binding: it is the next {@code prev}, and names the content of this delivery. */
    public byte[] signingInputHash() {
        return keyBindingJws.signingInputHash();
    }

    /**
     * Checks that the key binding was signed with this key over exactly what is presented.
     *
     * @throws Refusal BAD_KEY_BINDING
     */
    public void verifyKeyBinding(Key presenter) throws Refusal {
        // SPEC: RFC 9901 7.3(5)(g). The hashes come first: they cost a hundredth of a signature.
        if (!keyBinding.sdHash().equals(Digest.base64Url(parts.bound()))) {
            throw new Refusal(Code.BAD_KEY_BINDING, "The key binding binds something else.");
        }
        if (!keyBinding.dset().equals(Disclosed.dset(digests))) {
            throw new Refusal(Code.BAD_KEY_BINDING, "dset is not the hash of what is disclosed.");
        }
        keyBindingJws.verify(presenter, Code.BAD_KEY_BINDING);
    }

    /**
     * Checks that the key binding was signed with this key, over whatever it bound: all that can be
     * said when its disclosures are erased.
     *
     * @throws Refusal BAD_KEY_BINDING
     */
    public void verifyPresenter(Key presenter) throws Refusal {
        keyBindingJws.verify(presenter, Code.BAD_KEY_BINDING);
    }

    /**
     * The issuer's token, read; it proves nothing before {@link #verifyIssuer}.
     *
     * @throws Refusal MALFORMED_TOKEN, also if the token names another presenter than the key
     *     binding does; ALGORITHM_NOT_ALLOWED
     */
    public IssuerToken issuer() throws Refusal {
        if (issuer == null) {
            IssuerToken token = IssuerToken.parse(parts.issuerJwt());
            // SPEC: RFC 9901 7.3(5)(a): the issuer says who may present.
            if (!token.claims().holder().equals(keyBindingJws.header().kid())) {
                throw new Refusal(Code.MALFORMED_TOKEN, "cnf does not name the presenter.", "/cnf");
            }
            issuer = token;
        }
        return issuer;
    }

    /** Checks the issuer's one signature, BAD_ISSUER_SIGNATURE; refuses as {@link #issuer} does. */
    public void verifyIssuer(Key key) throws Refusal {
        issuer().verify(key);
    }

    /** As {@link IssuerToken#verify(List, String)}; refuses as {@link #issuer} does. */
    public void verifyIssuer(List<Key> keys, @Nullable String second) throws Refusal {
        issuer().verify(keys, second);
    }

    /**
     * What is shown of the document.
     *
     * @throws Refusal BAD_DISCLOSURE, OVER_DISCLOSED, and as {@link #issuer} does
     */
    public Disclosed disclosed() throws Refusal {
        return Disclosed.of(issuer(), parts.disclosures(), digests);
    }

    /** What stands in the clear, whatever is disclosed beside it; refuses as above. */
    public Disclosed clear() throws Refusal {
        return Disclosed.of(issuer(), List.of(), List.of());
    }

    private static List<String> digests(List<String> disclosures) {
        return disclosures.stream().map(Digest::base64Url).toList();
    }

    private static String bound(String issuerJwt, List<String> disclosures) {
        int length = issuerJwt.length() + 1;
        for (String disclosure : disclosures) {
            length += disclosure.length() + 1;
        }
        var text = new StringBuilder(length).append(issuerJwt).append('~');
        for (String disclosure : disclosures) {
            text.append(disclosure).append('~');
        }
        return text.toString();
    }
}
