package io.sealane.node.http;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.sealane.core.exchange.Submission;
import io.sealane.core.json.Json;

import java.util.List;

/** What recipients see, as JSON. */
final class ViewJson {
    private ViewJson() {}

    static ArrayNode of(List<Submission.View> views) {
        ArrayNode list = Json.array();
        for (Submission.View view : views) {
            ObjectNode line =
                    list.addObject()
                            .put("party", view.recipient().party().toString())
                            .put("role", view.recipient().role());
            ArrayNode classes = line.putArray("classes");
            view.classes().forEach(classes::add);
            line.put("withheld", view.withheld());
            line.set("document", view.document());
        }
        return list;
    }
}
