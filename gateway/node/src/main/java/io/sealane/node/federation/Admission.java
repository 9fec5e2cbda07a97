package io.sealane.node.federation;

import io.sealane.core.identity.Refusal;

import java.util.Collection;

/** Who may become a partner: whoever is not on the exclusion list. */
public interface Admission {
    /** Refuses a node that is excluded, by its name or by the thumbprint of a key or pin. */
    void check(String node, Collection<String> thumbprints) throws Refusal;

    /** Whether something was ever agreed with it: then what ended is still to be told. */
    boolean wasAgreedWith(String node);
}
