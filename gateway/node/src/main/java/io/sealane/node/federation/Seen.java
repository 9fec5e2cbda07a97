package io.sealane.node.federation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.sealane.core.exchange.ChannelName;
import io.sealane.core.identity.Code;
import io.sealane.core.identity.Refusal;
import io.sealane.core.json.Base64Url;
import io.sealane.core.json.Json;
import io.sealane.core.json.Members;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * The answer of {@code GET /federation/v1/seen}: what a node holds of the asking partner's log and
 * channels, so that a partner whose database was restored learns how far it had come.
 *
 * @param checkpoint the newest checkpoint verified of the asker's log; null if there is none
 */
record Seen(@Nullable String checkpoint, List<Last> channels) {
    private static final int HASH_BYTES = 32;

    Seen {
        channels = List.copyOf(channels);
    }

    /**
     * The last number received on a channel.
     *
     * @param prev base64url hash of that delivery's signing input; zeros where there was none
     */
    record Last(ChannelName channel, long seq, String prev) {}

    ObjectNode json() {
        ObjectNode json = Json.object().put("checkpoint", checkpoint);
        ArrayNode list = json.putArray("channels");
        for (Last last : channels) {
            list.addObject()
                    .put("ch", last.channel().toString())
                    .put("seq", last.seq())
                    .put("prev", last.prev());
        }
        return json;
    }

    static Seen parse(byte[] body) throws Refusal {
        JsonNode json = Json.parse(body);
        Members members =
                Members.of(json, Code.MALFORMED_DELIVERY, "The answer")
                        .only(Set.of("checkpoint", "channels"));
        List<Last> channels = new ArrayList<>();
        for (JsonNode line : json.path("channels")) {
            Members last =
                    Members.of(line, Code.MALFORMED_DELIVERY, "A channel")
                            .only(Set.of("ch", "seq", "prev"));
            channels.add(
                    new Last(
                            ChannelName.parse(last.text("ch")),
                            last.count("seq"),
                            last.base64Url("prev", HASH_BYTES)));
        }
        return new Seen(
                json.path("checkpoint").isNull() ? null : members.text("checkpoint"), channels);
    }

    static Last last(ChannelName channel, long nextSeq, byte[] prev) {
        return new Last(channel, nextSeq - 1, Base64Url.encode(prev));
    }
}
