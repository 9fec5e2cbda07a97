package io.sealane.core.document;

import com.fasterxml.jackson.databind.JsonNode;

import io.sealane.core.identity.Refusal;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** One type of document in one version: its schema, its rules and its profile. */
public final class DocumentType {
    private final String vct;
    private final Profile profile;
    private final List<String> recognised;
    private final Structure whole;
    private final Structure redacted;
    private final FieldChecks fields;
    private final TypeRules rules;
    private final Identifying identifying;
    private final Map<String, JsonNode> examples;
    private final Policy policy;

    /**
     * Puts the parts of a type together.
     *
     * @param whole the schema of a complete document
     * @param rules what must hold between fields
     */
    DocumentType(
            String vct,
            Profile profile,
            Structure whole,
            FieldChecks fields,
            TypeRules rules,
            Map<String, JsonNode> examples) {
        this.vct = vct;
        this.profile = profile;
        this.whole = whole;
        this.redacted = new Structure(Redaction.of(whole.json(), profile.root()));
        this.fields = fields;
        this.rules = rules;
        this.identifying = new Identifying(whole.json());
        this.examples = Collections.unmodifiableMap(new LinkedHashMap<>(examples));
        this.policy = Policy.NONE;
        var names = new ArrayList<String>();
        whole.json().path("x-recognise").forEach(name -> names.add(name.textValue()));
        this.recognised = List.copyOf(names);
    }

    private DocumentType(DocumentType type, Policy policy) {
        this.vct = type.vct;
        this.profile = type.profile;
        this.recognised = type.recognised;
        this.whole = type.whole;
        this.redacted = type.redacted;
        this.fields = type.fields;
        this.rules = type.rules;
        this.identifying = type.identifying;
        this.examples = type.examples;
        this.policy = policy;
    }

    /** The same type, as an operator will have it. */
    DocumentType under(Policy operators) {
        return new DocumentType(this, operators);
    }

    /** {@code transport-document/1.0}. */
    public String vct() {
        return vct;
    }

    /** {@code transport-document}. */
    public String name() {
        return vct.substring(0, vct.indexOf('/'));
    }

    /** {@code transport-document/1}: what its minor versions have in common. */
    public String major() {
        return vct.substring(0, vct.lastIndexOf('.'));
    }

    /** The number of its minor version. */
    public int minor() {
        return Integer.parseInt(vct.substring(vct.lastIndexOf('.') + 1));
    }

    public Profile profile() {
        return profile;
    }

    /** What it is called: {@code Transport document}. */
    public String title() {
        return whole.json().path("title").textValue();
    }

    /** What it is, in a sentence. */
    public String description() {
        return whole.json().path("description").textValue();
    }

    /** Our own examples by name: complete, valid documents of invented companies. */
    public Map<String, JsonNode> examples() {
        return examples;
    }

    /** The expanded schema. */
    JsonNode schema() {
        return whole.json();
    }

    /**
     * Checks a complete document.
     *
     * @return what is doubtful but accepted
     * @throws Refusal SCHEMA_VIOLATION or RULE_VIOLATION for the first problem
     */
    public List<Warning> check(JsonNode body) throws Refusal {
        return check(body, History.NONE);
    }

    /**
     * Checks a complete document, and whether it can follow what was told before.
     *
     * @return what is doubtful but accepted
     * @throws Refusal SCHEMA_VIOLATION or RULE_VIOLATION for the first problem
     */
    public List<Warning> check(JsonNode body, History history) throws Refusal {
        var findings = new Findings();
        List<Problem> problems = problems(body, history, findings);
        if (!problems.isEmpty()) {
            throw problems.getFirst().toRefusal();
        }
        return findings.warnings();
    }

    /** All problems of a complete document; empty if it is right. */
    public List<Problem> problems(JsonNode body) {
        return problems(body, History.NONE, new Findings());
    }

    private List<Problem> problems(JsonNode body, History history, Findings findings) {
        List<Problem> problems = whole.problems(body);
        if (!problems.isEmpty()) {
            // The rules may take a right structure for granted.
            return problems;
        }
        fields.check(body, policy.places(), findings);
        rules.check(body, findings);
        Reference subject = rules.subject(body);
        if (subject != null) {
            rules.checkAfter(history.about(subject), body, findings);
        }
        findings.refuse(policy.errors());
        return findings.problems();
    }

    /**
     * Checks that what is present of a presented document is well formed. What a profile may hide
     * is not required here.
     *
     * @throws Refusal SCHEMA_VIOLATION
     */
    public void checkRedacted(JsonNode presented) throws Refusal {
        List<Problem> problems = redacted.problems(presented);
        if (!problems.isEmpty()) {
            throw problems.getFirst().toRefusal();
        }
    }

    /**
     * What to hide of a complete document, by the profile and by what the operator watches over.
     */
    public Shape shape(JsonNode body) {
        return profile.shape(body, policy.watched());
    }

    /** Whether the operator watches over anything. */
    public boolean isWatched() {
        return !policy.watched().isEmpty();
    }

    /**
     * Whether what is watched over is named anywhere but in raised parts.
     *
     * @param shown the document with all its disclosures in place
     */
    public boolean isWatched(JsonNode shown) {
        return profile.names(policy.watched(), shown);
    }

    /** The names under which this document is looked for, each once. */
    public List<Reference> references(JsonNode body) {
        return fields.references(body);
    }

    /** The names under which it is looked for by those who know it by pseudonyms, each once. */
    public List<Reference> references(JsonNode body, Pseudonyms pseudonyms) {
        return identifying.names(body).stream()
                .flatMap(named -> named.reference(pseudonyms).stream())
                .distinct()
                .toList();
    }

    /** What to hide of a complete document whose shipments are known by pseudonyms. */
    public Shape shape(JsonNode body, Pseudonyms pseudonyms) {
        return new Disguise(identifying, pseudonyms, body).of(shape(body));
    }

    /**
     * The names of shipments in a document, in an order that the document with pseudonyms in their
     * place has too.
     */
    public List<Reference> names(JsonNode body) {
        return identifying.names(body).stream()
                .map(named -> new Reference(named.field(), named.value()))
                .toList();
    }

    /**
     * A document of this type from one of like form, without what we do not know.
     *
     * @param leftOut is told where something was that has no place here, RFC 6901
     */
    public JsonNode fitted(JsonNode foreign, Consumer<String> leftOut) {
        return Trimming.of(foreign, whole.json(), "", leftOut);
    }

    /** A document in which every code with two forms is written as a code. */
    public JsonNode coded(JsonNode body) {
        return fields.coded(body);
    }

    /** Whether a file of unknown origin looks like a document of this type. */
    public boolean recognises(JsonNode body) {
        return !recognised.isEmpty() && recognised.stream().allMatch(body::has);
    }
}
