package io.sealane.core.agreement;

import io.sealane.core.document.Catalogue;
import io.sealane.core.document.FieldClass;
import io.sealane.core.identity.Algorithm;
import io.sealane.core.identity.Refusal;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/** What a reader gains and loses if one agreement takes the place of another. */
public final class Difference {
    private Difference() {}

    /** Who reads what: one line of an agreement. */
    public record Line(String from, String to, String documents, String role) {}

    /**
     * The change of one line, whatever of it changed.
     *
     * @param fieldsGained paths that the new terms show and the old do not
     * @param parties who it is for by the new terms, where that changed; else empty
     * @param other changed members of the line: {@code name: old -> new}
     */
    public record Change(
            Line line,
            SortedSet<String> classesGained,
            SortedSet<String> classesLost,
            SortedSet<String> fieldsGained,
            SortedSet<String> fieldsLost,
            SortedSet<String> parties,
            List<String> other) {
        boolean isNone() {
            return classesGained.isEmpty()
                    && classesLost.isEmpty()
                    && fieldsGained.isEmpty()
                    && fieldsLost.isEmpty()
                    && other.isEmpty();
        }
    }

    /** The changes from old terms to new ones, line by line; lines that stay alike are left out. */
    public static List<Change> of(AgreementTerms old, AgreementTerms now, Catalogue catalogue) {
        Map<Line, Grant> before = lines(old);
        Map<Line, Grant> after = lines(now);
        var all = new LinkedHashMap<Line, Change>();
        before.forEach((line, grant) ->
                all.put(
                        line,
                        change(line, grant, after.getOrDefault(line, none(line)), catalogue)));
        after.forEach(
                (line, grant) -> all.putIfAbsent(line, change(line, none(line), grant, catalogue)));
        return all.values().stream().filter(change -> !change.isNone()).toList();
    }

    private static Map<Line, Grant> lines(AgreementTerms terms) {
        var lines = new LinkedHashMap<Line, Grant>();
        for (Grant one : terms.grants()) {
            lines.put(new Line(one.from(), one.to(), one.documents(), one.role()), one);
        }
        return lines;
    }

    private static Grant none(Line line) {
        return new Grant(
                line.from(),
                line.to(),
                line.documents(),
                line.role(),
                java.util.Set.of(),
                List.of(),
                java.util.Set.of(),
                java.util.Set.of(),
                "",
                0,
                false,
                List.of());
    }

    private static Change change(Line line, Grant old, Grant now, Catalogue catalogue) {
        SortedSet<String> oldFields = fields(old, catalogue);
        SortedSet<String> newFields = fields(now, catalogue);
        SortedSet<String> oldClasses = names(old.allow());
        SortedSet<String> newClasses = names(now.allow());
        boolean sameParties = old.parties().equals(now.parties());
        return new Change(
                line,
                without(newClasses, oldClasses),
                without(oldClasses, newClasses),
                without(newFields, oldFields),
                without(oldFields, newFields),
                sameParties ? new TreeSet<>() : new TreeSet<>(now.parties()),
                others(old, now));
    }

    private static List<String> others(Grant old, Grant now) {
        var changed = new TreeMap<String, String>();
        compare(changed, "parties", new TreeSet<>(old.parties()), new TreeSet<>(now.parties()));
        compare(changed, "profiles", old.profiles(), now.profiles());
        compare(changed, "purpose", old.purpose(), now.purpose());
        compare(changed, "require", names(old.require()), names(now.require()));
        compare(changed, "retentionDays", old.retentionDays(), now.retentionDays());
        compare(changed, "signatures", joseNames(old), joseNames(now));
        compare(changed, "unlinkable", old.unlinkable(), now.unlinkable());
        return List.copyOf(changed.values());
    }

    private static void compare(
            Map<String, String> changed, String name, Object before, Object after) {
        if (!before.equals(after)) {
            changed.put(name, name + ": " + before + " -> " + after);
        }
    }

    private static SortedSet<String> fields(Grant grant, Catalogue catalogue) {
        var fields = new TreeSet<String>();
        for (String profile : grant.profiles()) {
            try {
                fields.addAll(
                        catalogue.typeOfProfile(profile).profile().shown(grant::allows).keySet());
            } catch (Refusal unknown) {
                // Nothing goes under a profile that this node does not hold.
            }
        }
        return fields;
    }

    private static List<String> joseNames(Grant grant) {
        return grant.signatures().stream().map(Algorithm::joseName).toList();
    }

    private static SortedSet<String> names(Collection<FieldClass> classes) {
        var names = new TreeSet<String>();
        classes.forEach(one -> names.add(one.name()));
        return names;
    }

    private static SortedSet<String> without(SortedSet<String> all, SortedSet<String> those) {
        var rest = new TreeSet<>(all);
        rest.removeAll(those);
        return rest;
    }
}
