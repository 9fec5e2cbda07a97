package io.sealane.core.agreement;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.sealane.core.identity.Code;
import io.sealane.core.identity.Key;
import io.sealane.core.identity.PartyId;
import io.sealane.core.identity.Refusal;
import io.sealane.core.identity.Signer;
import io.sealane.core.json.Base64Url;
import io.sealane.core.json.Digest;
import io.sealane.core.json.Json;
import io.sealane.core.json.Members;
import io.sealane.core.seal.Jws;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * With whom a node makes no agreement (DESIGN 4, "Exclusion"): all of it, signed with its
 * federation key at each change, each naming the one before.
 *
 * @param number of changes so far; 0 is the empty list that nobody signed
 * @param prev base64url hash of the signed list before; of zeros before the first
 * @param by the operator who changed it
 */
public record ExclusionList(
        String node, long number, String prev, Instant at, String by, List<Entry> entries) {
    /** The {@code typ} of its header. */
    public static final String TYP = "sealane-exclusions+jwt";

    /** The longest reason, in characters. */
    public static final int LONGEST_REASON = 500;

    /** A list has no more. */
    public static final int MOST = 10_000;

    private static final Pattern THUMBPRINT = Pattern.compile("[A-Za-z0-9_-]{43}");
    private static final String BELOW = "*.";

    public ExclusionList {
        entries = List.copyOf(entries);
    }

    /**
     * Who is excluded.
     *
     * @param subject a node's host name; {@code *.} and a domain, for a platform whatever its nodes
     *     are called; or the thumbprint of a key or TLS pin, for a node whatever it is called
     * @param reason for people
     */
    public record Entry(String subject, Instant since, String reason) {
        /** Whether a node of that name, which owns these keys, is meant. */
        public boolean matches(String node, Collection<String> thumbprints) {
            return subject.equals(node)
                    || (subject.startsWith(BELOW) && node.endsWith(subject.substring(1)))
                    || thumbprints.contains(subject);
        }
    }

    /** The list of a node that has excluded nobody yet. */
    public static ExclusionList none(String node) {
        String zeros = Base64Url.encode(new byte[Digest.LENGTH]);
        return new ExclusionList(node, 0, zeros, Instant.EPOCH, "", List.of());
    }

    /** Whether a subject has one of its three forms. */
    public static boolean isSubject(String text) {
        return PartyId.isNode(text)
                || (text.startsWith(BELOW) && PartyId.isNode(text.substring(BELOW.length())))
                || THUMBPRINT.matcher(text).matches();
    }

    /**
     * Refuses a node that is on the list.
     *
     * @param thumbprints of its keys and TLS pins, as far as they are known
     * @throws Refusal EXCLUDED
     */
    public void check(String name, Collection<String> thumbprints) throws Refusal {
        if (excludes(name, thumbprints)) {
            throw new Refusal(Code.EXCLUDED, name + " is on the exclusion list of " + node + ".");
        }
    }

    /** Whether a node is on the list. */
    public boolean excludes(String name, Collection<String> thumbprints) {
        return entries.stream().anyMatch(one -> one.matches(name, thumbprints));
    }

    /** The signed form. */
    public String sign(Signer federation) {
        ObjectNode claims =
                Json.object()
                        .put("iss", node)
                        .put("iat", at.getEpochSecond())
                        .put("number", number)
                        .put("prev", prev)
                        .put("by", by);
        ArrayNode list = claims.putArray("excluded");
        for (Entry one : entries) {
            list.addObject()
                    .put("subject", one.subject())
                    .put("since", one.since().getEpochSecond())
                    .put("reason", one.reason());
        }
        return Jws.draft(TYP, Json.canonical(claims), federation).sign(federation).compact();
    }

    /** Reads the signed form; who signed it is {@link #verify}'s to say. */
    public static ExclusionList parse(String compact) throws Refusal {
        ObjectNode payload = Jws.parse(compact, TYP).claims();
        Members claims =
                members(payload).only(Set.of("iss", "iat", "number", "prev", "by", "excluded"));
        var entries = new ArrayList<Entry>();
        for (JsonNode one : payload.path("excluded")) {
            Members entry = members(one).only(Set.of("subject", "since", "reason"));
            entries.add(
                    new Entry(
                            entry.text("subject"),
                            Instant.ofEpochSecond(entry.count("since")),
                            entry.text("reason")));
        }
        return new ExclusionList(
                claims.text("iss"),
                claims.count("number"),
                claims.base64Url("prev", Digest.LENGTH),
                Instant.ofEpochSecond(claims.count("iat")),
                claims.text("by"),
                entries);
    }

    /** Checks that a signed list is signed with this key. */
    public static void verify(String compact, Key federation) throws Refusal {
        Jws.parse(compact, TYP).verify(federation, Code.BAD_SIGNATURE);
    }

    /** Names a signed list. */
    public static byte[] hash(String compact) {
        return Digest.sha256(compact.getBytes(StandardCharsets.US_ASCII));
    }

    private static Members members(JsonNode json) throws Refusal {
        return Members.of(json, Code.MALFORMED_TOKEN, "An exclusion list");
    }
}
