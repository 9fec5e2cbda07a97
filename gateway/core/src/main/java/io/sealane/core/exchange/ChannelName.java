package io.sealane.core.exchange;

import io.sealane.core.identity.Code;
import io.sealane.core.identity.PartyId;
import io.sealane.core.identity.Refusal;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One direction from one log of a node to a node, numbered without gaps: {@code
 * us.sealane.example/1>nl.sealane.example}.
 *
 * @param from the sending node
 * @param log the number of the sending node's log
 * @param to the receiving node; equal to {@code from} for the house channel
 */
public record ChannelName(String from, int log, String to) {
    private static final Pattern FORM = Pattern.compile("([^/>]+)/([1-9][0-9]{0,4})>([^/>]+)");

    public static ChannelName parse(String text) throws Refusal {
        Matcher matcher = FORM.matcher(text);
        if (!matcher.matches()
                || !PartyId.isNode(matcher.group(1))
                || !PartyId.isNode(matcher.group(3))) {
            throw new Refusal(Code.WRONG_CHANNEL, "A channel is written node/log>node.");
        }
        return new ChannelName(
                matcher.group(1), Integer.parseInt(matcher.group(2)), matcher.group(3));
    }

    /** The origin of the log that numbers this channel: {@code us.sealane.example/log/1}. */
    public String origin() {
        return from + "/log/" + log;
    }

    public boolean isHouse() {
        return from.equals(to);
    }

    @Override
    public String toString() {
        return from + "/" + log + ">" + to;
    }
}
