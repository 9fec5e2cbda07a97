package io.sealane.command;

import com.fasterxml.jackson.databind.JsonNode;

import io.sealane.core.document.Catalogue;
import io.sealane.core.document.DocumentType;
import io.sealane.core.document.FieldClass;
import io.sealane.core.document.RoleView;
import io.sealane.core.identity.Refusal;
import io.sealane.core.json.Json;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

import java.io.Console;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;

/** Shows a file as somebody would see it: what is withheld is struck through. */
@Command(
        name = "view",
        description = {
            "What a role would see of a file: every field, its value and its class.",
            "What the role does not see is struck through on a terminal, – elsewhere."
        })
final class SchemaView implements Callable<Integer> {
    @Spec private CommandSpec spec;

    @Parameters(paramLabel = "FILE", description = "A valid document, JSON.")
    private Path file;

    @Option(
            names = "--as",
            paramLabel = "ROLE",
            required = true,
            description = "terminal, customs, ...: with the template of that role.")
    private String role = "";

    @Option(
            names = "--allow",
            paramLabel = "CLASS",
            split = ",",
            description = "These classes in place of the template, as a grant would say.")
    private @Nullable Set<String> allow;

    @Option(names = "--type", paramLabel = "TYPE", description = "Default: what it looks like.")
    private @Nullable String type;

    @Override
    public Integer call() throws IOException, Refusal {
        JsonNode body = Json.parse(Files.readAllBytes(file));
        DocumentType known = Schema.type(spec, Catalogue.bundled(), type, body, file);
        known.check(body);
        RoleView view = RoleView.of(known, body, granted(known));
        PrintWriter out = spec.commandLine().getOut();
        switch (Output.of(spec)) {
            case JSON -> out.println(json(known, view));
            case TEXT -> print(out, known, view);
        }
        return Exit.OK;
    }

    private Collection<FieldClass> granted(DocumentType known) {
        if (!known.profile().roles().contains(role)) {
            String roles = String.join(", ", known.profile().roles());
            throw new ParameterException(
                    spec.commandLine(), "no such role; there are " + roles + ".");
        }
        if (allow == null) {
            return known.profile().template(role);
        }
        var classes = new TreeSet<FieldClass>();
        for (String name : allow) {
            if (!FieldClass.isName(name)) {
                throw new ParameterException(spec.commandLine(), "--allow: not a class: " + name);
            }
            classes.add(new FieldClass(name));
        }
        return classes;
    }

    private static void print(PrintWriter out, DocumentType known, RoleView view) {
        boolean strikes =
                Optional.ofNullable(System.console()).filter(Console::isTerminal).isPresent();
        var table = new Table("field", "value", "class");
        long shown = 0;
        for (RoleView.Field field : view.fields()) {
            String value = field.value().isTextual() ? field.value().asText() : text(field);
            if (field.shown()) {
                shown++;
                table.row(field.pointer(), value, field.fieldClass());
            } else if (strikes) {
                table.struckRow(field.pointer(), value, field.fieldClass());
            } else {
                table.row(field.pointer(), "–", field.fieldClass());
            }
        }
        table.print(out);
        out.printf("%s: %d of %d fields.%n", known.title(), shown, view.fields().size());
    }

    private static String text(RoleView.Field field) {
        return Json.text(field.value());
    }

    private String json(DocumentType known, RoleView view) {
        var json = Json.object().put("type", known.vct()).put("role", role);
        var fields = json.putArray("fields");
        for (RoleView.Field field : view.fields()) {
            var one = fields.addObject().put("pointer", field.pointer());
            one.put("class", field.fieldClass().name()).put("shown", field.shown());
            if (field.shown()) {
                one.set("value", field.value());
            }
        }
        return Json.text(json);
    }
}
