package io.sealane.core.exchange;

import com.fasterxml.jackson.databind.node.ObjectNode;

import io.sealane.core.agreement.Agreement;
import io.sealane.core.exchange.TestNode.Line;
import io.sealane.core.identity.Outage;
import io.sealane.core.identity.Refusal;
import io.sealane.core.json.Json;
import io.sealane.core.ledger.Proofs;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;

/** A carrier's node, two receiving nodes, and a network between them that a test can break. */
public final class ThreeNodes implements Link {
    static final String[] TERMINAL = {"routing", "operational", "safety"};
    static final String[] CUSTOMS = {"routing", "operational", "party", "cargo", "safety"};

    final TestNode.Clock clock = new TestNode.Clock();
    final Map<String, TestNode> nodes = new LinkedHashMap<>();
    final TestNode us;
    final TestNode nl;
    final TestNode sg;

    private boolean unlinkable;

    /** What the network does to a batch; a test puts another one here. */
    interface Wire {
        byte[] carry(TestNode to, byte[] batch) throws Refusal;
    }

    Wire wire = (to, batch) -> to.paths().reception().receive("us.sealane.example", batch);

    public ThreeNodes() throws Refusal {
        this(new BreakableStore(), new BreakableStore());
    }

    ThreeNodes(BreakableStore sending, BreakableStore receiving) throws Refusal {
        us = node("us.sealane.example", 1, sending).party("acme-line", "carrier");
        us.party("long-beach-terminal", "terminal");
        nl = node("nl.sealane.example", 2, receiving).party("rotterdam-terminal", "terminal");
        nl.party("dutch-customs", "customs-import");
        sg =
                node("sg.sealane.example", 3, new BreakableStore())
                        .party("psa-terminal", "terminal", "transit");
        agree(agreements());
    }

    /** From now on everything that is granted is unlinkable. */
    public void unlink() throws Refusal {
        unlinkable = true;
        agree(agreements());
    }

    private TestNode node(String name, long seed, BreakableStore store) {
        var node = new TestNode(name, clock, seed, store);
        nodes.put(name, node);
        return node;
    }

    List<Agreement> agreements() throws Refusal {
        return agreements(terms -> {});
    }

    /** The agreements, with something more in each. */
    List<Agreement> agreements(Consumer<ObjectNode> more) throws Refusal {
        Consumer<ObjectNode> also =
                more.andThen(terms ->
                        terms.path("grants")
                                .forEach(one -> ((ObjectNode) one).put("unlinkable", unlinkable)));
        var agreements = new ArrayList<Agreement>();
        agreements.add(
                TestNode.agreement(
                        us,
                        nl,
                        List.of(
                                new Line(us, nl, "terminal", "rotterdam-terminal", TERMINAL),
                                new Line(us, nl, "customs-import", "dutch-customs", CUSTOMS)),
                        also));
        agreements.add(
                TestNode.agreement(
                        us,
                        sg,
                        List.of(new Line(us, sg, "terminal", "psa-terminal", "routing")),
                        also));
        agreements.add(
                TestNode.agreement(
                        us,
                        us,
                        List.of(new Line(us, us, "terminal", "long-beach-terminal", TERMINAL)),
                        also));
        return agreements;
    }

    void agree(List<Agreement> agreements) {
        for (TestNode node : nodes.values()) {
            node.wire(List.copyOf(nodes.values()), agreements, clock, this);
        }
    }

    @Override
    public Reply deliver(String node, byte[] batch) throws Outage {
        try {
            return new Reply(200, wire.carry(Objects.requireNonNull(nodes.get(node)), batch));
        } catch (Refusal refusal) {
            return new Reply(409, Json.canonical(Problems.of(refusal)));
        }
    }

    ChannelName channel(TestNode to) {
        return new ChannelName(us.self.node(), 1, to.self.node());
    }

    /** Runs a channel until nothing is left to do. */
    void settle(TestNode to) throws Refusal {
        for (int i = 0; i < 20; i++) {
            if (us.paths().dispatch().run(channel(to)) != Dispatch.Progress.MORE) {
                return;
            }
        }
        throw new AssertionError("the channel does not settle");
    }

    static Recipient to(TestNode node, String party, String role) {
        return new Recipient(node.id(party), role);
    }

    /** One of our own examples, complete and valid. */
    static ObjectNode document() {
        return example("schemas/types/transport-document/1.0/examples/general-cargo.json");
    }

    static ObjectNode example(String resource) {
        try (InputStream in = ThreeNodes.class.getClassLoader().getResourceAsStream(resource)) {
            return (ObjectNode) Json.parse(Objects.requireNonNull(in, resource).readAllBytes());
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        } catch (Refusal malformed) {
            throw new AssertionError(malformed);
        }
    }

    /** One document from the carrier to the terminal at nl, delivered and receipted. */
    public MemoryDelivery exchange() throws Refusal {
        us.paths()
                .submission()
                .submit(
                        us.request(
                                "acme-line",
                                "one",
                                document(),
                                to(nl, "rotterdam-terminal", "terminal")));
        settle(nl);
        return us.store.deliveries.values().iterator().next();
    }

    /** The evidence file of a delivery, as the sender's node makes it. */
    public byte[] evidence(MemoryDelivery delivery) throws Refusal {
        Change.SentLine sent = Objects.requireNonNull(delivery.sent());
        Receipt receipt = delivery.receipted().receipt();
        return Evidence.file(
                new Evidence.Exchange(
                        delivery.document.wire(sent.disclosed(), sent.keyBinding()),
                        delivery.document.sealed().second(),
                        agreements().getFirst(),
                        leaf(delivery.sentIndex),
                        new Evidence.LoggedStatement(
                                receipt.statement(),
                                receipt.blinding(),
                                receipt.index(),
                                receipt.proof(),
                                receipt.checkpoint()),
                        null,
                        null,
                        null));
    }

    /** The evidence file of the submission. */
    public byte[] submissionEvidence(MemoryDelivery delivery) throws Refusal {
        return Evidence.submission(
                delivery.original.sealed().issuerJwt(),
                delivery.original.sealed().second(),
                List.of(delivery.pending),
                leaf(0));
    }

    private Evidence.LoggedStatement leaf(long index) {
        var tree = us.paths().sequencer().head();
        Commitment leaf = us.store.leaves.get(Math.toIntExact(index));
        return new Evidence.LoggedStatement(
                leaf.statement(),
                leaf.blinding(),
                index,
                new Proofs(us.store.tiles(1), tree.size()).inclusion(index),
                tree.note());
    }

    /** What an auditor who trusts these nodes has in trust.json. */
    public byte[] trust() {
        ObjectNode trust = Json.object();
        for (TestNode node : nodes.values()) {
            ObjectNode one = trust.withArray("nodes").addObject().put("node", node.self.node());
            one.putArray("federationKeys").add(node.federation.key().toJwk());
            one.putArray("presentationKeys").add(node.presentation.key().toJwk());
            one.putArray("issuingKeys").add(node.issuing.key().toJwk());
            one.putArray("logs")
                    .addObject()
                    .put("origin", node.self.origin())
                    .putArray("vkeys")
                    .add(node.self.logSigner().verifier().vkey());
            one.putArray("parties");
        }
        return Json.canonical(trust);
    }
}
