package io.sealane.node.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.sealane.core.agreement.AgreementState;
import io.sealane.core.agreement.AgreementTerms;
import io.sealane.core.agreement.Grant;
import io.sealane.core.agreement.Notice;
import io.sealane.core.agreement.PlainLanguage;
import io.sealane.core.document.Catalogue;
import io.sealane.core.document.DocumentType;
import io.sealane.core.document.FieldClass;
import io.sealane.core.exchange.Register.Filed;
import io.sealane.core.identity.Refusal;
import io.sealane.core.json.Base64Url;
import io.sealane.core.json.Json;

import java.util.Collection;
import java.util.TreeSet;

/** Agreements as an operator reads them. */
final class AgreementJson {
    private AgreementJson() {}

    /** The state to show: of one that closes, the state that it closes with. */
    static String state(Filed filed) {
        AgreementState state = filed.closing() == null ? filed.state() : filed.closing();
        return state.wireName();
    }

    static ObjectNode brief(Filed filed) throws Refusal {
        AgreementTerms terms = terms(filed);
        ObjectNode json =
                Json.object()
                        .put("id", Base64Url.encode(filed.hash()))
                        .put("state", state(filed))
                        .put("partner", filed.peer())
                        .put("since", filed.since().toString())
                        .put("validFrom", terms.validFrom().toString())
                        .put("validUntil", terms.validUntil().toString())
                        .put("grants", terms.grants().size());
        if (filed.state() == AgreementState.PROPOSED) {
            json.put("offerUntil", terms.offerUntil().toString());
        }
        if (terms.supersedes() != null) {
            json.put("supersedes", terms.supersedes());
        }
        if (filed.reason() != null) {
            json.put("reason", filed.reason());
        }
        return json.put("awaited", filed.awaited());
    }

    static ObjectNode whole(Filed filed, Catalogue catalogue) throws Refusal {
        ObjectNode json = brief(filed);
        ArrayNode text = json.putArray("text");
        PlainLanguage.of(terms(filed), catalogue).forEach(text::add);
        json.set("last", Notice.lastJson(filed.last()));
        json.set("terms", payload(filed));
        json.set("signed", Json.parse(filed.signed()));
        return json;
    }

    /** What one line shows of every document of its type, and what it withholds: by path. */
    static ObjectNode shown(Grant grant, Catalogue catalogue) {
        ObjectNode json =
                Json.object()
                        .put("from", grant.from())
                        .put("to", grant.to())
                        .put("documents", grant.documents())
                        .put("role", grant.role());
        add(json, "parties", grant.parties());
        add(json, "classes", grant.allow().stream().map(FieldClass::name).toList());
        var shown = new TreeSet<String>();
        var withheld = new TreeSet<String>();
        for (DocumentType type : catalogue.types()) {
            if (grant.profiles().contains(type.profile().id())) {
                shown.addAll(type.profile().shown(grant::allows).keySet());
                withheld.addAll(type.profile().shown(_ -> true).keySet());
            }
        }
        withheld.removeAll(shown);
        add(json, "shown", shown);
        add(json, "withheld", withheld);
        return json;
    }

    private static void add(ObjectNode json, String name, Collection<String> texts) {
        ArrayNode list = json.putArray(name);
        texts.stream().sorted().forEach(list::add);
    }

    static AgreementTerms terms(Filed filed) throws Refusal {
        return AgreementTerms.read(payload(filed));
    }

    private static JsonNode payload(Filed filed) throws Refusal {
        return Json.parse(Base64Url.decode(Json.parse(filed.signed()).path("payload").asText()));
    }
}
