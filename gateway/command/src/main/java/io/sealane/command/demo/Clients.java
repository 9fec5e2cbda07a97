package io.sealane.command.demo;

import io.sealane.client.Client;
import io.sealane.client.Profile;
import io.sealane.command.fleet.Berth;
import io.sealane.core.identity.PartyId;
import io.sealane.core.identity.Refusal;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;

/** A client for each party of the stage. */
final class Clients implements AutoCloseable {
    private final Map<PartyId, Client> clients = new LinkedHashMap<>();

    private Clients() {}

    static Clients of(Stage stage) throws IOException, Refusal {
        var all = new Clients();
        for (Berth berth : stage.berths()) {
            for (Berth.Party party : berth.parties()) {
                Profile profile = Profile.read(berth.profile(party.name()));
                all.clients.put(profile.party(), Client.of(profile));
            }
        }
        return all;
    }

    Client of(PartyId party) {
        Client client = clients.get(party);
        if (client == null) {
            throw new IllegalArgumentException("no party " + party);
        }
        return client;
    }

    Map<PartyId, Client> all() {
        return clients;
    }

    /** Any client of a node. */
    Client at(String node) {
        return clients.entrySet().stream()
                .filter(entry -> entry.getKey().node().equals(node))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no party at " + node));
    }

    @Override
    public void close() {
        clients.values().forEach(Client::close);
    }
}
