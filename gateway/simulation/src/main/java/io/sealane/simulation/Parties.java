package io.sealane.simulation;

import com.fasterxml.jackson.databind.JsonNode;

import io.sealane.core.document.DocumentType;
import io.sealane.core.exchange.Recipient;
import io.sealane.core.exchange.Submission;
import io.sealane.core.identity.Code;
import io.sealane.core.identity.Refusal;
import io.sealane.core.json.Digest;
import io.sealane.core.json.Json;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** The parties: each hands its documents in until its node says that it has them. */
final class Parties {
    private static final double HONEST = 0.85;
    private static final double DEAF = 0.05;
    private static final int LAST_MINUTE = 2;
    private static final double MANY = 0.2;
    private static final int MOST_RECIPIENTS = 3;

    /** What is looked for does not depend on how long a document is. */
    private static final double LONG = 0.2;

    /** What comes of handing in, told to the party. */
    interface Answer {
        void accepted(Submission.Accepted accepted);

        void refused(Refusal refusal);

        /** There was no answer: whether the document was taken is unknown. */
        void failed();
    }

    private final World world;
    private final Network network;
    private final Faults faults;
    private int planned;
    private int open;

    Parties(World world, Network network, Faults faults) {
        this.world = world;
        this.network = network;
        this.faults = faults;
    }

    /** Plans what is handed in, and when. */
    void plan(Duration span) {
        for (int i = 0; i < History.DOCUMENTS - LAST_MINUTE; i++) {
            Submission.Request request = request(issuer(), recipients());
            world.loop().after(world.millis(0, (int) span.toMillis()), () -> submit(request));
        }
        // What is handed in just before the agreement that covers it ends.
        Duration early =
                Duration.between(
                        world.loop().instant(), network.node(Setting.US).clock().instant());
        for (int i = 0; i < LAST_MINUTE; i++) {
            Submission.Request request =
                    request(Setting.US, Setting.recipients(Setting.SG).subList(0, 1));
            world.loop()
                    .at(
                            Setting.ENDS.minus(early).minus(world.seconds(3, 35)),
                            () -> submit(request));
        }
        open = planned;
    }

    /** How many documents have no answer yet. */
    int open() {
        return open;
    }

    private String issuer() {
        return world.chance(HONEST) ? anyOf(Setting.HONEST) : Setting.LIAR;
    }

    private List<Recipient> recipients() {
        var all = new ArrayList<Recipient>();
        Setting.NODES.forEach(node -> all.addAll(Setting.recipients(node)));
        var to = new ArrayList<Recipient>();
        int count = world.chance(MANY) ? MOST_RECIPIENTS : 1;
        for (int i = 0; i < count; i++) {
            to.add(all.remove(world.random().nextInt(all.size())));
        }
        return to;
    }

    private Submission.Request request(String from, List<Recipient> to) {
        DocumentType type = anyOf(world.setting().catalogue().types());
        JsonNode body =
                world.chance(LONG)
                        ? anyOf(List.copyOf(type.examples().values()))
                        : world.setting().shortest(type);
        return new Submission.Request(
                Setting.issuer(from),
                Set.of(type.name()),
                type.vct(),
                to,
                new Submission.Content.Unsigned(body),
                "document-" + planned++,
                Digest.sha256(Json.canonical(body)));
    }

    private <T> T anyOf(List<T> all) {
        return all.get(world.random().nextInt(all.size()));
    }

    private void submit(Submission.Request request) {
        Instance instance = network.node(request.issuer().node()).any();
        if (instance == null) {
            again(request);
            return;
        }
        instance.submit(
                request,
                new Answer() {
                    @Override
                    public void accepted(Submission.Accepted accepted) {
                        if (!faults.areOver() && world.chance(DEAF)) {
                            world.tally().count(Fault.PARTY_REPEATS);
                            again(request);
                        } else {
                            open--;
                            world.tally().count("documents", 1);
                            world.watch().acknowledged(request, accepted);
                        }
                    }

                    @Override
                    public void refused(Refusal refusal) {
                        world.tally().count("submissions refused", 1);
                        boolean ended =
                                refusal.code() == Code.NO_AGREEMENT
                                        && request.recipients().stream()
                                                .anyMatch(to ->
                                                        Setting.mayEnd(
                                                                request.issuer().node(),
                                                                to.party().node()));
                        if (!ended) {
                            world.watch().fail("a submission is refused: " + refusal.code());
                        }
                        insteadOf(request);
                    }

                    @Override
                    public void failed() {
                        again(request);
                    }
                });
    }

    /** The agreement has ended: another document goes to somebody else. */
    private void insteadOf(Submission.Request refused) {
        String from = refused.issuer().node();
        List<Recipient> others =
                Setting.NODES.stream()
                        .filter(to -> !Setting.mayEnd(from, to))
                        .flatMap(to -> Setting.recipients(to).stream())
                        .toList();
        again(request(from, List.of(anyOf(others))));
    }

    private void again(Submission.Request request) {
        world.loop().after(world.seconds(1, 20), () -> submit(request));
    }
}
