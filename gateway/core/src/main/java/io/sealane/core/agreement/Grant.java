package io.sealane.core.agreement;

import io.sealane.core.document.FieldClass;
import io.sealane.core.identity.Algorithm;
import io.sealane.core.identity.Code;
import io.sealane.core.identity.Refusal;

import java.util.List;
import java.util.Set;

/**
 * One line of an agreement: which fields of which documents go from one node to the other, for a
 * party in a role.
 *
 * @param documents type and major version, e.g. {@code transport-document/1}
 * @param parties names of the parties it is for; empty for every party that holds the role
 * @param profiles ids of the profiles that say which field has which class; a token under another
 *     profile is not covered
 * @param allow the classes that may be shown; {@code X} includes {@code X.*}
 * @param require the classes without which the receiver refuses
 * @param unlinkable whether the receiving node gets a token of its own, in which shipments have
 *     names that no other node knows them by
 * @param signatures the algorithms of which the issuer's token must bear a signature each; empty
 *     where its one signature is enough, of whatever algorithm
 */
public record Grant(
        String from,
        String to,
        String documents,
        String role,
        Set<String> parties,
        List<String> profiles,
        Set<FieldClass> allow,
        Set<FieldClass> require,
        String purpose,
        int retentionDays,
        boolean unlinkable,
        List<Algorithm> signatures) {

    /** Default deny: a class is shown only if a line of the grant covers it. */
    public boolean allows(FieldClass shown) {
        return allow.stream().anyMatch(line -> line.covers(shown));
    }

    /** Whether this line speaks of that document type and version, e.g. {@code type/1.0}. */
    public boolean speaksOf(String vct) {
        return vct.startsWith(documents + ".");
    }

    /**
     * Refuses a token that does not bear what was agreed: that it may bear less is never its own
     * word alone.
     *
     * @param sigs the token's signed list
     */
    public void checkSignatures(List<String> sigs) throws Refusal {
        for (Algorithm wanted : signatures) {
            if (!sigs.contains(wanted.joseName())) {
                throw new Refusal(
                        Code.ALGORITHM_NOT_ALLOWED,
                        "The agreement asks for a signature of the issuer with "
                                + wanted.joseName()
                                + ", which the document does not have: its issuer needs such a"
                                + " key.");
            }
        }
    }

    public boolean isFor(String party) {
        return parties.isEmpty() || parties.contains(party);
    }
}
