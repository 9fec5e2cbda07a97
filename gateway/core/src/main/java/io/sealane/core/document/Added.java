package io.sealane.core.document;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.sealane.core.json.Json;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;

/**
 * A member that the issuer adds to a document beside what the party gave: a coarse twin, or the
 * summary of dangerous goods. It is signed and hidden like any other.
 *
 * @param name its name, which no party may use
 * @param make how it is made
 * @param from paths of what it is made from, below the object that it is added to
 */
record Added(String name, Make make, List<List<String>> from) {
    private static final BigDecimal KILOGRAMS_OF_A_POUND = new BigDecimal("0.45359237");
    private static final BigDecimal KILOGRAMS_OF_A_TONNE = new BigDecimal(1000);

    /** How a member is made; profile.json has the same names. */
    enum Make {
        /** The first value found. */
        COPY,
        /** The HS chapters (first two digits) of all values found, each once, in order. */
        CHAPTERS,
        /** The tonne in which a weight lies. */
        TONNE_BAND,
        /** How many elements a list has. */
        COUNT,
        /** How many dangerous goods are shown and which kinds. */
        DANGEROUS_GOODS_SUMMARY;

        static Make named(String name) {
            return valueOf(name.replaceAll("([A-Z])", "_$1").toUpperCase(Locale.ROOT));
        }
    }

    /**
     * The member for one object, or null if there is nothing to make it from.
     *
     * @param skip which elements of arrays to leave out, since they are raised to government
     */
    @Nullable JsonNode of(JsonNode object, Predicate<JsonNode> skip) {
        List<JsonNode> found = Values.at(object, from, skip);
        return switch (make) {
            case COPY -> found.isEmpty() ? null : found.getFirst();
            case CHAPTERS -> chapters(found);
            case TONNE_BAND -> found.isEmpty() ? null : tonneBand(found.getFirst());
            case COUNT -> found.isEmpty() ? null : IntNode.valueOf(found.getFirst().size());
            case DANGEROUS_GOODS_SUMMARY -> summary(found);
        };
    }

    private static @Nullable JsonNode chapters(List<JsonNode> codeLists) {
        var chapters = new TreeSet<String>();
        for (JsonNode codes : codeLists) {
            for (JsonNode code : codes) {
                chapters.add(code.textValue().substring(0, 2));
            }
        }
        if (chapters.isEmpty()) {
            return null;
        }
        var list = Json.array();
        chapters.forEach(list::add);
        return list;
    }

    private static ObjectNode tonneBand(JsonNode weight) {
        BigDecimal kilograms = kilograms(weight);
        BigDecimal from =
                kilograms
                        .divide(KILOGRAMS_OF_A_TONNE, 0, RoundingMode.FLOOR)
                        .multiply(KILOGRAMS_OF_A_TONNE);
        return Json.object()
                .put("from", from.longValueExact())
                .put("to", from.add(KILOGRAMS_OF_A_TONNE).longValueExact())
                .put("unit", "KGM");
    }

    /** A weight {value, unit} in kilograms. */
    static BigDecimal kilograms(JsonNode weight) {
        BigDecimal value = weight.get("value").decimalValue();
        return switch (weight.get("unit").textValue()) {
            case "KGM" -> value;
            case "LBR" -> value.multiply(KILOGRAMS_OF_A_POUND);
            default -> throw new IllegalArgumentException("a unit that the schema does not have");
        };
    }

    /** Summary of lists of dangerous goods; there is always one, since its absence would tell. */
    static ObjectNode summary(List<JsonNode> lists) {
        var kinds = new TreeMap<String, ObjectNode>();
        int count = 0;
        for (JsonNode list : lists) {
            for (JsonNode goods : list) {
                count++;
                String imoClass = goods.path("imoClass").asText();
                String number = goods.has("UNNumber") ? "UNNumber" : "NANumber";
                String value = goods.path(number).asText();
                ObjectNode kind = Json.object().put("imoClass", imoClass).put(number, value);
                kinds.put(imoClass + "/" + number + "/" + value, kind);
            }
        }
        ObjectNode summary = Json.object().put("count", count);
        summary.putArray("kinds").addAll(kinds.values());
        return summary;
    }
}
