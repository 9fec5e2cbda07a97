package io.sealane.command.faults;

import io.sealane.client.Addressee;
import io.sealane.client.Client;
import io.sealane.client.Inbox;
import io.sealane.client.Profile;
import io.sealane.command.fleet.Berth;
import io.sealane.command.fleet.Fleet;
import io.sealane.core.identity.Refusal;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Who sends and who reads, with a client each that has patience. */
final class Parties implements AutoCloseable {
    private static final int PAGE = 200;

    /** The sender's folder and name, the recipient, its role. */
    private static final List<List<String>> ROUTES =
            List.of(
                    List.of("us", "acme-line", "rotterdam-terminal@nl.sealane.example", "terminal"),
                    List.of("nl", "polder-line", "newark-terminal@us.sealane.example", "terminal"),
                    List.of("sg", "straits-line", "newark-terminal@us.sealane.example", "terminal"),
                    List.of("nl", "polder-line", "lion-imports@sg.sealane.example", "consignee"));

    private final Fleet fleet;
    private final Duration patience;
    private final Map<String, Client> clients = new HashMap<>();
    private final List<Load.Route> routes = new ArrayList<>();

    Parties(Fleet fleet, Duration patience) throws IOException, Refusal {
        this.fleet = fleet;
        this.patience = patience;
        for (List<String> one : ROUTES) {
            Client sender = client(one.get(0), one.get(1));
            var to = new Addressee(one.get(2), one.get(3));
            routes.add(new Load.Route(fleet.node(one.get(0)).berth().node(), sender, to));
            client(nodeOf(to), nameOf(to));
        }
    }

    private Client client(String berth, String party) throws IOException, Refusal {
        Client known = clients.get(party);
        if (known == null) {
            Path profile = fleet.node(berth).berth().profile(party);
            known = Client.of(Profile.read(profile), patience);
            clients.put(party, known);
        }
        return known;
    }

    /** {@code nl} of {@code rotterdam-terminal@nl.sealane.example}. */
    private static String nodeOf(Addressee to) {
        return to.party().substring(to.party().indexOf('@') + 1, to.party().indexOf('.'));
    }

    private static String nameOf(Addressee to) {
        return to.party().substring(0, to.party().indexOf('@'));
    }

    List<Load.Route> routes() {
        return routes;
    }

    /** The names of those that have inboxes. */
    List<String> readers() {
        return routes.stream().map(one -> nameOf(one.to())).distinct().toList();
    }

    /** The client of a party by its name. */
    Client of(String party) {
        return Objects.requireNonNull(clients.get(party));
    }

    /** A client of any party of a node. */
    Client anyAt(Berth berth) throws IOException, Refusal {
        return client(berth.name(), berth.parties().getFirst().name());
    }

    /**
     * What is in an inbox behind a cursor, however often.
     *
     * @param cursors by party; the party's moves to the end
     */
    List<Inbox.Item> behind(Map<String, String> cursors, String party) {
        var items = new ArrayList<Inbox.Item>();
        while (true) {
            Inbox page = of(party).inbox(cursors.get(party), Duration.ZERO, PAGE);
            if (page.items().isEmpty()) {
                return items;
            }
            items.addAll(page.items());
            cursors.put(party, page.next());
        }
    }

    @Override
    public void close() {
        clients.values().forEach(Client::close);
    }
}
