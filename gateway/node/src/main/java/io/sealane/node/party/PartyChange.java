package io.sealane.node.party;

import static io.sealane.node.party.PartyJson.refusal;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.sealane.core.agreement.Directory.Retired;
import io.sealane.core.identity.Key;
import io.sealane.core.identity.Refusal;
import io.sealane.node.config.NodeConfig.Party;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * What an operator changes of a party: the members that are to be otherwise, null where something
 * is to be taken away (as RFC 7396 merges, but a key is always a whole one).
 */
final class PartyChange {
    private static final String ENDED = "ended";
    private static final String COMPROMISED = "compromised";

    /** More keys than that nobody needs to look back on. */
    private static final int MOST_RETIRED = 32;

    private PartyChange() {}

    /**
     * The party after it.
     *
     * @param now the second of the change
     */
    static Registered apply(Registered before, ObjectNode change, Instant now) throws Refusal {
        if (change.has("name")) {
            throw refusal("/name", "A name is for good: register another party.");
        }
        JsonNode ended = change.path(ENDED);
        if (!ended.isMissingNode() && !(ended.isBoolean() && !ended.booleanValue())) {
            throw refusal("/ended", "Send false to let a party in again, DELETE to end it.");
        }
        if (before.hasEnded() && ended.isMissingNode()) {
            throw refusal("", "The party has ended: send \"ended\": false as well.");
        }
        Party next = PartyJson.read(merged(PartyJson.of(before.party()), change));
        List<Retired> retired =
                compromised(retired(before, next, now), change.path(COMPROMISED), now);
        return new Registered(next, retired, null);
    }

    private static ObjectNode merged(ObjectNode party, ObjectNode change) {
        for (Map.Entry<String, JsonNode> member : change.properties()) {
            switch (member.getKey()) {
                case ENDED, COMPROMISED -> {}
                case PartyJson.ACCOUNTS -> accounts(party, member.getValue());
                default -> set(party, member.getKey(), member.getValue());
            }
        }
        return party;
    }

    private static void accounts(ObjectNode party, JsonNode changed) {
        if (!(party.get(PartyJson.ACCOUNTS) instanceof ObjectNode accounts)
                || !changed.isObject()) {
            set(party, PartyJson.ACCOUNTS, changed);
            return;
        }
        changed.properties().forEach(one -> set(accounts, one.getKey(), one.getValue()));
    }

    private static void set(ObjectNode object, String name, JsonNode value) {
        if (value.isNull()) {
            object.remove(name);
        } else {
            object.set(name, value);
        }
    }

    /** What was signed with a key, or by the node, before it was taken away counts on. */
    private static List<Retired> retired(Registered before, Party next, Instant now) {
        List<Key> were = before.party().documentKeys();
        List<Key> are = next.documentKeys();
        var retired = new ArrayList<Retired>();
        for (Retired one : before.retired()) {
            boolean signsAgain = one.key() == null ? are.isEmpty() : are.contains(one.key());
            if (!signsAgain) {
                retired.add(one);
            }
        }
        were.stream()
                .filter(key -> !are.contains(key))
                .forEach(key -> retired.add(new Retired(key, now)));
        if (were.isEmpty() && !are.isEmpty()) {
            retired.add(new Retired(null, now));
        }
        retired.sort(Comparator.comparing(Retired::until).reversed());
        return retired.stream().limit(MOST_RETIRED).toList();
    }

    /** Of a key that somebody else had, only what was issued before that counts on. */
    private static List<Retired> compromised(List<Retired> retired, JsonNode kids, Instant now)
            throws Refusal {
        List<Retired> all = retired;
        for (Map.Entry<String, JsonNode> one : kids.properties()) {
            Instant since = since(one.getValue(), now);
            if (retired.stream().noneMatch(key -> isOf(key, one.getKey()))) {
                throw refusal(
                        "/compromised", "Name a key that is taken away, by its thumbprint (kid).");
            }
            all =
                    all.stream()
                            .map(key -> isOf(key, one.getKey()) ? earlier(key, since) : key)
                            .toList();
        }
        return all;
    }

    private static boolean isOf(Retired one, String kid) {
        return Stream.ofNullable(one.key()).anyMatch(key -> key.kid().equals(kid));
    }

    private static Retired earlier(Retired one, Instant since) {
        return one.until().isBefore(since) ? one : new Retired(one.key(), since);
    }

    private static Instant since(JsonNode text, Instant now) throws Refusal {
        try {
            Instant since = Instant.parse(text.asText());
            if (!since.isAfter(now)) {
                return Instant.ofEpochSecond(since.getEpochSecond());
            }
        } catch (DateTimeException e) {
            // Told below.
        }
        throw refusal("/compromised", "Write since when, e.g. 2026-11-29T12:00:00Z, not later.");
    }
}
