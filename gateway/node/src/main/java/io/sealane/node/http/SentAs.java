package io.sealane.node.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.sealane.core.document.DocumentType;
import io.sealane.core.document.Reference;
import io.sealane.core.exchange.StoredDocument;
import io.sealane.core.exchange.Views;
import io.sealane.core.json.Json;

import java.util.HashSet;
import java.util.List;

/**
 * Under which id and which names a document went to a partner whose grant is unlinkable: what its
 * issuer needs in order to understand what is said there of it.
 */
final class SentAs {
    private SentAs() {}

    /**
     * The id, and each name of the document with the one that stands for it.
     *
     * @param apart what was made of the document for the partner
     */
    static ObjectNode json(DocumentType type, StoredDocument document, StoredDocument apart) {
        List<Reference> own = names(type, document);
        List<Reference> there = names(type, apart);
        ObjectNode json = Json.object().put("id", apart.id().toString());
        ArrayNode list = json.putArray("names");
        var told = new HashSet<Reference>();
        for (int i = 0; i < own.size(); i++) {
            if (told.add(own.get(i))) {
                list.addObject()
                        .put("field", own.get(i).kind())
                        .put("value", own.get(i).value())
                        .put("pseudonym", there.get(i).value());
            }
        }
        return json;
    }

    private static List<Reference> names(DocumentType type, StoredDocument document) {
        JsonNode body = Views.whole(type, document.sealed());
        return type.names(body);
    }
}
