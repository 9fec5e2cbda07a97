package io.sealane.node.store;

import io.sealane.core.exchange.Change;
import io.sealane.core.exchange.Change.ReceivedLine;
import io.sealane.core.exchange.Group;

import java.util.Set;
import java.util.TreeSet;

/**
 * What a group gave others to do, as it is told to the other processes of a node.
 *
 * @param inbox whether something came into an inbox
 * @param channels the nodes to which something waits to be sent
 */
public record Wake(boolean inbox, Set<String> channels) {
    /** Nothing to do for anybody. */
    static final Wake NOTHING = new Wake(false, Set.of());

    private static final String INBOX = "inbox";
    private static final String CHANNEL = "to:";

    public Wake {
        channels = Set.copyOf(channels);
    }

    static Wake of(Group group) {
        boolean inbox = false;
        var channels = new TreeSet<String>();
        for (Change change : group.changes()) {
            if (change instanceof Change.Submitted one) {
                one.pending().forEach(pending -> channels.add(pending.channel().to()));
            } else if (change instanceof Change.Received one) {
                inbox |= one.lines().stream().anyMatch(Wake::isAdmitted);
            }
        }
        return new Wake(inbox, channels);
    }

    private static boolean isAdmitted(ReceivedLine line) {
        return line.admitted() != null;
    }

    boolean isNothing() {
        return !inbox && channels.isEmpty();
    }

    /** Both of them. */
    Wake and(Wake other) {
        var all = new TreeSet<String>(channels);
        all.addAll(other.channels);
        return new Wake(inbox || other.inbox, all);
    }

    /** Its words: {@code inbox}, and {@code to:} with the name of a node. */
    String text() {
        var text = new StringBuilder(inbox ? INBOX : "");
        new TreeSet<>(channels).forEach(to -> text.append(' ').append(CHANNEL).append(to));
        return text.toString().strip();
    }

    /** What the words say; those that are not known say nothing. */
    static Wake parse(String text) {
        boolean inbox = false;
        var channels = new TreeSet<String>();
        for (String word : text.split(" ", -1)) {
            inbox |= word.equals(INBOX);
            if (word.startsWith(CHANNEL)) {
                channels.add(word.substring(CHANNEL.length()));
            }
        }
        return new Wake(inbox, channels);
    }
}
