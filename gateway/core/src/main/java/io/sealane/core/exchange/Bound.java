package io.sealane.core.exchange;

import io.sealane.core.disclosure.KeyBinding;
import io.sealane.core.disclosure.Presentation;
import io.sealane.core.disclosure.VoidStatement;
import io.sealane.core.identity.Refusal;
import io.sealane.core.json.Base64Url;

import org.jspecify.annotations.Nullable;

import java.util.UUID;

/**
 * A delivery whose key binding (or void signature) verified with the expected sender, reader and
 * channel: from here on its number counts.
 *
 * @param inputHash SHA-256 of the signing input; for a void, the hash that it replaces, which stays
 *     the next {@code prev}
 * @param prev the hash of the line before it in the channel
 * @param sdHash null for a void
 * @param agreement base64url of the agreement's hash; null for a void
 */
record Bound(
        UUID delivery,
        ChannelName channel,
        long seq,
        byte[] inputHash,
        byte[] prev,
        @Nullable String sdHash,
        @Nullable String dset,
        @Nullable String agreement) {

    static Bound of(Presentation presentation, ChannelName channel) throws Refusal {
        return of(presentation.keyBinding(), presentation.signingInputHash(), channel);
    }

    static Bound of(KeyBinding claims, byte[] inputHash, ChannelName channel) throws Refusal {
        return new Bound(
                UUID.fromString(claims.terms().nonce()),
                channel,
                claims.terms().seq(),
                inputHash,
                Base64Url.decode(claims.terms().prev()),
                claims.sdHash(),
                claims.dset(),
                claims.terms().agr());
    }

    // SPEC: DESIGN 5.2: the hash that a void replaces stays the next prev.
    static Bound of(VoidStatement claims, ChannelName channel) throws Refusal {
        return new Bound(
                UUID.fromString(claims.nonce()),
                channel,
                claims.seq(),
                Base64Url.decode(claims.replaces()),
                Base64Url.decode(claims.prev()),
                null,
                null,
                null);
    }

    /** The same number, spoken of as given up. */
    Bound voided() {
        return new Bound(delivery, channel, seq, inputHash, prev, null, null, null);
    }
}
