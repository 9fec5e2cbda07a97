package io.sealane.core.identity;

import org.jspecify.annotations.Nullable;

import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Why something is refused: a closed list. The wire name is the constant in lower case with
 * hyphens.
 *
 * <p>{@link Kind} says what a refusal of a delivery uses up: PROTOCOL.md has the table.
 */
public enum Code {
    // What a party or a partner sent cannot be read.
    MALFORMED_JSON(Kind.INPUT),
    DUPLICATE_MEMBER(Kind.INPUT),
    TOO_DEEP(Kind.INPUT),
    TOO_LARGE(Kind.INPUT),

    // What a party asked for.
    UNKNOWN_TYPE(Kind.INPUT),
    SCHEMA_VIOLATION(Kind.INPUT),
    RULE_VIOLATION(Kind.INPUT),
    UNKNOWN_RECIPIENT(Kind.INPUT),
    ROLE_NOT_HELD(Kind.INPUT),
    VERSION_NOT_READ(Kind.INPUT),
    TYPE_NOT_ALLOWED(Kind.INPUT),
    NO_GRANT(Kind.INPUT),
    LINKABLE(Kind.INPUT),
    IDEMPOTENCY_KEY_MISSING(Kind.INPUT),
    IDEMPOTENCY_MISMATCH(Kind.INPUT),
    IDEMPOTENCY_IN_FLIGHT(Kind.INPUT),
    INVALID_REQUEST(Kind.INPUT),
    NOT_FOUND(Kind.INPUT),

    // Who asks.
    INVALID_TOKEN(Kind.INPUT),
    TOKEN_NOT_BOUND(Kind.INPUT),
    INSUFFICIENT_SCOPE(Kind.INPUT),
    INVALID_CLIENT(Kind.INPUT),
    CERTIFICATE_EXPIRED(Kind.INPUT),
    CERTIFICATE_REVOKED(Kind.INPUT),
    UNKNOWN_PEER(Kind.INPUT),
    EXCLUDED(Kind.INPUT),
    KEY_REVOKED(Kind.INPUT),
    MALFORMED_AGREEMENT(Kind.INPUT),
    SAME_OPERATOR(Kind.INPUT),

    // A delivery before its key binding verifies with the expected channel and number: a problem
    // document, nothing stored, the number not used.
    MALFORMED_DELIVERY(Kind.UNNUMBERED),
    WRONG_PEER(Kind.UNNUMBERED),
    WRONG_AUDIENCE(Kind.UNNUMBERED),
    WRONG_CHANNEL(Kind.UNNUMBERED),
    BAD_KEY_BINDING(Kind.UNNUMBERED),
    CLOCK_SKEW(Kind.UNNUMBERED),
    SEQUENCE_GAP(Kind.UNNUMBERED),
    CHAIN_BROKEN(Kind.UNNUMBERED),
    EQUIVOCATION(Kind.UNNUMBERED),
    BAD_CHECKPOINT(Kind.UNNUMBERED),
    STALE_CHECKPOINT(Kind.UNNUMBERED),
    FORKED_LOG(Kind.UNNUMBERED),
    NOT_LOGGED(Kind.UNNUMBERED),

    // A delivery after that: final, logged, numbered, receipted.
    EXPIRED(Kind.NUMBERED),
    UNKNOWN_ISSUER(Kind.NUMBERED),
    BAD_ISSUER_SIGNATURE(Kind.NUMBERED),
    ALGORITHM_NOT_ALLOWED(Kind.NUMBERED),
    NO_AGREEMENT(Kind.NUMBERED),
    OVER_DISCLOSED(Kind.NUMBERED),
    UNDER_DISCLOSED(Kind.NUMBERED),
    PROFILE_NOT_GRANTED(Kind.NUMBERED),
    MALFORMED_TOKEN(Kind.NUMBERED),
    BAD_DISCLOSURE(Kind.NUMBERED),
    VOIDED(Kind.NUMBERED),

    // Evidence and logs that do not hold.
    MALFORMED_NOTE(Kind.EVIDENCE),
    BAD_SIGNATURE(Kind.EVIDENCE),
    BAD_PROOF(Kind.EVIDENCE),
    BAD_OPENING(Kind.EVIDENCE),
    NOT_CANONICAL(Kind.EVIDENCE),
    UNKNOWN_MEMBER(Kind.EVIDENCE),
    UNKNOWN_KEY(Kind.EVIDENCE),
    MISMATCH(Kind.EVIDENCE);

    /** What a refusal uses up. */
    public enum Kind {
        /**
         * A request: changes nothing. Where such a code is found in a delivery whose key binding
         * verified, it is a numbered refusal too.
         */
        INPUT,
        /** A delivery that is not what it claims to be: changes nothing, its number stays free. */
        UNNUMBERED,
        /** A delivery that was rightly numbered: logged and receipted under its number. */
        NUMBERED,
        /** Something shown to a verifier that does not hold. */
        EVIDENCE
    }

    private static final Map<String, Code> BY_WIRE_NAME =
            Arrays.stream(values())
                    .collect(Collectors.toUnmodifiableMap(Code::wireName, Function.identity()));

    private final Kind kind;

    Code(Kind kind) {
        this.kind = kind;
    }

    public Kind kind() {
        return kind;
    }

    /** The name on the wire, e.g. {@code over-disclosed}. */
    public String wireName() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** The code of that wire name, or null. */
    public static @Nullable Code ofWireName(String name) {
        return BY_WIRE_NAME.get(name);
    }

    @Override
    public String toString() {
        return wireName();
    }
}
