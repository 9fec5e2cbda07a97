package io.sealane.node.federation;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.sealane.core.agreement.Directory;
import io.sealane.core.agreement.EntityConfiguration;
import io.sealane.core.exchange.Change;
import io.sealane.core.exchange.Commitment;
import io.sealane.core.exchange.Conflict;
import io.sealane.core.exchange.Identifiers;
import io.sealane.core.exchange.Partner;
import io.sealane.core.exchange.Self;
import io.sealane.core.exchange.Sequencer;
import io.sealane.core.exchange.Statements;
import io.sealane.core.identity.Key;
import io.sealane.core.identity.Refusal;
import io.sealane.core.json.Base64Url;
import io.sealane.core.json.Digest;
import io.sealane.core.json.Json;
import io.sealane.core.ledger.Kind;
import io.sealane.core.ledger.NoteVerifier;
import io.sealane.core.ledger.Scope;

import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * Logs what this node goes by: partners' keys, directories of parties; each
 * once. What cannot be logged now waits until it can.
 */
public final class Chronicle implements Rounds.DirectoryLog {
    private final Self self;
    private final Sequencer sequencer;
    private final Identifiers identifiers;
    private final InstantSource clock;
    private final ConcurrentLinkedQueue<Change.Noted> waiting = new ConcurrentLinkedQueue<>();
    private final Map<String, String> directories = new ConcurrentHashMap<>();

    public Chronicle(Self self, Sequencer sequencer, Identifiers identifiers, InstantSource clock) {
        this.self = self;
        this.sequencer = sequencer;
        this.identifiers = identifiers;
        this.clock = clock;
    }

    /** The keys that a partner, or this node, is known by. */
    public void note(Partner partner) {
        ObjectNode keys = Json.object();
        keys.set("federation", jwks(partner.federation()));
        keys.set("presentation", jwks(partner.presentation()));
        keys.set("issuing", jwks(partner.issuing()));
        ArrayNode log = keys.putArray("log");
        partner.log().stream().map(NoteVerifier::vkey).sorted().forEach(log::add);
        byte[] document = Json.canonical(keys);
        byte[] hash = Digest.sha256(document);
        note(
                "keys/" + partner.node() + "/" + Base64Url.encode(hash),
                partner.node(),
                "keys",
                hash,
                document);
    }

    /** What a partner says of itself; once, however often it signs it anew. */
    public void note(EntityConfiguration said, String compact) {
        byte[] hash = Digest.sha256(Json.canonical(content(compact)));
        note(
                "configuration/" + said.node() + "/" + Base64Url.encode(hash),
                said.node(),
                "configuration",
                Digest.sha256(compact.getBytes(StandardCharsets.US_ASCII)),
                compact.getBytes(StandardCharsets.US_ASCII));
    }

    private static ObjectNode content(String compact) {
        try {
            ObjectNode claims =
                    Json.parseObject(Base64Url.decode(compact.strip().split("\\.", -1)[1]));
            return claims.without(List.of("iat", "exp"));
        } catch (Refusal wasReadBefore) {
            throw new IllegalStateException(wasReadBefore);
        }
    }

    @Override
    public void note(Directory directory, byte[] jws) {
        byte[] hash = Digest.sha256(parties(directory));
        String now = Base64Url.encode(hash);
        String before = directories.put(directory.node(), now);
        if (now.equals(before)) {
            return;
        }
        // One that comes back after another one is a change too.
        String again = before == null ? "" : "/" + directory.issuedAt().getEpochSecond();
        note(
                "directory/" + directory.node() + "/" + now + again,
                directory.node(),
                "directory",
                hash,
                jws);
    }

    private void note(String name, String node, String subject, byte[] hash, byte[] document) {
        var leaf =
                new Commitment(
                        Scope.with(self.origin(), Kind.KEY, node),
                        identifiers.blinding(),
                        Statements.key(self.origin(), node, subject, hash, clock.instant()));
        waiting.add(new Change.Noted(name, hash, document, leaf));
    }

    /** Logs what waits; what was logged before is left alone. */
    public void write() {
        for (Change.Noted next = waiting.peek(); next != null; next = waiting.peek()) {
            try {
                sequencer.append(next);
            } catch (Conflict loggedBefore) {
                // That is all that is wanted.
            }
            waiting.remove(next);
        }
    }

    private static ArrayNode jwks(List<Key> keys) {
        ArrayNode list = Json.array();
        keys.forEach(key -> list.add(key.toJwk()));
        return list;
    }

    /** What a directory says, whenever it was signed. */
    private static byte[] parties(Directory directory) {
        ObjectNode all = Json.object();
        directory
                .parties()
                .forEach((name, entry) -> {
                    ObjectNode party = all.putObject(name);
                    ArrayNode roles = party.putArray("roles");
                    entry.roles().stream().sorted().forEach(roles::add);
                    party.set("keys", jwks(entry.keys()));
                    ArrayNode retired = party.putArray("retired");
                    entry.retired().forEach(one -> retired.add(one.toJson()));
                    party.put("ended", String.valueOf(entry.ended()));
                });
        return Json.canonical(all);
    }
}
