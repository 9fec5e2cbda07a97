package io.sealane.audit;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.node.ObjectNode;

import io.sealane.core.identity.Code;
import io.sealane.core.json.Digest;
import io.sealane.core.json.Json;
import io.sealane.core.ledger.Kind;
import io.sealane.core.ledger.Scope;
import io.sealane.core.seal.IssuerClaims;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** What a party's receipt proves: that its node took in this document for these recipients. */
final class SubmissionAudit {
    private SubmissionAudit() {}

    static Report report(EvidenceFile.Submission file, Trust trust, boolean all) {
        IssuerClaims claims = file.token().claims();
        Checklist list = new Checklist(all);
        list.add(Verdict.holds("form", "exactly its canonical form, no member too many"));
        list.check("issuer", () -> IssuerSignature.verify(file.token(), file.second(), trust));
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
            var compromise = new Compromise(trust, claims.iss().node(), at(file));
            list.check(
                    "keys",
                    () -> {
                        file.token().kids(file.second()).forEach(compromise::signed);
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

    /** When the node says that it took it in. */
    private static Instant at(EvidenceFile.Submission file) {
        long seconds = file.statement().json().path("at").asLong();
        return Instant.ofEpochSecond(Math.clamp(seconds, 0, Instant.MAX.getEpochSecond()));
    }
}
