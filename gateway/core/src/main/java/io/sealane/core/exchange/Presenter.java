package io.sealane.core.exchange;

import io.sealane.core.agreement.Agreements.Granted;
import io.sealane.core.disclosure.KeyBinding;
import io.sealane.core.disclosure.Presentation;
import io.sealane.core.disclosure.Selection;
import io.sealane.core.disclosure.VoidStatement;
import io.sealane.core.document.Catalogue;
import io.sealane.core.document.DocumentType;
import io.sealane.core.exchange.Change.SentLine;
import io.sealane.core.exchange.Change.Voided;
import io.sealane.core.exchange.Store.Outgoing;
import io.sealane.core.exchange.Store.Queued;
import io.sealane.core.identity.Code;
import io.sealane.core.identity.Refusal;
import io.sealane.core.identity.Signer;
import io.sealane.core.json.Base64Url;
import io.sealane.core.json.Digest;
import io.sealane.core.ledger.Kind;
import io.sealane.core.ledger.Scope;

import org.jspecify.annotations.Nullable;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;

/**
 * Builds what one reader is sent: the classes that the agreement in force grants choose the
 * disclosures, and one signature locks them to the reader, the channel and the number.
 */
final class Presenter {
    private final Self self;
    private final Catalogue catalogue;
    private final Neighbours neighbours;
    private final Identifiers identifiers;

    Presenter(Self self, Catalogue catalogue, Neighbours neighbours, Identifiers identifiers) {
        this.self = self;
        this.catalogue = catalogue;
        this.neighbours = neighbours;
        this.identifiers = identifiers;
    }

    SentLine present(ChannelName channel, long seq, byte[] prev, Queued queued, Instant now)
            throws Refusal {
        StoredDocument document = queued.document();
        Recipient recipient = queued.recipient();
        DocumentType type = catalogue.type(document.vct());
        Granted granted =
                neighbours
                        .agreements()
                        .grant(
                                self.node(),
                                channel.to(),
                                document.vct(),
                                type.profile().id(),
                                recipient.party().name(),
                                recipient.role(),
                                now);
        Addressees.checkSignatures(document.sealed(), granted.grant()); // a successor may ask more
        if (granted.grant().unlinkable() && !queued.isUnlinkable()) {
            throw new Refusal(
                    Code.LINKABLE, "It was handed in before its recipient's grant was unlinkable.");
        }
        Watch.check( // else NO_GRANT: lists change too
                type, queued.original().sealed(), granted.grant());
        Partner own = neighbours.partner(self.node());
        Holder.checkNotRevoked( // else KEY_REVOKED
                document.sealed().issuerJwt(), document.sealed().second(), own);
        Signer signer = Holder.of(document.sealed().issuerJwt(), self); // else UNKNOWN_KEY
        List<Integer> disclosed = Selection.select(document.sealed(), granted.grant()::allows);
        byte[] blinding = identifiers.blinding();
        Instant expires = now.plus(KeyBinding.LIFETIME);
        var terms =
                new KeyBinding.Terms(
                        now,
                        expires,
                        channel.to(),
                        queued.delivery().toString(),
                        channel.toString(),
                        seq,
                        Base64Url.encode(prev),
                        recipient.party().name(),
                        recipient.role(),
                        Base64Url.encode(granted.agreement().hash()),
                        Digest.base64Url(blinding));
        Presentation signed =
                Presentation.draft(document.sealed(), disclosed, terms, signer).sign(signer);
        Size.check( // else TOO_LARGE: the agreement may have shrunk
                document.sealed(), disclosed, signed.keyBindingJwt().length(), granted.agreement());
        return new SentLine(
                queued.delivery(),
                seq,
                disclosed,
                signed.keyBindingJwt(),
                signed.signingInputHash(),
                granted.agreement().hash(),
                expires,
                new Commitment(
                        scope(channel, Kind.SENT, seq),
                        blinding,
                        signed.keyBindingJwt().getBytes(StandardCharsets.US_ASCII)));
    }

    // SPEC: DESIGN 5.2: its lifetime is over, or its agreement ended. A successor that is in force
    // does not end what was bound before it.
    /** Why a presentation that was numbered may not go any more; null if it may. */
    @Nullable Code givenUp(Outgoing line, Instant now) throws Refusal {
        Partner own = neighbours.partner(self.node());
        if (Holder.isRevoked(line.presentation(), line.second(), own)) {
            return Code.KEY_REVOKED;
        }
        Instant past = now.minus(Binding.SKEW);
        if (past.isAfter(line.expires())) {
            return Code.EXPIRED;
        }
        return neighbours.agreements().isOver(line.agreement(), past) ? Code.NO_AGREEMENT : null;
    }

    /** A void in a presentation's place: of the presentation only the key binding is read. */
    Voided replace(ChannelName channel, long epoch, Outgoing line, Code reason) throws Refusal {
        byte[] blinding = identifiers.blinding();
        Signer signer = self.presentation();
        String jws =
                new VoidStatement(
                                channel.to(),
                                line.delivery().toString(),
                                channel.toString(),
                                line.seq(),
                                KeyBinding.endOf(line.presentation()).terms().prev(),
                                Digest.base64Url(blinding),
                                Base64Url.encode(line.inputHash()),
                                reason.wireName())
                        .draft(signer)
                        .sign(signer)
                        .compact();
        return new Voided(
                channel,
                epoch,
                line.delivery(),
                line.seq(),
                jws,
                new Commitment(
                        scope(channel, Kind.VOID, line.seq()),
                        blinding,
                        jws.getBytes(StandardCharsets.US_ASCII)));
    }

    private Scope scope(ChannelName channel, Kind kind, long seq) {
        return Scope.numbered(self.origin(), kind, channel.toString(), seq, channel.to());
    }
}
