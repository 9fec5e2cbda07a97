package io.sealane.node.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.sealane.core.disclosure.PartySeal;
import io.sealane.core.document.Catalogue;
import io.sealane.core.document.DocumentType;
import io.sealane.core.document.Problem;
import io.sealane.core.document.Warning;
import io.sealane.core.exchange.Recipient;
import io.sealane.core.exchange.Submission;
import io.sealane.core.identity.Code;
import io.sealane.core.identity.PartyId;
import io.sealane.core.identity.Refusal;
import io.sealane.core.json.Digest;
import io.sealane.core.json.Json;
import io.sealane.core.json.Members;
import io.sealane.node.party.Roster;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

/** {@code POST /v1/documents}: a party hands a document in, or looks at what others would see. */
public final class SubmissionRoutes {
    private static final int MOST_BYTES = (1 << 20) + (64 << 10);
    private static final Pattern KEY = Pattern.compile("[\\x21-\\x7e]{1,255}");
    private static final Pattern ROLE = Pattern.compile("[a-z][a-z0-9-]{0,62}");

    private final Catalogue catalogue;
    private final Submission submission;
    private final Runnable submitted;
    private final Roster roster;
    private final Set<List<String>> underWay = ConcurrentHashMap.newKeySet();

    /**
     * The routes over the path.
     *
     * @param submitted called when there is something new to send
     */
    public SubmissionRoutes(
            Roster roster, Catalogue catalogue, Submission submission, Runnable submitted) {
        this.roster = roster;
        this.catalogue = catalogue;
        this.submission = submission;
        this.submitted = submitted;
    }

    public List<Route> all() {
        return List.of(
                Route.post(
                        "/v1/documents",
                        Access.DOCUMENTS,
                        Set.of("dryRun"),
                        Answer.JSON,
                        MOST_BYTES,
                        this::post));
    }

    private Answer post(Ask ask) throws Refusal {
        boolean dryRun = flag(ask, "dryRun");
        String key = dryRun ? "" : idempotencyKey(ask);
        Submission.Request request = request(ask, key);
        try {
            return dryRun ? preview(request) : submit(request);
        } catch (Refusal refusal) {
            return switch (refusal.code()) {
                case SCHEMA_VIOLATION, RULE_VIOLATION ->
                        ProblemAnswers.of(refusal, problems(request));
                default -> throw refusal;
            };
        }
    }

    /** All that is wrong with the document: who mends it wants to know at once. */
    private List<Problem> problems(Submission.Request request) throws Refusal {
        DocumentType type = catalogue.type(request.vct());
        return switch (request.content()) {
            case Submission.Content.Unsigned unsigned -> type.problems(unsigned.body());
            case Submission.Content.Signed signed ->
                    type.problems(signed.seal().body(type.profile()));
        };
    }

    private Answer submit(Submission.Request request) throws Refusal {
        List<String> name = List.of(request.issuer().name(), request.idempotencyKey());
        if (!underWay.add(name)) {
            throw new Refusal(
                    Code.IDEMPOTENCY_IN_FLIGHT,
                    "A request with this Idempotency-Key is still under way: ask again.");
        }
        try {
            Submission.Accepted accepted = submission.submit(request);
            submitted.run();
            ObjectNode answer = (ObjectNode) accepted.answer();
            answer.set("receipt", accepted.receipt());
            return Answer.json(201, answer)
                    .with("Location", "/v1/documents/" + accepted.document());
        } finally {
            underWay.remove(name);
        }
    }

    private Answer preview(Submission.Request request) throws Refusal {
        Submission.Preview preview = submission.preview(request);
        ObjectNode answer = Json.object();
        answer.set("warnings", warnings(preview.warnings()));
        answer.set("views", ViewJson.of(preview.views()));
        return Answer.json(200, answer);
    }

    private static ArrayNode warnings(List<Warning> warnings) {
        ArrayNode list = Json.array();
        for (Warning warning : warnings) {
            list.addObject()
                    .put("pointer", warning.pointer())
                    .put("rule", warning.rule())
                    .put("message", warning.detail());
        }
        return list;
    }

    private Submission.Request request(Ask ask, String key) throws Refusal {
        ObjectNode json = Json.parseObject(ask.body());
        Members body =
                Members.of(json, Code.INVALID_REQUEST, "The request")
                        .only(
                                Set.of(
                                        "type",
                                        "recipients",
                                        "document",
                                        "signed",
                                        "secondSignature"));
        return new Submission.Request(
                ask.party(),
                roster.issues(ask.party().name()),
                body.text("type"),
                recipients(json.path("recipients")),
                content(body, json),
                key,
                Digest.sha256(ask.body()));
    }

    private static Submission.Content content(Members body, ObjectNode json) throws Refusal {
        if (body.has("document") == body.has("signed")) {
            throw new Refusal(
                    Code.INVALID_REQUEST,
                    "Send a document, or, if the party has a key of its own, what it signed.");
        }
        if (body.has("document")) {
            if (body.has("secondSignature")) {
                throw new Refusal(
                        Code.INVALID_REQUEST, "A second signature goes with what is signed.");
            }
            body.object("document");
            return new Submission.Content.Unsigned(json.path("document"));
        }
        try {
            return new Submission.Content.Signed(
                    PartySeal.parse(body.text("signed"), body.textOrNull("secondSignature")));
        } catch (Refusal refusal) {
            throw refusal.at("/signed");
        }
    }

    private static List<Recipient> recipients(JsonNode list) throws Refusal {
        if (!list.isArray()) {
            throw new Refusal(Code.INVALID_REQUEST, "Name recipients in a list.", "/recipients");
        }
        List<Recipient> recipients = new ArrayList<>();
        for (JsonNode one : list) {
            Members recipient =
                    Members.of(one, Code.INVALID_REQUEST, "A recipient")
                            .only(Set.of("party", "role"));
            String role = recipient.text("role");
            if (!ROLE.matcher(role).matches()) {
                throw new Refusal(
                        Code.INVALID_REQUEST,
                        "A role is a name of a-z, 0-9 and hyphens.",
                        "/recipients/" + recipients.size() + "/role");
            }
            recipients.add(new Recipient(PartyId.parse(recipient.text("party")), role));
        }
        return recipients;
    }

    private static String idempotencyKey(Ask ask) throws Refusal {
        String key = ask.header("idempotency-key");
        if (key == null) {
            throw new Refusal(
                    Code.IDEMPOTENCY_KEY_MISSING,
                    "Send an Idempotency-Key header, a new one for each new document: then it can"
                            + " be tried again without being sent twice.");
        }
        if (!KEY.matcher(key).matches()) {
            throw new Refusal(
                    Code.INVALID_REQUEST, "An Idempotency-Key is 1 to 255 printable characters.");
        }
        return key;
    }

    private static boolean flag(Ask ask, String name) throws Refusal {
        String value = ask.parameter(name);
        if (value == null || value.equals("false")) {
            return false;
        }
        if (value.equals("true")) {
            return true;
        }
        throw new Refusal(Code.INVALID_REQUEST, "The parameter " + name + " is true or false.");
    }
}
