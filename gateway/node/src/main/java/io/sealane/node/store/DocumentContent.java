package io.sealane.node.store;

import io.sealane.core.document.FieldClass;
import io.sealane.core.exchange.Change.PendingPresentation;
import io.sealane.core.exchange.ChannelName;
import io.sealane.core.exchange.Recipient;
import io.sealane.core.exchange.StoredDocument;
import io.sealane.core.identity.PartyId;
import io.sealane.core.identity.Refusal;
import io.sealane.core.seal.SealedDocument;
import io.sealane.core.seal.SealedDocument.Item;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;

/**
 * What the column {@code document.content} holds: the seal, whole, for whom it was submitted, and
 * what was made of it for partners whose grants are unlinkable: that these are of one document is
 * written nowhere else.
 *
 * @param deliveries one for each recipient, in the order in which the party named them
 */
record DocumentContent(SealedDocument sealed, List<PendingPresentation> deliveries) {

    /** What all that is made of a document has in common, which stands in other columns. */
    interface Making {
        StoredDocument of(UUID id, SealedDocument sealed);
    }

    byte[] pack(Compression compression) {
        Packing packing = new Packing();
        pack(packing, sealed);
        packing.number(deliveries.size());
        for (PendingPresentation delivery : deliveries) {
            packing.uuid(delivery.delivery())
                    .text(delivery.recipient().party().toString())
                    .text(delivery.recipient().role())
                    .text(delivery.channel().toString());
        }
        List<StoredDocument> apart =
                deliveries.stream()
                        .map(PendingPresentation::apart)
                        .filter(Objects::nonNull)
                        .distinct()
                        .toList();
        if (sealed.second() != null || !apart.isEmpty()) {
            packSecond(packing, sealed); // at the end, where documents had nothing before
        }
        if (!apart.isEmpty()) {
            packApart(packing, apart);
        }
        return compression.compressed(packing.toBytes());
    }

    private static void pack(Packing packing, SealedDocument sealed) {
        packing.token(sealed.issuerJwt()).token(sealed.classes());
        List<String> classes =
                sealed.disclosures().stream().map(item -> item.cls().name()).distinct().toList();
        packing.texts(classes).number(sealed.disclosures().size());
        for (Item item : sealed.disclosures()) {
            packing.number(classes.indexOf(item.cls().name()))
                    .number(item.parent() + 1L)
                    .token(item.encoded());
        }
    }

    private static void packSecond(Packing packing, SealedDocument sealed) {
        packing.token(sealed.second() == null ? "" : sealed.second());
    }

    private void packApart(Packing packing, List<StoredDocument> apart) {
        packing.number(apart.size());
        for (StoredDocument one : apart) {
            pack(packing.uuid(one.id()), one.sealed());
            packSecond(packing, one.sealed());
        }
        deliveries.forEach(delivery ->
                packing.number(
                        delivery.apart() == null ? 0 : apart.indexOf(delivery.apart()) + 1L));
    }

    static DocumentContent unpack(Compression compression, byte[] content, Making making) {
        Unpacking packed = new Unpacking(compression.expanded(content));
        SealedDocument one = sealed(packed);
        int recipients = packed.count();
        List<PendingPresentation> deliveries = new ArrayList<>(recipients);
        for (int i = 0; i < recipients; i++) {
            UUID delivery = packed.uuid();
            deliveries.add(delivery(delivery, packed.text(), packed.text(), packed.text()));
        }
        SealedDocument sealed = packed.hasMore() ? withSecond(packed, one) : one;
        if (packed.hasMore()) {
            unpackApart(packed, making, deliveries);
        }
        return new DocumentContent(sealed, deliveries);
    }

    private static SealedDocument sealed(Unpacking packed) {
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
        return new SealedDocument(issuerJwt, items, classes);
    }

    private static SealedDocument withSecond(Unpacking packed, SealedDocument sealed) {
        String token = packed.token();
        return token.isEmpty()
                ? sealed
                : new SealedDocument(
                        sealed.issuerJwt(), sealed.disclosures(), sealed.classes(), token);
    }

    private static void unpackApart(
            Unpacking packed, Making making, List<PendingPresentation> deliveries) {
        int count = packed.count();
        List<StoredDocument> apart = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            UUID id = packed.uuid();
            apart.add(making.of(id, withSecond(packed, sealed(packed))));
        }
        deliveries.replaceAll(one -> {
            int at = packed.count();
            return at == 0
                    ? one
                    : new PendingPresentation(
                            one.delivery(), one.recipient(), one.channel(), apart.get(at - 1));
        });
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
