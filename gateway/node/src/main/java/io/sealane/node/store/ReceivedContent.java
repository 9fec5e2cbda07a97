package io.sealane.node.store;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A received presentation in its two columns: the tokens, which are kept as evidence, and the
 * disclosures, which are erased when their time has come.
 *
 * @param second the issuer's second signature, which came beside it and is kept with the tokens
 */
record ReceivedContent(
        String issuerJwt, String keyBinding, @Nullable String second, List<String> disclosures) {

    static ReceivedContent of(String compact, @Nullable String second) {
        String[] parts = compact.split("~", -1);
        return new ReceivedContent(
                parts[0],
                parts[parts.length - 1],
                second,
                Arrays.asList(parts).subList(1, parts.length - 1));
    }

    /** The exact compact form. */
    String compact() {
        StringBuilder compact = new StringBuilder(issuerJwt).append('~');
        disclosures.forEach(disclosure -> compact.append(disclosure).append('~'));
        return compact.append(keyBinding).toString();
    }

    byte[] packTokens() {
        Packing packing = new Packing().token(issuerJwt).token(keyBinding);
        return (second == null ? packing : packing.token(second)).toBytes();
    }

    byte[] packDisclosures(Compression compression) {
        Packing packing = new Packing().number(disclosures.size());
        disclosures.forEach(packing::token);
        return compression.compressed(packing.toBytes());
    }

    /** The compact form of what is left when the disclosures are erased. */
    static String bare(byte[] tokens) {
        Unpacking packed = new Unpacking(tokens);
        return packed.token() + "~" + packed.token();
    }

    /** The second signature among the tokens; null if there is none. */
    static @Nullable String second(byte[] tokens) {
        Unpacking packed = new Unpacking(tokens);
        packed.token();
        packed.token();
        return packed.hasMore() ? packed.token() : null;
    }

    static ReceivedContent unpack(Compression compression, byte[] tokens, byte[] body) {
        Unpacking packedTokens = new Unpacking(tokens);
        Unpacking packedBody = new Unpacking(compression.expanded(body));
        int count = packedBody.count();
        List<String> disclosures = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            disclosures.add(packedBody.token());
        }
        return new ReceivedContent(
                packedTokens.token(), packedTokens.token(), second(tokens), disclosures);
    }
}
