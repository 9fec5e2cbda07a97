package io.sealane.core.exchange;

import io.sealane.core.agreement.Agreements.Granted;
import io.sealane.core.disclosure.KeyBinding;
import io.sealane.core.disclosure.Selection;
import io.sealane.core.document.DocumentType;
import io.sealane.core.identity.Refusal;
import io.sealane.core.seal.SealedDocument;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Whether everybody to whom a document is addressed may be sent it, and can take it. */
final class Addressees {
    private final Self self;
    private final Neighbours neighbours;

    Addressees(Self self, Neighbours neighbours) {
        this.self = self;
        this.neighbours = neighbours;
    }

    /** The grant for each recipient, in their order. */
    List<Granted> granted(DocumentType type, List<Recipient> recipients, Instant now)
            throws Refusal {
        var grants = new ArrayList<Granted>();
        for (Recipient recipient : recipients) {
            grants.add(granted(type, recipient, now));
        }
        return grants;
    }

    private Granted granted(DocumentType type, Recipient recipient, Instant now) throws Refusal {
        neighbours.checkRecipient(recipient.party(), recipient.role(), now);
        return neighbours
                .agreements()
                .grant(
                        self.node(),
                        recipient.party().node(),
                        type.vct(),
                        type.profile().id(),
                        recipient.party().name(),
                        recipient.role(),
                        now);
    }

    /** What no recipient's node would take is not taken here: it would block the channel. */
    static void checkSizes(SealedDocument sealed, List<Granted> grants) throws Refusal {
        for (int i = 0; i < grants.size(); i++) {
            Granted granted = grants.get(i);
            List<Integer> shown = Selection.select(sealed, granted.grant()::allows);
            try {
                Size.check(sealed, shown, KeyBinding.MAX_LENGTH, granted.agreement());
            } catch (Refusal tooLarge) {
                throw tooLarge.at("/recipients/" + i);
            }
        }
    }
}
