package io.sealane.core.document;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.sealane.core.identity.Refusal;
import io.sealane.core.json.Json;

import java.util.List;

/** Markers of government cargo, as they stand in transport documents. */
public final class Markers {
    static final String DANGEROUS_GOODS =
            "/consignmentItems/0/cargoItems/0/outerPackaging/dangerousGoods/0";

    /** Each marker by itself, put into a document of ordinary goods. */
    public static final List<Marker> ALL =
            List.of(
                    marker("/consignmentItems/0/HSCodes/0", "930200"),
                    marker("/consignmentItems/0/HSCodes/0", "360100"),
                    marker("/consignmentItems/0/HSCodes/0", "871000"),
                    marker("/consignmentItems/0/HSCodes/0", "284410"),
                    marker("/consignmentItems/0/HSCodes/0", "880622"),
                    marker("/consignmentItems/0/HSCodes/0", "890610"),
                    marker("/consignmentItems/0/extendedHSCodes", "[\"930690900000\"]"),
                    marker(
                            "/consignmentItems/0/extendedNationalCommodityCodes",
                            "[{'type':'HTS','values':['8710.00.0060']}]"),
                    marker(
                            "/consignmentItems/0/cargoItems/0/nationalCommodityCodes",
                            "[{'type':'NCM','values':['93020000']}]"),
                    marker("/consignmentItems/0/descriptionOfGoods/0", "Parts W25G1V6079X001XXX"),
                    marker("/consignmentItems/0/shippingMarks", "['W25G1V6079X001XXX']"),
                    marker(
                            "/consignmentItems/0/references",
                            "[{'type':'GC','values':['N00024-26-C-0000']}]"),
                    marker(
                            "/utilizedTransportEquipments/0/references",
                            "[{'type':'AOW','value':'X'}]"),
                    marker("/references", "[{'type':'CR','value':'W25G1V6079X001XXX'}]"),
                    marker("/carrierClauses", "['TCN W25G1V6079X001XXX']"),
                    marker(
                            "/documentParties/other",
                            "[{'partyFunction':'TZ','party':{'partyName':'Q'}}]"),
                    marker(DANGEROUS_GOODS + "/imoClass", "1.1D"),
                    marker(DANGEROUS_GOODS + "/imoClass", "1.4S"),
                    marker(DANGEROUS_GOODS + "/imoClass", "6.2"),
                    marker(DANGEROUS_GOODS, "{'imoClass':'7','UNNumber':'3327'}"),
                    marker(DANGEROUS_GOODS + "/netExplosiveContent", "{'value':1,'unit':'KGM'}"));

    private Markers() {}

    /**
     * One marker.
     *
     * @param pointer where it is put in a document with dangerous goods
     */
    public record Marker(String pointer, String value) {}

    private static Marker marker(String pointer, String value) {
        return new Marker(pointer, value);
    }

    public static JsonNode with(JsonNode body, String pointer, String value) throws Refusal {
        JsonNode parsed =
                value.startsWith("[") || value.startsWith("{")
                        ? Json.parse(value.replace('\'', '"'))
                        : Json.array().add(value).get(0);
        int slash = pointer.lastIndexOf('/');
        String last = pointer.substring(slash + 1);
        switch (body.at(pointer.substring(0, slash))) {
            case ObjectNode object -> object.set(last, parsed);
            case ArrayNode array -> array.set(Integer.parseInt(last), parsed);
            default -> throw new IllegalArgumentException(pointer);
        }
        return body;
    }
}
