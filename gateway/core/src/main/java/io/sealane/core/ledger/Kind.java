package io.sealane.core.ledger;

import io.sealane.core.identity.Code;
import io.sealane.core.identity.Refusal;

import java.util.Locale;

/** What a leaf speaks of. The wire name is the constant in lower case. */
public enum Kind {
    /** A party handed in a document. */
    SUBMITTED,
    /** A presentation was numbered for a partner. */
    SENT,
    /** A presentation's number was given up. */
    VOID,
    /** A partner's presentation was taken. */
    ADMITTED,
    /** A partner's presentation was rightly numbered and refused. */
    REFUSED,
    /** A partner's receipt was verified. */
    RECEIPTED,
    /** An agreement changed its state. */
    AGREEMENT,
    /** A node or platform was excluded, or let in again. */
    EXCLUSION,
    /** A key came, went or was revoked. */
    KEY,
    /** A question was asked of a partner. */
    QUERY,
    /** A partner's question was answered. */
    ANSWER,
    /** An auditor read something. */
    READ,
    /** Something was erased. */
    ERASURE,
    /** Nothing: it hides how much was logged. */
    CHAFF;

    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * The kind that a scope names.
     *
     * @throws Refusal BAD_OPENING if there is no such kind
     */
    public static Kind ofWire(String name) throws Refusal {
        for (Kind kind : values()) {
            if (kind.wireName().equals(name)) {
                return kind;
            }
        }
        throw new Refusal(Code.BAD_OPENING, "A leaf is of no such kind.");
    }

    @Override
    public String toString() {
        return wireName();
    }
}
