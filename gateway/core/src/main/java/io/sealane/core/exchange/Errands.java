package io.sealane.core.exchange;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.sealane.core.agreement.AgreementState;
import io.sealane.core.exchange.Register.Errand;
import io.sealane.core.exchange.Register.Filed;
import io.sealane.core.identity.Code;
import io.sealane.core.identity.Refusal;
import io.sealane.core.json.Base64Url;
import io.sealane.core.json.Digest;
import io.sealane.core.json.Json;
import io.sealane.core.json.Members;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;

/** What is to be handed to partners of agreements, and what they answer. */
public final class Errands {
    private final Self self;
    private final Neighbours neighbours;
    private final Register register;
    private final Closing closing;
    private final Roll roll;

    Errands(Self self, Neighbours neighbours, Register register, Closing closing, Roll roll) {
        this.self = self;
        this.neighbours = neighbours;
        this.register = register;
        this.closing = closing;
        this.roll = roll;
    }

    /** What is still to be handed over, oldest first. */
    public List<Errand> open() {
        return register.errands(self.log());
    }

    /** The request that hands an errand's document over. */
    public static byte[] request(Errand errand) throws Refusal {
        String[] name = errand.name().split("/", -1);
        ObjectNode body = Json.object();
        if (errand.isNotice()) {
            body.put("notice", new String(errand.document(), StandardCharsets.US_ASCII));
        } else {
            body.set(name.length == 2 ? "agreement" : "offer", Json.parse(errand.document()));
        }
        return Json.text(body).getBytes(StandardCharsets.UTF_8);
    }

    /** The answer to what was handed over: the leaf that was made of it. */
    public static ObjectNode answer(Register.Logged logged) {
        return Json.object()
                .put("index", logged.index())
                .put("blinding", Base64Url.encode(logged.blinding()))
                .put("statement", new String(logged.statement(), StandardCharsets.UTF_8));
    }

    /**
     * Takes a partner's answer: it must say that the partner logged what was handed over.
     *
     * @throws Refusal MISMATCH if it says something else: the errand stays
     */
    public void handedOver(Errand errand, byte[] answer) throws Refusal {
        Members told =
                Members.of(Json.parse(answer), Code.MISMATCH, "The answer")
                        .only(Set.of("index", "blinding", "statement"));
        told.count("index");
        told.base64Url("blinding", Digest.LENGTH);
        JsonNode statement = Json.parse(told.text("statement"));
        String origin = neighbours.partner(errand.peer()).origin();
        if (!statement.path("kind").asText().equals("agreement")
                || !statement.path("agreement").asText().equals(agreement(errand))
                || !statement.path("log").asText().equals(origin)) {
            throw new Refusal(Code.MISMATCH, "The partner did not log what was handed over to it.");
        }
        handedOver(errand);
    }

    /** The partner has logged what was handed over. */
    void handedOver(Errand errand) {
        register.handedOver(self.log(), errand);
        roll.refresh();
    }

    /** The partner will never take it: an offer or agreement that only one side holds is none. */
    public void declined(Errand errand, Code code) throws Refusal {
        handedOver(errand);
        Filed filed = roll.filed(Base64Url.decode(agreement(errand)));
        if (filed.state() != AgreementState.ENDED) {
            closing.close(filed, AgreementState.ENDED, "The partner answered " + code + ".");
        }
    }

    private static String agreement(Errand errand) {
        return errand.name().split("/", -1)[1];
    }
}
