package io.sealane.core.identity;

import java.util.regex.Pattern;

/**
 * An organisation served by a node: {@code acme-line@us.sealane.example}.
 *
 * @param name the party's name at its node, {@code [a-z0-9-]}, 1 to 63 characters
 * @param node the host name of its home node
 */
public record PartyId(String name, String node) {
    private static final Pattern NAME = Pattern.compile("[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?");
    private static final Pattern NODE =
            Pattern.compile("(?=.{1,253}$)[a-z0-9-]{1,63}(\\.[a-z0-9-]{1,63})+");

    public static PartyId parse(String text) throws Refusal {
        int at = text.indexOf('@');
        if (at < 0
                || !NAME.matcher(text.substring(0, at)).matches()
                || !isNode(text.substring(at + 1))) {
            throw new Refusal(
                    Code.UNKNOWN_RECIPIENT,
                    "A party is written name@node, e.g. acme-line@us.sealane.example.");
        }
        return new PartyId(text.substring(0, at), text.substring(at + 1));
    }

    public static boolean isNode(String text) {
        return NODE.matcher(text).matches();
    }

    @Override
    public String toString() {
        return name + "@" + node;
    }
}
