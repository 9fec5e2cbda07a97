package io.sealane.core.agreement;

import java.util.Locale;

/** How an agreement stands at a node. The wire name is the constant in lower case, with hyphens. */
public enum AgreementState {
    /** One node signed, the other may. */
    PROPOSED,
    /** Both signed. */
    IN_FORCE,
    /** A successor is in force: nothing new goes under it. */
    SUPERSEDED,
    /** One of the two took it back, before or after it was in force. */
    ENDED;

    public String wireName() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** The state of a wire name. */
    public static AgreementState ofWireName(String name) {
        return valueOf(name.toUpperCase(Locale.ROOT).replace('-', '_'));
    }
}
