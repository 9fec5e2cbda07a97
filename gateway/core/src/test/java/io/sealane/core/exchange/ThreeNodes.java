package io.sealane.core.exchange;

import com.fasterxml.jackson.databind.node.ObjectNode;

import io.sealane.core.agreement.Agreement;
import io.sealane.core.exchange.TestNode.Line;
import io.sealane.core.identity.Outage;
import io.sealane.core.identity.Refusal;
import io.sealane.core.json.Json;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** A carrier's node, two receiving nodes, and a network between them that a test can break. */
final class ThreeNodes implements Link {
    static final String[] TERMINAL = {"routing", "operational", "safety"};
    static final String[] CUSTOMS = {"routing", "operational", "party", "cargo", "safety"};

    final TestNode.Clock clock = new TestNode.Clock();
    final Map<String, TestNode> nodes = new LinkedHashMap<>();
    final TestNode us;
    final TestNode nl;
    final TestNode sg;

    /** What the network does to a batch; a test puts another one here. */
    interface Wire {
        byte[] carry(TestNode to, byte[] batch) throws Refusal;
    }

    Wire wire = (to, batch) -> to.paths().reception().receive("us.sealane.example", batch);

    ThreeNodes() throws Refusal {
        this(new MemoryStore(), new MemoryStore());
    }

    ThreeNodes(MemoryStore sending, MemoryStore receiving) throws Refusal {
        us = node("us.sealane.example", 1, sending).party("acme-line", "carrier");
        us.party("long-beach-terminal", "terminal");
        nl = node("nl.sealane.example", 2, receiving).party("rotterdam-terminal", "terminal");
        nl.party("dutch-customs", "customs-import");
        sg =
                node("sg.sealane.example", 3, new MemoryStore())
                        .party("psa-terminal", "terminal", "transit");
        agree(agreements());
    }

    private TestNode node(String name, long seed, MemoryStore store) {
        var node = new TestNode(name, clock, seed, store);
        nodes.put(name, node);
        return node;
    }

    List<Agreement> agreements() throws Refusal {
        var agreements = new ArrayList<Agreement>();
        agreements.add(
                TestNode.agreement(
                        us,
                        nl,
                        List.of(
                                new Line(us, nl, "terminal", "rotterdam-terminal", TERMINAL),
                                new Line(us, nl, "customs-import", "dutch-customs", CUSTOMS))));
        agreements.add(
                TestNode.agreement(
                        us, sg, List.of(new Line(us, sg, "terminal", "psa-terminal", "routing"))));
        agreements.add(
                TestNode.agreement(
                        us,
                        us,
                        List.of(new Line(us, us, "terminal", "long-beach-terminal", TERMINAL))));
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
}
