package io.sealane.node.config;

import org.jspecify.annotations.Nullable;

import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/** What a token allows. */
public enum Scope {
    /** To submit documents and read what one submitted. */
    DOCUMENTS,
    /** To read one's inbox and to acknowledge. */
    INBOX,
    /** To read the log. */
    AUDIT,
    /** To run the node: agreements and partners. */
    OPERATE;

    /** Those that a party may have: to run the node is its operator's. */
    public static final Set<Scope> OF_PARTIES = Set.of(DOCUMENTS, INBOX, AUDIT);

    /** The name in a token and in the configuration. */
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The scope of a name, or null. */
    public static @Nullable Scope of(String wireName) {
        for (Scope scope : values()) {
            if (scope.wireName().equals(wireName)) {
                return scope;
            }
        }
        return null;
    }

    /** Those of parties, for people. */
    public static String all() {
        return OF_PARTIES.stream().map(Scope::wireName).collect(Collectors.joining(", "));
    }
}
