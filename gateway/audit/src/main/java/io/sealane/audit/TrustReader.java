package io.sealane.audit;

import com.fasterxml.jackson.databind.JsonNode;

import io.sealane.core.identity.Code;
import io.sealane.core.identity.Key;
import io.sealane.core.identity.Refusal;
import io.sealane.core.json.Base64Url;
import io.sealane.core.json.Digest;
import io.sealane.core.ledger.NoteVerifier;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The form of a trust file: every member is there but {@code revoked}, none else. */
final class TrustReader {
    private static final Set<String> NODE =
            Set.of("node", "federationKeys", "presentationKeys", "issuingKeys", "logs", "parties");

    private static final String REVOKED = "revoked";

    private TrustReader() {}

    /** Reads one element of an array; the pointer says where it stands. */
    private interface Element<T> {
        T read(JsonNode json, String pointer) throws Refusal;
    }

    static List<Trust.Node> nodes(JsonNode json) throws Refusal {
        members(json, "", Set.of("nodes"));
        return each(json, "", "nodes", TrustReader::node);
    }

    private static Trust.Node node(JsonNode json, String at) throws Refusal {
        members(json, at, NODE, Set.of(REVOKED));
        return new Trust.Node(
                text(json, at, "node"),
                each(json, at, "federationKeys", TrustReader::key),
                each(json, at, "presentationKeys", TrustReader::key),
                each(json, at, "issuingKeys", TrustReader::issuer),
                each(json, at, "logs", TrustReader::log),
                each(json, at, "parties", TrustReader::party),
                revoked(json, at));
    }

    private static Map<String, Instant> revoked(JsonNode json, String at) throws Refusal {
        var all = new HashMap<String, Instant>();
        if (json.has(REVOKED)) {
            for (Revoked one : each(json, at, REVOKED, TrustReader::revocation)) {
                all.merge(one.kid(), one.since(), (a, b) -> a.isBefore(b) ? a : b);
            }
        }
        return all;
    }

    private record Revoked(String kid, Instant since) {}

    private static Revoked revocation(JsonNode json, String at) throws Refusal {
        members(json, at, Set.of("kid", "compromisedSince"));
        String kid = text(json, at, "kid");
        try {
            Base64Url.decode(kid, Digest.LENGTH);
            return new Revoked(kid, Instant.parse(text(json, at, "compromisedSince")));
        } catch (DateTimeException notATime) {
            throw wrong("A time is written as 2026-11-29T12:00:00Z.", at + "/compromisedSince");
        } catch (Refusal refusal) {
            throw new Refusal(refusal.code(), refusal.detail(), at);
        }
    }

    private static Trust.Log log(JsonNode json, String at) throws Refusal {
        members(json, at, Set.of("origin", "vkeys"));
        return new Trust.Log(
                text(json, at, "origin"), each(json, at, "vkeys", TrustReader::verifier));
    }

    private static Trust.Party party(JsonNode json, String at) throws Refusal {
        members(json, at, Set.of("party", "keys"));
        return new Trust.Party(
                text(json, at, "party"), each(json, at, "keys", TrustReader::issuer));
    }

    private static Key key(JsonNode json, String at) throws Refusal {
        try {
            return Key.ofJwk(json);
        } catch (Refusal refusal) {
            throw new Refusal(refusal.code(), refusal.detail(), at);
        }
    }

    private static Key issuer(JsonNode json, String at) throws Refusal {
        try {
            return Key.ofIssuersJwk(json);
        } catch (Refusal refusal) {
            throw new Refusal(refusal.code(), refusal.detail(), at);
        }
    }

    private static NoteVerifier verifier(JsonNode json, String at) throws Refusal {
        if (!json.isTextual()) {
            throw wrong("A verifier key is a string.", at);
        }
        try {
            return NoteVerifier.parse(json.textValue());
        } catch (Refusal refusal) {
            throw new Refusal(refusal.code(), refusal.detail(), at);
        }
    }

    private static void members(JsonNode json, String at, Set<String> names) throws Refusal {
        members(json, at, names, Set.of());
    }

    private static void members(JsonNode json, String at, Set<String> names, Set<String> more)
            throws Refusal {
        if (!json.isObject()) {
            throw wrong("Here stands an object.", at);
        }
        for (Iterator<String> given = json.fieldNames(); given.hasNext(); ) {
            String name = given.next();
            if (!names.contains(name) && !more.contains(name)) {
                throw wrong("The trust file has a member that is not known.", at);
            }
        }
        for (String name : names) {
            if (!json.has(name)) {
                throw wrong("The member " + name + " is missing.", at);
            }
        }
    }

    private static <T> List<T> each(JsonNode json, String at, String member, Element<T> element)
            throws Refusal {
        JsonNode array = json.path(member);
        if (!array.isArray()) {
            throw wrong("Here stands an array.", at + "/" + member);
        }
        List<T> all = new ArrayList<>(array.size());
        for (int i = 0; i < array.size(); i++) {
            all.add(element.read(array.get(i), at + "/" + member + "/" + i));
        }
        return all;
    }

    private static String text(JsonNode json, String at, String member) throws Refusal {
        JsonNode value = json.path(member);
        if (!value.isTextual() || value.textValue().isEmpty()) {
            throw wrong("Here stands a string.", at + "/" + member);
        }
        return value.textValue();
    }

    private static Refusal wrong(String detail, String pointer) {
        return new Refusal(Code.INVALID_REQUEST, detail, pointer);
    }
}
