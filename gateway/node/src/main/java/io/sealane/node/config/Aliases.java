package io.sealane.node.config;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The names of keys in a key file: what a key is for, and from the second on a number, such as
 * {@code presentation-2}.
 */
public final class Aliases {
    private static final Pattern NUMBERED = Pattern.compile("(.+?)-([1-9][0-9]{0,3})");

    private Aliases() {}

    /** What the key of that name is for. */
    public static String purpose(String alias) {
        Matcher numbered = NUMBERED.matcher(alias);
        return numbered.matches() ? numbered.group(1) : alias;
    }

    /** Which of its purpose it is; 1 without a number. */
    public static int number(String alias) {
        Matcher numbered = NUMBERED.matcher(alias);
        return numbered.matches() ? Integer.parseInt(numbered.group(2)) : 1;
    }
}
