package io.sealane.node.federation;

import com.fasterxml.jackson.databind.JsonNode;

import io.sealane.core.agreement.Directory;
import io.sealane.core.agreement.Notice;
import io.sealane.core.exchange.ChannelName;
import io.sealane.core.exchange.Errands;
import io.sealane.core.exchange.Negotiation;
import io.sealane.core.exchange.Neighbours;
import io.sealane.core.exchange.Partner;
import io.sealane.core.exchange.Reception;
import io.sealane.core.exchange.Register;
import io.sealane.core.exchange.Self;
import io.sealane.core.exchange.Store;
import io.sealane.core.identity.Code;
import io.sealane.core.identity.Refusal;
import io.sealane.core.json.Base64Url;
import io.sealane.core.json.Json;
import io.sealane.core.seal.Jws;
import io.sealane.node.http.Access;
import io.sealane.node.http.Answer;
import io.sealane.node.http.Ask;
import io.sealane.node.http.Pace;
import io.sealane.node.http.ProblemAnswers;
import io.sealane.node.http.Route;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;

/** What partners can ask of this node. */
public final class FederationRoutes {
    /** More than a batch of the largest documents that a sender may put together. */
    public static final int MOST_BYTES = 16 << 20;

    private static final int MOST_DELIVERIES = 512;
    private static final int MOST_OF_AGREEMENT = 512 << 10;

    private final Self self;
    private final Neighbours neighbours;
    private final Store store;
    private final Reception reception;
    private final Directories directories;
    private final InstantSource clock;
    private final Pace pace = new Pace();
    private final Consumer<String> returned;
    private final Negotiation negotiation;
    private final Consumer<String> changed;

    /**
     * The routes over the paths.
     *
     * @param changed is told the partner with which an agreement changed
     * @param returned is told the partner that has just started
     */
    public FederationRoutes(
            Self self,
            Neighbours neighbours,
            Store store,
            Reception reception,
            Directories directories,
            InstantSource clock,
            Consumer<String> returned,
            Negotiation negotiation,
            Consumer<String> changed) {
        this.self = self;
        this.neighbours = neighbours;
        this.store = store;
        this.reception = reception;
        this.directories = directories;
        this.clock = clock;
        this.returned = returned;
        this.negotiation = negotiation;
        this.changed = changed;
    }

    public List<Route> all() {
        return List.of(
                Route.post(
                        "/federation/v1/deliveries",
                        Access.PARTNER,
                        Set.of(),
                        Answer.JSON_LINES,
                        MOST_BYTES,
                        this::deliveries),
                Route.post(
                        "/federation/v1/agreements",
                        Access.PARTNER,
                        Set.of(),
                        Answer.JSON,
                        MOST_OF_AGREEMENT,
                        this::agreements),
                Route.get("/federation/v1/parties", Access.PARTNER, Set.of(), this::parties),
                Route.get("/federation/v1/seen", Access.PARTNER, Set.of(), this::seen));
    }

    private Answer deliveries(Ask ask) throws Refusal {
        String peer = ask.caller().name();
        Instant now = clock.instant();
        int limit = neighbours.agreements().messagesPerSecond(peer, self.node(), now);
        long wait = pace.take(peer, deliveriesIn(ask.body()), limit, now);
        if (wait > 0) {
            return ProblemAnswers.tooFast(wait);
        }
        byte[] receipts = reception.receive(peer, ask.body());
        return Answer.of(200, Answer.JSON_LINES, receipts);
    }

    /** The lines of a batch but the first, which is about the log; or the most that are read. */
    private static int deliveriesIn(byte[] batch) {
        int lines = 0;
        for (byte one : batch) {
            lines += one == '\n' ? 1 : 0;
        }
        // One that is refused for having more would else be paid for in hours.
        return Math.clamp(lines - 1, 1, MOST_DELIVERIES);
    }

    private Answer agreements(Ask ask) throws Refusal {
        String peer = ask.caller().name();
        try {
            Register.Logged logged = negotiation.receive(peer, ask.body());
            changed.accept(peer);
            return Answer.json(200, Errands.answer(logged));
        } catch (Refusal refusal) {
            if (refusal.code() == Code.UNKNOWN_KEY) {
                neighbours.awaitWordOf(peer, kids(ask.body()), clock.instant());
            }
            throw refusal;
        }
    }

    /** The keys that what was handed over says it is signed with. */
    private static String kids(byte[] body) throws Refusal {
        JsonNode said = Json.parse(body);
        var kids = new TreeSet<String>();
        for (JsonNode header : said.findValues("protected")) {
            kids.add(Json.parse(Base64Url.decode(header.asText())).path("kid").asText());
        }
        if (said.has("notice")) {
            Jws notice = Jws.parse(said.path("notice").asText(), Notice.TYP);
            kids.add(String.valueOf(notice.header().kid()));
        }
        return String.join(" ", kids);
    }

    private Answer parties(Ask ask) {
        Directory directory = directories.forPartner(ask.caller().name(), neighbours.agreements());
        byte[] jws = directory.sign(self.federation()).getBytes(StandardCharsets.US_ASCII);
        return Answer.of(200, "application/jwt", jws);
    }

    private Answer seen(Ask ask) throws Refusal {
        Partner partner = neighbours.partner(ask.caller().name());
        ChannelName channel = partner.channelTo(self.node());
        Store.Incoming next = store.incoming(channel);
        var seen =
                new Seen(
                        store.seenCheckpoint(self.log(), partner.origin()),
                        List.of(Seen.last(channel, next.nextSeq(), next.prev())));
        // It asks this at its first contact only, and when it has something new to say.
        returned.accept(ask.caller().name());
        return Answer.json(200, seen.json());
    }
}
