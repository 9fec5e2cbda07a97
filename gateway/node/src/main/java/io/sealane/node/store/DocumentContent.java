package io.sealane.node.store;

import io.sealane.core.document.FieldClass;
import io.sealane.core.exchange.Change.PendingPresentation;
import io.sealane.core.exchange.ChannelName;
import io.sealane.core.exchange.Recipient;
import io.sealane.core.identity.PartyId;
import io.sealane.core.identity.Refusal;
import io.sealane.core.seal.SealedDocument;
import io.sealane.core.seal.SealedDocument.Item;

import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/**
 * What the column {@code document.content} holds: the seal, whole, and for whom it was submitted.
 *
 * @param deliveries one for each recipient, in the order in which the party named them
 */
record DocumentContent(SealedDocument sealed, List<PendingPresentation> deliveries) {

    byte[] pack(Compression compression) {
        Packing packing = new Packing().token(sealed.issuerJwt()).token(sealed.classes());
        List<String> classes =
                sealed.disclosures().stream().map(item -> item.cls().name()).distinct().toList();
        packing.texts(classes).number(sealed.disclosures().size());
        for (Item item : sealed.disclosures()) {
            packing.number(classes.indexOf(item.cls().name()))
                    .number(item.parent() + 1L)
                    .token(item.encoded());
        }
        packing.number(deliveries.size());
        for (PendingPresentation delivery : deliveries) {
            packing.uuid(delivery.delivery())
                    .text(delivery.recipient().party().toString())
                    .text(delivery.recipient().role())
                    .text(delivery.channel().toString());
        }
        if (sealed.second() != null) {
            packing.token(sealed.second()); // at the end, where documents had nothing before
        }
        return compression.compressed(packing.toBytes());
    }

    static DocumentContent unpack(Compression compression, byte[] content) {
        Unpacking packed = new Unpacking(compression.expanded(content));
        String issuerJwt = packed.token();
        String classes = packed.token();
        List<FieldClass> names = packed.texts().stream().map(FieldClass::new).toList();
        int count = packed.count();
        List<Item> items = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            FieldClass cls = names.get(packed.count());
            int parent = packed.count() - 1;
            items.add(new Item(packed.token(), cls, parent));
        }
        int recipients = packed.count();
        List<PendingPresentation> deliveries = new ArrayList<>(recipients);
        for (int i = 0; i < recipients; i++) {
            UUID delivery = packed.uuid();
            deliveries.add(delivery(delivery, packed.text(), packed.text(), packed.text()));
        }
        String second = packed.hasMore() ? packed.token() : null;
        return new DocumentContent(
                new SealedDocument(issuerJwt, items, classes, second), deliveries);
    }

    private static PendingPresentation delivery(
            UUID delivery, String party, String role, String channel) {
        try {
            return new PendingPresentation(
                    delivery,
                    new Recipient(PartyId.parse(party), role),
                    ChannelName.parse(channel));
        } catch (Refusal e) {
            throw new IllegalStateException("A stored document's recipients are damaged.", e);
        }
    }
}
