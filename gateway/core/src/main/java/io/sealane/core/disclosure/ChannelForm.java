package io.sealane.core.disclosure;

import io.sealane.core.identity.Code;
import io.sealane.core.identity.Refusal;

import java.util.regex.Pattern;

/** How a numbered statement writes its channel and its delivery. */
final class ChannelForm {
    private static final String NODE = "[a-z0-9-]{1,63}(?:\\.[a-z0-9-]{1,63}){1,9}";
    private static final Pattern CHANNEL = Pattern.compile(NODE + "/[1-9][0-9]{0,8}>" + NODE);
    private static final Pattern DELIVERY_ID =
            Pattern.compile("[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}");

    private ChannelForm() {}

    static String channel(String text) throws Refusal {
        return matching(CHANNEL, text, "A channel is log>node.");
    }

    static String deliveryId(String text) throws Refusal {
        return matching(DELIVERY_ID, text, "A delivery is named by a UUIDv7.");
    }

    private static String matching(Pattern pattern, String text, String detail) throws Refusal {
        if (!pattern.matcher(text).matches()) {
            throw new Refusal(Code.MALFORMED_DELIVERY, detail);
        }
        return text;
    }
}
