package io.sealane.core.agreement;

import io.sealane.core.document.Catalogue;
import io.sealane.core.document.DocumentType;
import io.sealane.core.document.FieldClass;
import io.sealane.core.identity.Algorithm;
import io.sealane.core.identity.Refusal;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/** An agreement in sentences, for the people who sign it: all that it says, nothing else. */
public final class PlainLanguage {
    private final Catalogue catalogue;
    private final List<String> lines = new ArrayList<>();

    private PlainLanguage(Catalogue catalogue) {
        this.catalogue = catalogue;
    }

    /**
     * The lines of the text.
     *
     * @param catalogue says which fields the classes of a grant are
     */
    public static List<String> of(AgreementTerms terms, Catalogue catalogue) {
        var text = new PlainLanguage(catalogue);
        text.head(terms);
        terms.grants().forEach(text::grant);
        text.tail(terms);
        return List.copyOf(text.lines);
    }

    private void head(AgreementTerms terms) {
        String one = terms.parties().get(0);
        String other = terms.parties().get(1);
        lines.add(
                terms.isHouse()
                        ? "What parties of " + one + " may show each other."
                        : "What " + one + " and " + other + " may show each other.");
        lines.add(
                "Valid from %s until %s, unless one of them ends it before."
                        .formatted(terms.validFrom(), terms.validUntil()));
        if (terms.supersedes() != null) {
            lines.add("It takes the place of the agreement " + terms.supersedes() + ".");
        }
        if (terms.grants().isEmpty()) {
            lines.add("Nothing is granted.");
        }
    }

    private void grant(Grant grant) {
        lines.add("");
        lines.add(
                "%s shows %s, at %s, as %s: %s."
                        .formatted(
                                grant.from(),
                                grant.parties().isEmpty()
                                        ? "everyone who holds the role"
                                        : joined(grant.parties()),
                                grant.to(),
                                grant.role(),
                                grant.documents()));
        lines.add("  Purpose: " + grant.purpose() + ". Kept for " + days(grant) + ".");
        lines.add("  Classes shown: " + classes(grant.allow()) + "; all else is withheld.");
        if (!grant.require().isEmpty()) {
            lines.add("  Refused without: " + classes(grant.require()) + ".");
        }
        if (!grant.signatures().isEmpty()) {
            lines.add(
                    "  Refused unless its issuer signed it with: "
                            + joined(grant.signatures().stream().map(Algorithm::joseName).toList())
                            + ".");
        }
        if (grant.unlinkable()) {
            lines.add(
                    "  Unlinkable: signed apart for "
                            + grant.to()
                            + ", with pseudonyms for all numbers of shipments that no other node"
                            + " knows them by.");
        }
        for (String profile : grant.profiles()) {
            fields(grant, profile);
        }
    }

    private static String days(Grant grant) {
        return grant.retentionDays() == 1 ? "1 day" : grant.retentionDays() + " days";
    }

    private void fields(Grant grant, String profile) {
        try {
            DocumentType type = catalogue.typeOfProfile(profile);
            Map<String, List<String>> byClass = new TreeMap<>();
            type.profile()
                    .shown(grant::allows)
                    .forEach((path, shown) ->
                            byClass.computeIfAbsent(shown.name(), _ -> new ArrayList<>())
                                    .add(path));
            lines.add("  Fields of " + type.vct() + ", beside what is always in the clear:");
            byClass.forEach(
                    (name, paths) -> lines.add("    " + name + ": " + String.join(", ", paths)));
        } catch (Refusal unknown) {
            lines.add("  This node does not know the profile " + profile + ": nothing goes by it.");
        }
    }

    private void tail(AgreementTerms terms) {
        lines.add("");
        if (terms.messagesPerSecond() > 0) {
            lines.add("At most " + terms.messagesPerSecond() + " messages a second.");
        }
        lines.add("A message has at most " + terms.bytesPerMessage() + " bytes.");
        lines.add("What no line above grants is not granted.");
    }

    private static String classes(Collection<FieldClass> classes) {
        return joined(classes.stream().map(FieldClass::name).toList());
    }

    private static String joined(Collection<String> names) {
        return names.isEmpty() ? "none" : String.join(", ", new TreeSet<>(names));
    }
}
