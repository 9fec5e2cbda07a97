package io.sealane.audit;

import com.fasterxml.jackson.databind.JsonNode;

import io.sealane.core.agreement.Agreement;
import io.sealane.core.disclosure.Presentation;
import io.sealane.core.exchange.ChannelName;
import io.sealane.core.identity.Code;
import io.sealane.core.identity.Refusal;
import io.sealane.core.json.Json;
import io.sealane.core.json.Members;
import io.sealane.core.seal.IssuerToken;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/** An evidence file, read strictly and not yet verified. */
sealed interface EvidenceFile {
    /** What is beside a token that has two signatures. */
    String SECOND = "secondSignature";

    /** The members of {@code sealane-evidence/1}; some are there only where they apply. */
    Set<String> EXCHANGE =
            Set.of(
                    "type",
                    "presentation",
                    SECOND,
                    "agreement",
                    "sent",
                    "receipt",
                    "erasure",
                    "void",
                    "end");

    /**
     * One exchange, {@code sealane-evidence/1}.
     *
     * @param second the issuer's second signature that goes beside it, or null
     * @param erasure the receiver's word that the disclosures are gone, where they are
     * @param voided the sender's word that it gave the number up, where it did
     * @param end what ended the agreement, where that is why
     */
    record Exchange(
            Presentation presentation,
            @Nullable String second,
            ChannelName channel,
            Agreement agreement,
            LoggedLeaf sent,
            ReceiptStatement receipt,
            LoggedLeaf receiptLeaf,
            @Nullable ErasureStatement erasure,
            @Nullable VoidEvidence voided,
            @Nullable EndEvidence end)
            implements EvidenceFile {}

    /**
     * A party's own receipt, {@code sealane-submission/1}.
     *
     * @param apart what was signed for single partners, where a grant is unlinkable
     */
    record Submission(
            IssuerToken token,
            @Nullable String second,
            List<Apart> apart,
            JsonNode recipients,
            Statement statement,
            LoggedLeaf leaf)
            implements EvidenceFile {}

    /** A token that was signed for one partner, with what is beside it. */
    record Apart(IssuerToken token, @Nullable String second) {}

    /** A statement's text, which is its JCS form, and what it says. */
    record Statement(String text, JsonNode json) {
        /** When it says that it was made; verified or not. */
        Instant at() {
            return Instant.ofEpochSecond(
                    Math.clamp(json.path("at").asLong(), 0, Instant.MAX.getEpochSecond()));
        }
    }

    /**
     * Reads a file that must be exactly its own canonical form, with the members of its type and
     * none else.
     */
    static EvidenceFile parse(byte[] file) throws Refusal {
        JsonNode json = Json.parse(file);
        // SPEC: RFC 8785: one document, one text. Space, order and escapes carry no second meaning.
        if (!Arrays.equals(Json.canonical(json), file)) {
            throw new Refusal(Code.NOT_CANONICAL, "The file is not exactly its JCS form.");
        }
        Members members = Members.of(json, Code.UNKNOWN_MEMBER, "The evidence");
        return switch (members.text("type")) {
            case "sealane-evidence/1" -> exchange(json, members);
            case "sealane-submission/1" -> submission(json, members);
            default -> throw new Refusal(Code.UNKNOWN_TYPE, "No evidence is of this type.");
        };
    }

    private static Exchange exchange(JsonNode json, Members members) throws Refusal {
        members.only(EXCHANGE);
        members.object("sent").only(Set.of("blinding", "proof"));
        members.object("receipt").only(Set.of("statement", "blinding", "proof"));
        Presentation presentation = Presentation.parse(members.text("presentation"));
        Statement receipt = statement(members.object("receipt"));
        return new Exchange(
                presentation,
                members.textOrNull(SECOND),
                ChannelName.parse(presentation.keyBinding().terms().ch()),
                Agreement.of(json.path("agreement")),
                LoggedLeaf.parse(json.path("sent"), "The sent leaf"),
                new ReceiptStatement(receipt.text(), receipt.json()),
                LoggedLeaf.parse(json.path("receipt"), "The receipt"),
                members.has("erasure") ? erasure(json, members) : null,
                members.has("void") ? voided(json, members) : null,
                members.has("end") ? end(json, members) : null);
    }

    private static VoidEvidence voided(JsonNode json, Members members) throws Refusal {
        Members voided = members.object("void").only(Set.of("statement", "blinding", "proof"));
        return VoidEvidence.parse(
                voided.text("statement"), LoggedLeaf.parse(json.path("void"), "The void"));
    }

    private static EndEvidence end(JsonNode json, Members members) throws Refusal {
        Members end =
                members.object("end").only(Set.of("notice", "statement", "blinding", "proof"));
        Statement logged = statement(end);
        return new EndEvidence(
                end.text("notice"),
                logged.text(),
                logged.json(),
                LoggedLeaf.parse(json.path("end"), "The end"));
    }

    private static ErasureStatement erasure(JsonNode json, Members members) throws Refusal {
        members.object("erasure").only(Set.of("statement", "blinding", "proof"));
        Statement erasure = statement(members.object("erasure"));
        return new ErasureStatement(
                erasure.text(),
                erasure.json(),
                LoggedLeaf.parse(json.path("erasure"), "The erasure"));
    }

    private static Submission submission(JsonNode json, Members members) throws Refusal {
        members.only(Set.of("type", "token", SECOND, "apart", "recipients", "submitted"));
        members.object("submitted").only(Set.of("statement", "blinding", "proof"));
        for (JsonNode recipient : json.path("recipients")) {
            if (recipient.size() < 3 || recipient.size() > 4 || !isTexts(recipient)) {
                throw new Refusal(
                        Code.UNKNOWN_MEMBER,
                        "A recipient is a party, a role and a delivery, and the hash of a token if"
                                + " that is one of its own.");
            }
        }
        var apart = new ArrayList<Apart>();
        for (JsonNode one : json.path("apart")) {
            Members token =
                    Members.of(one, Code.UNKNOWN_MEMBER, "A token of one partner")
                            .only(Set.of("token", SECOND));
            apart.add(new Apart(IssuerToken.parse(token.text("token")), token.textOrNull(SECOND)));
        }
        return new Submission(
                IssuerToken.parse(members.text("token")),
                members.textOrNull(SECOND),
                apart,
                json.path("recipients"),
                statement(members.object("submitted")),
                LoggedLeaf.parse(json.path("submitted"), "The submission"));
    }

    private static boolean isTexts(JsonNode array) {
        for (JsonNode element : array) {
            if (!element.isTextual()) {
                return false;
            }
        }
        return array.isArray();
    }

    private static Statement statement(Members members) throws Refusal {
        String text = members.text("statement");
        JsonNode json = Json.parse(text);
        if (!Json.canonicalText(json).equals(text)) {
            throw new Refusal(Code.NOT_CANONICAL, "A statement is not exactly its JCS form.");
        }
        return new Statement(text, json);
    }
}
