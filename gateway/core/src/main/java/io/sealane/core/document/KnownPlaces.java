package io.sealane.core.document;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * An operator's list of places and terminals: the lists of UN/CEFACT and SMDG change twice a year
 * and have their own terms of use, so that none is part of a node (decision 110).
 *
 * <p>A line is a UN/LOCODE, {@code NLRTM}, or one and the code that SMDG has for a terminal there,
 * {@code NLRTM DDE}: 70 codes of terminals are used in several ports. What begins with {@code #} is
 * a comment.
 */
public final class KnownPlaces {
    /** Nothing is listed, so everything may be right. */
    public static final KnownPlaces ANY = new KnownPlaces(Set.of(), Set.of(), Set.of());

    private static final Pattern LINE =
            Pattern.compile("([A-Z]{2}[A-Z0-9]{3})(?: ([A-Z0-9]{3,6}))?");

    private final Set<String> places;
    private final Set<String> terminals;
    private final Set<String> codes;

    private KnownPlaces(Set<String> places, Set<String> terminals, Set<String> codes) {
        this.places = Set.copyOf(places);
        this.terminals = Set.copyOf(terminals);
        this.codes = Set.copyOf(codes);
    }

    /**
     * Reads a list.
     *
     * @throws IllegalArgumentException with the number of the first line of another form
     */
    public static KnownPlaces of(List<String> lines) {
        var places = new HashSet<String>();
        var terminals = new HashSet<String>();
        var codes = new HashSet<String>();
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i).strip();
            if (line.isEmpty() || line.startsWith("#")) {
                continue;
            }
            var parts = LINE.matcher(line);
            if (!parts.matches()) {
                throw new IllegalArgumentException("line " + (i + 1));
            }
            if (parts.group(2) == null) {
                places.add(parts.group(1));
            } else {
                terminals.add(line);
                codes.add(parts.group(2));
            }
        }
        return new KnownPlaces(places, terminals, codes);
    }

    /** Whether a place is listed, or no place is. */
    boolean knowsPlace(String locode) {
        return places.isEmpty() || places.contains(locode);
    }

    /**
     * Whether a terminal is listed, or no terminal is.
     *
     * @param locode where it is; empty if that is said elsewhere
     */
    boolean knowsTerminal(String locode, String code) {
        return terminals.isEmpty()
                || (locode.isEmpty()
                        ? codes.contains(code)
                        : terminals.contains(locode + " " + code));
    }
}
