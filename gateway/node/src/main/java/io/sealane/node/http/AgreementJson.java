package io.sealane.node.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.sealane.core.agreement.AgreementState;
import io.sealane.core.agreement.AgreementTerms;
import io.sealane.core.agreement.Notice;
import io.sealane.core.agreement.PlainLanguage;
import io.sealane.core.document.Catalogue;
import io.sealane.core.exchange.Register.Filed;
import io.sealane.core.identity.Refusal;
import io.sealane.core.json.Base64Url;
import io.sealane.core.json.Json;

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

    static AgreementTerms terms(Filed filed) throws Refusal {
        return AgreementTerms.read(payload(filed));
    }

    private static JsonNode payload(Filed filed) throws Refusal {
        return Json.parse(Base64Url.decode(Json.parse(filed.signed()).path("payload").asText()));
    }
}
