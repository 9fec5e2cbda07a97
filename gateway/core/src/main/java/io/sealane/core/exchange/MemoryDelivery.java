package io.sealane.core.exchange;

import io.sealane.core.exchange.Change.PendingPresentation;
import io.sealane.core.exchange.Change.Receipted;
import io.sealane.core.exchange.Change.SentLine;
import io.sealane.core.exchange.Change.Voided;
import io.sealane.core.exchange.Store.Outgoing;
import io.sealane.core.exchange.Store.Queued;
import io.sealane.core.identity.Code;

import org.jspecify.annotations.Nullable;

import java.util.Objects;

/** Where a delivery of this node stands, in a {@link MemoryStore}. */
public final class MemoryDelivery {
    final PendingPresentation pending;
    final StoredDocument document;
    final StoredDocument original;
    @Nullable SentLine sent;
    long sentIndex;
    @Nullable Voided voided;
    long voidIndex;
    @Nullable Receipted receipted;
    @Nullable Code cancelled;

    MemoryDelivery(PendingPresentation pending, StoredDocument document) {
        this.pending = pending;
        this.document = pending.of(document);
        this.original = document;
    }

    public PendingPresentation pending() {
        return pending;
    }

    /** What it is a presentation of. */
    public StoredDocument document() {
        return document;
    }

    /** The receipt, which must be there. */
    public Receipted receipted() {
        return Objects.requireNonNull(receipted);
    }

    public boolean isReceipted() {
        return receipted != null;
    }

    public @Nullable SentLine sent() {
        return sent;
    }

    public boolean isVoided() {
        return voided != null;
    }

    /** Why it never took a number, or null. */
    public @Nullable Code cancelled() {
        return cancelled;
    }

    /** What is to be numbered. */
    Queued queued() {
        return new Queued(pending.delivery(), pending.recipient(), document, original);
    }

    /** What is to be sent. */
    Outgoing outgoing() {
        SentLine line = Objects.requireNonNull(sent);
        Commitment leaf = voided == null ? line.leaf() : voided.leaf();
        return new Outgoing(
                line.delivery(),
                line.seq(),
                document.wire(line.disclosed(), line.keyBinding()),
                document.sealed().second(),
                voided == null ? null : voided.jws(),
                leaf.blinding(),
                voided == null ? sentIndex : voidIndex,
                line.inputHash(),
                line.agreement(),
                line.expires());
    }
}
