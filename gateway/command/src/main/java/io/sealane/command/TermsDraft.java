package io.sealane.command;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.sealane.core.json.Json;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Terms put together from role templates, one grant a type of documents. */
final class TermsDraft {
    private static final String GRANT = "ROLE[/TEMPLATE]=PARTY[,PARTY]:TYPE/MAJOR[,TYPE/MAJOR]";
    private static final Pattern FORM =
            Pattern.compile("([a-z-]+)(?:/([a-z-]+))?=([a-z0-9,-]+):([a-z0-9,/-]+)");
    private static final int YEAR = 365;

    @Spec(Spec.Target.MIXEE)
    private CommandSpec command = CommandSpec.create();

    @Option(names = "--with", paramLabel = "NODE", description = "The other node.")
    private @Nullable String partner;

    @Option(
            names = "--give",
            paramLabel = GRANT,
            description =
                    "What parties of the other node get: a template, by default their role's.")
    private List<String> given = List.of();

    @Option(
            names = "--take",
            paramLabel = GRANT,
            description = "What parties of this node get: a template, by default their role's.")
    private List<String> taken = List.of();

    @Option(names = "--purpose", paramLabel = "TEXT", description = "What for.")
    private @Nullable String purpose;

    @Option(
            names = "--retention-days",
            paramLabel = "DAYS",
            description = "For how long it is kept. Default: ${DEFAULT-VALUE}.",
            defaultValue = "365")
    private int retentionDays = YEAR;

    @Option(
            names = "--until",
            paramLabel = "TIME",
            description = "RFC 3339, in UTC. Default: a year from now.")
    private @Nullable Instant until;

    @Option(
            names = "--second-signature",
            description = "Documents are signed a second time, with ML-DSA-65.")
    private boolean secondSignature;

    @Option(
            names = "--unlinkable",
            description =
                    "The receiving node gets tokens of its own, with pseudonyms for shipments.")
    private boolean unlinkable;

    @Option(names = "--supersedes", paramLabel = "ID", description = "The agreement it replaces.")
    private @Nullable String supersedes;

    boolean isGiven() {
        return partner != null;
    }

    /** The terms, with templates in their grants: the node writes them out. */
    ObjectNode terms(String own) {
        if (purpose == null || given.size() + taken.size() == 0) {
            throw new ParameterException(
                    command.commandLine(), "give a --purpose, and --give or --take something");
        }
        String other = String.valueOf(partner);
        Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS);
        Instant end = until == null ? now.plus(YEAR, ChronoUnit.DAYS) : until;
        ObjectNode terms = Json.object();
        terms.putArray("parties").add(own).add(other);
        terms.put("validFrom", now.toString()).put("validUntil", end.toString());
        if (supersedes != null) {
            terms.put("supersedes", supersedes);
        }
        ArrayNode grants = terms.putArray("grants");
        given.forEach(one -> add(grants, own, other, one));
        taken.forEach(one -> add(grants, other, own, one));
        terms.putArray("queries");
        return terms;
    }

    private void add(ArrayNode grants, String from, String to, String grant) {
        Matcher form = FORM.matcher(grant);
        if (!form.matches()) {
            throw new ParameterException(command.commandLine(), "a grant is " + GRANT);
        }
        String role = form.group(1);
        String template = form.group(2) == null ? role : form.group(2);
        for (String documents : form.group(4).split(",", -1)) {
            ObjectNode line =
                    grants.addObject()
                            .put("from", from)
                            .put("to", to)
                            .put("documents", documents)
                            .put("role", role)
                            .put("template", template)
                            .put("purpose", purpose)
                            .put("retentionDays", retentionDays)
                            .put("unlinkable", unlinkable);
            if (secondSignature) {
                line.putArray("signatures").add("ML-DSA-65");
            }
            ArrayNode parties = line.putArray("parties");
            List.of(form.group(3).split(",", -1)).forEach(parties::add);
        }
    }
}
