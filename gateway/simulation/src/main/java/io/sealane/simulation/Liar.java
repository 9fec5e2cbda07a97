package io.sealane.simulation;

import io.sealane.core.agreement.Agreement;
import io.sealane.core.agreement.Agreements;
import io.sealane.core.agreement.Grant;
import io.sealane.core.document.FieldClass;
import io.sealane.core.exchange.Link;
import io.sealane.core.identity.Outage;
import io.sealane.core.identity.Refusal;

import org.jspecify.annotations.Nullable;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A partner with good keys that lies: its core is the real one, and what leaves it is not. */
final class Liar {
    private static final double BENT = 0.3;

    private final World world;
    private final Network network;
    private final Faults faults;
    private final Forgery forgery;
    private Link.@Nullable Reply kept;

    Liar(World world, Network network, Faults faults) {
        this.world = world;
        this.network = network;
        this.faults = faults;
        this.forgery = new Forgery(world, network);
    }

    /** To whom it shows more than was agreed, now and then. */
    static final class Generous extends Agreements {
        private static final double OFTEN = 0.3;
        private static final Set<FieldClass> EVERYTHING =
                Stream.of(
                                "routing",
                                "operational",
                                "party",
                                "person",
                                "cargo",
                                "money",
                                "safety",
                                "security")
                        .map(FieldClass::new)
                        .collect(Collectors.toUnmodifiableSet());

        private final World world;

        Generous(World world, List<Agreement> agreements) {
            super(agreements);
            this.world = world;
        }

        @Override
        public Granted grant(
                String from,
                String to,
                String vct,
                String profile,
                String party,
                String role,
                java.time.Instant at)
                throws Refusal {
            Granted real = super.grant(from, to, vct, profile, party, role, at);
            if (!from.equals(Setting.LIAR) || from.equals(to) || !world.chance(OFTEN)) {
                return real;
            }
            world.tally().count(Fault.OVER_DISCLOSURE);
            return new Granted(real.agreement(), everything(real.grant()));
        }

        /** The same line of an agreement, with every class. */
        static Grant everything(Grant line) {
            return new Grant(
                    line.from(),
                    line.to(),
                    line.documents(),
                    line.role(),
                    line.parties(),
                    line.profiles(),
                    EVERYTHING,
                    line.require(),
                    line.purpose(),
                    line.retentionDays(),
                    line.unlinkable(),
                    line.signatures());
        }
    }

    void begin() {
        world.loop().after(world.seconds(20, 120), this::act);
    }

    private void act() {
        if (faults.areOver() || !network.isQuick()) {
            return;
        }
        List<Network.Captured> captured = network.captured();
        if (!captured.isEmpty()) {
            switch (world.random().nextInt(3)) {
                case 0 -> replay(captured.get(world.random().nextInt(captured.size())));
                case 1 -> lie("says two things", Fault.EQUIVOCATION, forgery::otherWord);
                default -> lie("shows another tree", Fault.FORK, forgery::otherTree);
            }
        }
        begin();
    }

    private void replay(Network.Captured old) {
        String to =
                world.chance(0.5) && !old.to().equals(Setting.LIAR)
                        ? old.to()
                        : Setting.HONEST.get(world.random().nextInt(Setting.HONEST.size()));
        world.tally().count(Fault.REPLAY);
        world.trace().add("liar", "replays to " + to + " what " + old.from() + " sent");
        network.inject(to, old.batch());
    }

    private void lie(String how, Fault fault, Forgery.Lie lie) {
        Instance instance = Objects.requireNonNull(network.node(Setting.LIAR).any());
        String to = Setting.HONEST.get(world.random().nextInt(Setting.HONEST.size()));
        instance.start(
                () -> {
                    try {
                        byte[] batch = lie.about(instance, to);
                        if (batch != null) {
                            world.tally().count(fault);
                            world.trace().add("liar", how + " to " + to);
                            network.inject(to, batch);
                        }
                    } catch (Refusal | Outage notPossibleNow) {
                        world.trace().add("liar", "cannot lie: " + notPossibleNow.getMessage());
                    }
                },
                () -> {});
    }

    /** What it answers in place of what its core answers. */
    Link.@Nullable Reply bend(Link.Reply honest) {
        Link.Reply before = kept;
        kept = honest;
        if (faults.areOver() || honest.status() != 200 || !world.chance(BENT)) {
            return honest;
        }
        return switch (world.random().nextInt(3)) {
            case 0 -> {
                world.tally().count(Fault.WITHHELD);
                yield null;
            }
            case 1 -> {
                world.tally().count(Fault.WITHHELD);
                yield reply(List.of(lines(honest).getLast()));
            }
            default -> before == null || before.status() != 200 ? honest : swap(before, honest);
        };
    }

    /** The receipts of an earlier batch, under the checkpoint of this answer. */
    private Link.Reply swap(Link.Reply before, Link.Reply honest) {
        world.tally().count(Fault.FALSE_RECEIPT);
        List<String> old = lines(before);
        List<String> now = lines(honest);
        return reply(
                Stream.concat(
                                old.subList(0, old.size() - 1).stream().limit(now.size() - 1L),
                                Stream.of(now.getLast()))
                        .toList());
    }

    private static List<String> lines(Link.Reply reply) {
        return new String(reply.body(), StandardCharsets.UTF_8).lines().toList();
    }

    private static Link.Reply reply(List<String> lines) {
        return new Link.Reply(
                200, (String.join("\n", lines) + "\n").getBytes(StandardCharsets.UTF_8));
    }
}
