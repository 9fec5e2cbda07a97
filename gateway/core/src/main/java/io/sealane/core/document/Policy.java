package io.sealane.core.document;

import java.util.Set;

/**
 * What an operator decides about the documents of a node's own parties, beyond the schemas.
 *
 * @param errors the warnings that stop a document here, by their rules' names
 * @param watched what is the government's though nothing in a document says so
 * @param places which places and terminals there are
 */
public record Policy(Set<String> errors, WatchList watched, KnownPlaces places) {
    /** The names of all warnings: schemas/README says what they mean. */
    public static final Set<String> WARNINGS =
            Set.of(
                    "answers-another-event",
                    "container-check-digit",
                    "cut-off-before-departure",
                    "equipment-as-requested",
                    "equipment-used",
                    "event-sequence",
                    "facility-fits-event",
                    "imo-check-digit",
                    "issue-date-when-issued",
                    "legs-connect",
                    "lei-check-digits",
                    "lifted-where-it-calls",
                    "mass-adds-up",
                    "notify-party-when-to-order",
                    "packing-group-of-the-class",
                    "party-address",
                    "place-by-code",
                    "reefer-settings-need-a-reefer",
                    "seals-with-this-event",
                    "sizes-within-the-total",
                    "terminal-code",
                    "un-locode",
                    "units-as-requested",
                    "unknown-code");

    /** Warnings warn, and nothing is watched. */
    public static final Policy NONE = new Policy(Set.of(), WatchList.EMPTY, KnownPlaces.ANY);

    /** Every warning stops a document. */
    public static final Policy STRICT = new Policy(WARNINGS, WatchList.EMPTY, KnownPlaces.ANY);

    public Policy {
        errors = Set.copyOf(errors);
    }

    /** The same, with a list of places. */
    public Policy with(KnownPlaces list) {
        return new Policy(errors, watched, list);
    }
}
