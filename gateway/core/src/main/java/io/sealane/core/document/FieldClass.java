package io.sealane.core.document;

import java.util.regex.Pattern;

/**
 * The sensitivity of a field: {@code operational}, {@code party.consignee}. Words joined by dots,
 * the first of DESIGN 5's closed list; {@code schemas/README.md} lists all that are in use.
 *
 * @param name the dotted name
 */
public record FieldClass(String name) implements Comparable<FieldClass> {
    // First: the constants below are checked against it.
    private static final Pattern NAME =
            Pattern.compile(
                    "(routing|operational|party|person|cargo|money|safety|security|government)"
                            + "(\\.[a-z]+)*");

    /** What is shown in the clear to whoever receives anything. */
    public static final FieldClass ROUTING = new FieldClass("routing");

    /** What must look absent to everyone it is not granted to. The class of decoys, too. */
    public static final FieldClass GOVERNMENT = new FieldClass("government");

    public FieldClass {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException("Not a field class: " + name);
        }
    }

    /** Whether a grant of this class gives the other one: X gives X and X.*, never the reverse. */
    public boolean covers(FieldClass other) {
        return other.name.startsWith(name)
                && (other.name.length() == name.length()
                        || other.name.charAt(name.length()) == '.');
    }

    /** Whether a name, e.g. of an agreement's grant, is written like a class. */
    public static boolean isName(String name) {
        return NAME.matcher(name).matches();
    }

    @Override
    public int compareTo(FieldClass other) {
        return name.compareTo(other.name);
    }

    @Override
    public String toString() {
        return name;
    }
}
