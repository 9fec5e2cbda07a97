package io.sealane.audit;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.sealane.core.identity.Code;
import io.sealane.core.identity.Refusal;
import io.sealane.core.json.Digest;
import io.sealane.core.json.Json;
import io.sealane.core.ledger.Kind;
import io.sealane.core.ledger.Scope;
import io.sealane.core.seal.IssuerClaims;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** What a party's receipt proves: that its node took in this document for these recipients. */
final class SubmissionAudit {
    private SubmissionAudit() {}

    static Report report(EvidenceFile.Submission file, Trust trust, boolean all) {
        IssuerClaims claims = file.token().claims();
        Checklist list = new Checklist(all);
        list.add(Verdict.holds("form", "exactly its canonical form, no member too many"));
        list.check("issuer", () -> IssuerSignature.verify(file.token(), file.second(), trust));
        if (!file.apart().isEmpty() || !named(file).isEmpty()) {
            list.check("apart", () -> apart(file, trust));
        }
        list.check(
                "statement",
                () -> {
                    ObjectNode expected = Json.object().put("kind", "submitted");
                    expected.put("log", file.leaf().origin());
                    expected.set("at", file.statement().json().path("at"));
                    expected.put("document", claims.jti());
                    expected.put("party", claims.iss().toString());
                    expected.put("token", Digest.base64Url(file.token().jws().compact()));
                    expected.put("recipients", Digest.base64Url(Json.canonical(file.recipients())));
                    Checklist.require(
                            file.statement().json().path("at").canConvertToLong()
                                    && file.statement().json().path("at").isIntegralNumber()
                                    && expected.equals(file.statement().json()),
                            Code.MISMATCH,
                            "The statement is not about this document and these recipients.");
                    return file.recipients().size() + " recipients, as handed in";
                });
        list.check(
                "submitted-log",
                () ->
                        file.leaf()
                                .verify(
                                        Scope.own(file.leaf().origin(), Kind.SUBMITTED),
                                        file.statement().text().getBytes(UTF_8),
                                        claims.iss().node(),
                                        trust));
        var limits =
                new ArrayList<>(
                        List.of("that anything was sent: each delivery has evidence of its own"));
        if (trust.hasRevoked()) {
            var compromise = new Compromise(trust, claims.iss().node(), file.statement().at());
            list.check(
                    "keys",
                    () -> {
                        file.token().kids(file.second()).forEach(compromise::signed);
                        for (EvidenceFile.Apart one : file.apart()) {
                            one.token().kids(one.second()).forEach(compromise::signed);
                        }
                        return compromise.verify(file.leaf(), List.of());
                    });
            compromise.limit().ifPresent(limits::add);
        }
        return new Report(
                "document " + claims.jti() + " of " + claims.iss(),
                "submitted",
                list.verdicts(),
                limits);
    }

    /** The hashes of the tokens that recipients were sent in the document's place. */
    private static Set<String> named(EvidenceFile.Submission file) {
        var named = new HashSet<String>();
        for (JsonNode recipient : file.recipients()) {
            if (recipient.has(3)) {
                named.add(recipient.path(3).asText());
            }
        }
        return named;
    }

    /** Each is signed for the same party and type, is another one, and is somebody's. */
    private static String apart(EvidenceFile.Submission file, Trust trust) throws Refusal {
        IssuerClaims claims = file.token().claims();
        var shown = new HashSet<String>();
        for (EvidenceFile.Apart one : file.apart()) {
            IssuerSignature.verify(one.token(), one.second(), trust);
            IssuerClaims own = one.token().claims();
            Checklist.require(
                    own.iss().equals(claims.iss())
                            && own.vct().equals(claims.vct())
                            && own.prof().equals(claims.prof())
                            && !own.jti().equals(claims.jti()),
                    Code.MISMATCH,
                    "A partner's token is not one of this document's.");
            shown.add(Digest.base64Url(one.token().jws().compact()));
        }
        Checklist.require(
                shown.equals(named(file)) && shown.size() == file.apart().size(),
                Code.MISMATCH,
                "The partners' tokens are not those that the recipients are sent.");
        return shown.size() + " tokens of single partners";
    }
}
