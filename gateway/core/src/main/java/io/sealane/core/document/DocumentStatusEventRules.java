package io.sealane.core.document;

import com.fasterxml.jackson.databind.JsonNode;

import java.util.Set;

/** What must hold between the fields of a document status event (STANDARDS 3.13). */
final class DocumentStatusEventRules implements TypeRules {
    private static final Set<String> SURRENDERS = Set.of("SURR", "PSAM", "PSDL", "SUAM", "SUDL");

    private final EventRules rules;
    private final CodeTable documents;

    DocumentStatusEventRules(CodeTables tables) {
        rules = new EventRules(tables, "document-event-types", "shipmentEventTypeCode");
        documents = tables.get("document-types");
    }

    @Override
    public void check(JsonNode event, Findings findings) {
        rules.check(event, findings);
        String of = documents.code(event.path("documentTypeCode").asText());
        if (SURRENDERS.contains(rules.type(event)) && !of.equals("TRD")) {
            findings.broken(
                    "surrender-of-a-transport-document",
                    "/documentTypeCode",
                    "What is surrendered is a transport document.");
        }
        JsonNode old = event.path("shipmentInformationTypeCode");
        if (old.isTextual() && !documents.code(old.textValue()).equals(of)) {
            findings.broken(
                    "one-document-type",
                    "/shipmentInformationTypeCode",
                    "It is the same as documentTypeCode.");
        }
    }
}
