package io.sealane.core.disclosure;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.sealane.core.identity.Refusal;
import io.sealane.core.identity.Signer;
import io.sealane.core.json.Base64Url;
import io.sealane.core.json.Digest;
import io.sealane.core.json.Json;
import io.sealane.core.seal.Forge;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A presentation taken apart into JSON, with blanks where a hash stands: so it can be changed in
 * any part, put together again with the hashes that follow, and signed by those who signed it.
 */
public final class Recipe {
    private static final String SD_HASH = "{sd_hash}";
    private static final String DSET = "{dset}";

    private Recipe() {}

    /**
     * Takes a presentation apart: {@code header}, {@code payload}, {@code disclosures} by their
     * blanks, {@code bindingHeader}, {@code binding}.
     */
    public static ObjectNode of(String compact) throws Refusal {
        Presentation honest = Presentation.parse(compact);
        var blanks = new HashMap<String, String>();
        List<String> disclosures = honest.disclosures();
        for (int i = 0; i < disclosures.size(); i++) {
            blanks.put(Digest.base64Url(disclosures.get(i)), "{" + i + "}");
        }
        blanks.put(honest.keyBinding().sdHash(), SD_HASH);
        blanks.put(honest.keyBinding().dset(), DSET);
        ObjectNode recipe = Json.object();
        recipe.set("header", part(honest.issuerJwt(), 0, blanks));
        recipe.set("payload", part(honest.issuerJwt(), 1, blanks));
        ObjectNode shown = recipe.putObject("disclosures");
        for (int i = 0; i < disclosures.size(); i++) {
            shown.set("{" + i + "}", decoded(disclosures.get(i), blanks));
        }
        recipe.set("bindingHeader", part(honest.keyBindingJwt(), 0, blanks));
        recipe.set("binding", part(honest.keyBindingJwt(), 1, blanks));
        return recipe;
    }

    private static JsonNode part(String token, int index, Map<String, String> blanks)
            throws Refusal {
        return decoded(token.split("\\.", -1)[index], blanks);
    }

    private static JsonNode decoded(String encoded, Map<String, String> blanks) throws Refusal {
        String text = new String(Base64Url.decode(encoded), UTF_8);
        return Json.parse(filled(text, blanks));
    }

    /**
     * The presentation that this recipe makes; what is missing in it is missing there.
     *
     * @param known what is to be put into further blanks
     */
    public static String compact(
            JsonNode recipe, Map<String, String> known, Signer issuer, Signer presenter) {
        var blanks = new TreeMap<>(known);
        var names = new ArrayList<String>();
        recipe.path("disclosures").fieldNames().forEachRemaining(names::add);
        var encoded = new ArrayList<String>();
        // Each stands after the one that it is nested in.
        for (String name : names.reversed()) {
            String text = Json.text(recipe.path("disclosures").path(name));
            encoded.addFirst(Forge.encoded(filled(text, blanks)));
            blanks.put(name, Digest.base64Url(encoded.getFirst()));
        }
        String bound = token(recipe.path("header"), recipe.path("payload"), blanks, issuer) + "~";
        bound += encoded.isEmpty() ? "" : String.join("~", encoded) + "~";
        blanks.put(SD_HASH, Digest.base64Url(bound));
        blanks.put(DSET, Disclosed.dset(encoded.stream().map(Digest::base64Url).toList()));
        return bound
                + token(recipe.path("bindingHeader"), recipe.path("binding"), blanks, presenter);
    }

    /** A token of this header and these claims. */
    public static String token(
            JsonNode header, JsonNode claims, Map<String, String> blanks, Signer signer) {
        return Forge.token(Json.text(header), filled(Json.text(claims), blanks), signer);
    }

    private static String filled(String text, Map<String, String> values) {
        String filled = text;
        for (var one : values.entrySet()) {
            // A member that was added may have an empty name, which is no blank.
            if (!one.getKey().isEmpty()) {
                filled = filled.replace("\"" + one.getKey() + "\"", "\"" + one.getValue() + "\"");
            }
        }
        return filled;
    }
}
