package io.sealane.node.federation;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.sealane.core.agreement.AgreementState;
import io.sealane.core.agreement.EntityConfiguration;
import io.sealane.core.exchange.ChannelName;
import io.sealane.core.exchange.Negotiation;
import io.sealane.core.exchange.Neighbours;
import io.sealane.core.exchange.Self;
import io.sealane.core.identity.Code;
import io.sealane.core.identity.Outage;
import io.sealane.core.identity.Refusal;
import io.sealane.core.json.Digest;
import io.sealane.core.json.Json;
import io.sealane.node.config.NodeConfig;
import io.sealane.node.http.PartnerRoutes;
import io.sealane.node.keys.Revocations;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;

/** Makes and ends acquaintances while the node runs, as its operator says. */
public final class Acquaintances implements PartnerRoutes.Partners, Rounds.News {
    private static final Logger LOG = LoggerFactory.getLogger(Acquaintances.class);
    private final PartnerBook book;
    private final SelfDescription self;
    private final Negotiation negotiation;
    private final Self node;
    private final Neighbours neighbours;
    private final Links links;
    private final Rounds rounds;
    private final Couriers couriers;
    private final Revocations revocations;

    /** What a partner took, since this process began. */
    private final Set<String> brought = ConcurrentHashMap.newKeySet();

    /** Over a book of partners, and all that goes by it. */
    public Acquaintances(
            Self node,
            PartnerBook book,
            SelfDescription self,
            Negotiation negotiation,
            Neighbours neighbours,
            Links links,
            Rounds rounds,
            Couriers couriers,
            Revocations revocations) {
        this.node = node;
        this.book = book;
        this.self = self;
        this.negotiation = negotiation;
        this.neighbours = neighbours;
        this.links = links;
        this.rounds = rounds;
        this.couriers = couriers;
        this.revocations = revocations;
    }

    @Override
    public ObjectNode self() {
        return Json.object().put("node", node.node()).put("fingerprint", self.fingerprint());
    }

    @Override
    public List<ObjectNode> all() {
        return book.all().stream().map(this::json).toList();
    }

    @Override
    public ObjectNode one(String name) throws Refusal {
        PartnerBook.Entry entry = book.find(name);
        if (entry == null) {
            throw new Refusal(Code.NOT_FOUND, "There is no such partner.");
        }
        return json(entry);
    }

    @Override
    public ObjectNode add(String address, String fingerprint) throws Refusal {
        URI where = Introduction.address(address);
        PartnerBook.Entry entry = book.add(where, Introduction.ask(where), fingerprint);
        meet(entry);
        return json(entry);
    }

    /** A partner that is new, or has another TLS key or address. */
    private void meet(PartnerBook.Entry entry) {
        String name = entry.partner().node();
        neighbours.learn(entry.known());
        links.open(entry.partner());
        couriers.open(new ChannelName(node.node(), node.log(), name));
        rounds.visit(name);
    }

    @Override
    public boolean isAwaited(String partner) {
        PartnerBook.Entry entry = book.find(partner);
        return entry != null && !entry.isOfFile();
    }

    /** Takes what is new of it; on each round to it. */
    @Override
    public void of(String name, String compact) throws Refusal {
        PartnerBook.Entry before = book.find(name);
        book.renew(name, compact);
        PartnerBook.Entry now = book.find(name);
        if (now == null || before == null) {
            return;
        }
        if (!now.partner().pins().equals(before.partner().pins())
                || !now.partner().address().equals(before.partner().address())) {
            meet(now);
        } else if (!now.known().equals(before.known())) {
            neighbours.learn(now.known());
        }
    }

    /** What is revoked. A list that the partner refuses is not brought again. */
    @Override
    public void bring(String name) {
        for (String pem : revocations.own()) {
            String mark = name + " " + Digest.base64Url(pem);
            if (!brought.contains(mark)) {
                PartnerClient.Reply reply =
                        links.to(name)
                                .post(
                                        RevocationRoute.PATH,
                                        RevocationRoute.PEM,
                                        pem.getBytes(StandardCharsets.ISO_8859_1));
                if (reply.status() >= 500) {
                    throw new Outage(name + " answers " + reply.status(), 1);
                }
                LOG.info("event=revocation-brought partner={} status={}", name, reply.status());
                brought.add(mark);
            }
        }
    }

    @Override
    public void remove(String name) throws Refusal {
        boolean agreed =
                negotiation.all().stream()
                        .filter(one -> one.peer().equals(name))
                        .anyMatch(one ->
                                one.state() == AgreementState.IN_FORCE
                                        || one.state() == AgreementState.PROPOSED);
        if (agreed) {
            throw new Refusal(
                    Code.INVALID_REQUEST, "End the agreements and offers with " + name + " first.");
        }
        book.remove(name);
        rounds.leave(name);
        links.close(name);
        neighbours.forget(name);
    }

    private ObjectNode json(PartnerBook.Entry entry) {
        NodeConfig.Partner partner = entry.partner();
        ObjectNode json =
                Json.object()
                        .put("node", partner.node())
                        .put("address", partner.address().toString())
                        .put("fingerprint", partner.federationKey().kid())
                        .put("origin", partner.origin())
                        .put("source", entry.isOfFile() ? "file" : "added");
        ArrayNode pins = json.putArray("pins");
        new TreeSet<>(partner.pins()).forEach(pins::add);
        EntityConfiguration said = entry.configuration();
        if (said != null) {
            json.put("publishedAt", String.valueOf(entry.address()))
                    .put("configurationOf", said.issuedAt().toString());
            if (said.next() != null) {
                json.put("nextFingerprint", said.next());
            }
            ArrayNode schemas = json.putArray("schemas");
            said.schemas().forEach(schemas::add);
        }
        Instant contact = rounds.lastContact().get(partner.node());
        if (contact != null) {
            json.put("lastContact", contact.toString());
        }
        return json;
    }
}
