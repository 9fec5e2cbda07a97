package io.sealane.core.agreement;

import io.sealane.core.identity.Code;
import io.sealane.core.identity.Refusal;
import io.sealane.core.json.Base64Url;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The agreements a node knows, all verified, and the one question they answer: what may go from
 * here to there? Where no line of an agreement in force says yes, the answer is no.
 */
public class Agreements {
    private final List<Agreement> known;
    private final Map<Line, List<Granted>> lines = new HashMap<>();

    /** What a grant is found by. */
    private record Line(String from, String to, String documents, String role) {}

    /** A grant and the agreement it stands in. */
    public record Granted(Agreement agreement, Grant grant) {}

    public Agreements(List<Agreement> verified) {
        // SPEC: DESIGN 6: of two successors of one agreement the lower payload hash wins.
        known =
                verified.stream()
                        .distinct()
                        .sorted(Comparator.comparing(Agreement::hash, Arrays::compareUnsigned))
                        .toList();
        for (Agreement agreement : known) {
            for (Grant grant : agreement.terms().grants()) {
                lines.computeIfAbsent(
                                new Line(grant.from(), grant.to(), grant.documents(), grant.role()),
                                line -> new ArrayList<>())
                        .add(new Granted(agreement, grant));
            }
        }
    }

    public List<Agreement> known() {
        return known;
    }

    /**
     * The grant under which a document may go to a party in a role.
     *
     * @param vct the document's type, e.g. {@code transport-document/1.0}
     * @param profile the id of the profile that the document is sealed under
     */
    public Granted grant(
            String from,
            String to,
            String vct,
            String profile,
            String party,
            String role,
            Instant at)
            throws Refusal {
        String documents = vct.contains(".") ? vct.substring(0, vct.lastIndexOf('.')) : vct;
        boolean profileMissed = false;
        boolean agreed = false;
        for (Granted granted : lines.getOrDefault(new Line(from, to, documents, role), List.of())) {
            if (!inForce(granted.agreement(), at)) {
                continue;
            }
            agreed = true;
            if (!granted.grant().isFor(party)) {
                continue;
            }
            // The sender cannot reclassify: a token under a profile that the grant does not name
            // is covered by nothing.
            if (!granted.grant().profiles().contains(profile)) {
                profileMissed = true;
                continue;
            }
            return granted;
        }
        if (profileMissed) {
            throw new Refusal(
                    Code.PROFILE_NOT_GRANTED,
                    "The agreement does not name the document's profile.");
        }
        if (agreed
                || known.stream().anyMatch(one -> isBetween(one, from, to) && inForce(one, at))) {
            throw new Refusal(
                    Code.NO_GRANT,
                    "No grant from "
                            + from
                            + " to "
                            + to
                            + " covers "
                            + documents
                            + " for this party as "
                            + role
                            + ".");
        }
        throw new Refusal(
                Code.NO_AGREEMENT, "No agreement is in force from " + from + " to " + to + ".");
    }

    /** The agreement with this payload hash, if it is known. */
    public Agreement byHash(byte[] hash) throws Refusal {
        for (Agreement agreement : known) {
            if (Arrays.equals(agreement.hash(), hash)) {
                return agreement;
            }
        }
        throw new Refusal(Code.NO_AGREEMENT, "No agreement with this hash is known here.");
    }

    /** Whether nothing goes under the agreement any more: it is past its time, or taken away. */
    public boolean isOver(byte[] hash, Instant at) {
        return known.stream().noneMatch(one -> Arrays.equals(one.hash(), hash) && !one.isOver(at));
    }

    private static boolean isBetween(Agreement agreement, String from, String to) {
        List<String> parties = agreement.terms().parties();
        return parties.contains(from) && parties.contains(to);
    }

    /** Valid then, and no successor of it was. */
    private boolean inForce(Agreement agreement, Instant at) {
        String name = Base64Url.encode(agreement.hash());
        return agreement.covers(at)
                && known.stream()
                        .noneMatch(one -> name.equals(one.terms().supersedes()) && one.covers(at));
    }
}
