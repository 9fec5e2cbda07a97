package io.sealane.core.document;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What must not be wrong with a schema and its profile, found by a walk over both at once. */
final class SchemaFaults {
    /** STANDARDS 4.4, as far as they occur: default deny. */
    private static final Set<String> FREE_TEXT =
            Set.of(
                    "descriptionOfGoods",
                    "shippingMarks",
                    "displayedNameForPlaceOfReceipt",
                    "displayedNameForPortOfLoad",
                    "displayedNameForPortOfDischarge",
                    "displayedNameForPlaceOfDelivery",
                    "displayedAddress",
                    "displayedShippedOnBoardReceivedForShipment",
                    "carrierClauses",
                    "termsAndConditions",
                    "calculationBasis",
                    "chargeName",
                    "technicalName",
                    "competentAuthorityApproval",
                    "locationName",
                    "facilityName",
                    "addressLines",
                    "freeText",
                    "message",
                    "material",
                    "purchaseOrderReferences",
                    "commodityType",
                    "reason",
                    "changeRemark",
                    "vesselScheduleChangeRemark",
                    "otherFacility",
                    "routingReference",
                    "descriptionOfGoodsForCustoms",
                    "shippingMarksForCustoms",
                    "additionalInformation",
                    "returnInstructions",
                    "returnDescription",
                    "customsImportDeclarationProcedure",
                    "typeLabel",
                    "versionLabel",
                    "remark",
                    "remarks",
                    "additionalContainerCargoHandling",
                    "additionalRegulatoryStatements",
                    "physicalChemicalForm",
                    "subjectTo",
                    "releaseConditions");

    private static final Set<String> CARGO_OR_HIGHER =
            Set.of("cargo", "money", "safety", "security", "government");

    private final String mark;
    private final List<String> faults = new ArrayList<>();

    private SchemaFaults(String mark) {
        this.mark = mark;
    }

    /** The faults, a line each. */
    static List<String> in(ObjectNode expanded, Place root, String mark) {
        var walk = new SchemaFaults(mark);
        walk.object(expanded, root, "", null, null, false);
        walk.units(root, expanded);
        return List.copyOf(walk.faults);
    }

    private void object(
            JsonNode schema,
            @Nullable Place place,
            String path,
            @Nullable FieldClass inherited,
            @Nullable FieldClass shown,
            boolean clear) {
        if (schema.path("type").asText().equals("object")) {
            if (!schema.path("additionalProperties").isBoolean()) {
                faults.add(path + " lets unknown members in");
            }
            if (schema.path("x-source").asText().isBlank()) {
                faults.add(path + " has no source");
            }
        }
        for (String keyword : List.of("properties", "x-added")) {
            for (Map.Entry<String, JsonNode> entry : schema.path(keyword).properties()) {
                Place below = place == null ? null : place.member(entry.getKey());
                String at = path.isEmpty() ? entry.getKey() : path + "/" + entry.getKey();
                property(entry.getValue(), below, at, inherited, shown, clear);
            }
        }
        if (schema.has("items")) {
            Place element = place == null ? null : place.element;
            FieldClass unit = element == null || element.unit == null ? shown : element.unit;
            object(schema.path("items"), element, path + "/*", inherited, unit, clear);
        }
    }

    private void property(
            JsonNode schema,
            @Nullable Place place,
            String path,
            @Nullable FieldClass inherited,
            @Nullable FieldClass shownAbove,
            boolean clearAbove) {
        String name = schema.path("x-class").asText();
        FieldClass stated = inherited;
        if (!name.equals("inherit")) {
            stated = FieldClass.isName(name) ? new FieldClass(name) : null;
        }
        if (stated == null) {
            faults.add(path + " has no class");
            return;
        }
        if (schema.path("description").asText().isBlank()) {
            faults.add(path + " has no description");
        }
        FieldClass shown = place == null || place.unit == null ? shownAbove : place.unit;
        boolean clear = clearAbove || (place != null && place.clear);
        boolean leaf = !schema.has("properties") && !schema.path("items").has("properties");
        if (leaf && shown == null && !clear) {
            faults.add(path + " is neither hidden nor listed as clear");
        }
        FieldClass actual = shown == null ? FieldClass.ROUTING : shown;
        if (!stated.covers(actual) && !path.endsWith("/" + mark)) {
            faults.add(path + " is " + stated + " in the schema, " + actual + " in the profile");
        }
        String last = path.substring(path.lastIndexOf('/') + 1);
        String head = actual.name().split("\\.", 2)[0];
        if (FREE_TEXT.contains(last) && !CARGO_OR_HIGHER.contains(head)) {
            faults.add(path + " is free text below cargo");
        }
        object(schema, place, path, stated, shown, clear);
    }

    /** Every place of the profile is one of the schema. */
    private void units(Place place, JsonNode schema) {
        for (Map.Entry<String, Place> entry : place.members.entrySet()) {
            JsonNode below = schema.path("properties").path(entry.getKey());
            if (below.isMissingNode()) {
                below = schema.path("x-added").path(entry.getKey());
            }
            if (below.isMissingNode()) {
                faults.add(entry.getValue() + " is in the profile alone");
            } else {
                units(entry.getValue(), below);
            }
        }
        if (place.element != null) {
            if (!schema.has("items")) {
                faults.add(place + " is no array in the schema");
            }
            units(place.element, schema.path("items"));
        }
    }
}
