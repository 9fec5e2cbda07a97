package io.sealane.core.document;

import com.fasterxml.jackson.databind.JsonNode;

/** What must hold between the fields of a party. */
final class PartyRules {
    private PartyRules() {}

    /** A party, if it is there, can be found: by an address or by a code. */
    static void canBeFound(JsonNode party, String at, Findings findings) {
        if (party.isObject()
                && !party.has("address")
                && !party.has("addressLines")
                && !party.has("displayedAddress")
                && !party.has("identifyingCodes")) {
            findings.doubtful(
                    "party-address", at, "A party has an address or a code that identifies it.");
        }
    }
}
