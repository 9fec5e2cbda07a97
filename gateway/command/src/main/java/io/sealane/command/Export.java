package io.sealane.command;

import com.fasterxml.jackson.databind.JsonNode;

import io.sealane.core.dialect.Dialect;
import io.sealane.core.dialect.Dialects;
import io.sealane.core.dialect.Exported;
import io.sealane.core.dialect.Imported;
import io.sealane.core.dialect.LeftOut;
import io.sealane.core.document.Catalogue;
import io.sealane.core.document.DocumentType;
import io.sealane.core.identity.Refusal;
import io.sealane.core.json.Json;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;

/** Writes documents of ours in the form of another standard, and tells what that cannot say. */
@Command(
        name = "export",
        description = {
            "Write documents in another form: the way back of 'sealane import'.",
            "What the form has no word for is told, place by place, on standard error."
        })
final class Export implements Callable<Integer> {
    @Spec private CommandSpec spec;

    @Parameters(paramLabel = "FILE", arity = "1..*", description = "Valid documents, JSON.")
    private List<Path> files = List.of();

    @Option(
            names = "--form",
            paramLabel = "FORM",
            required = true,
            description =
                    "dcsa-tnt-2, dcsa-tnt-3, dcsa-vgm-1, dcsa-port-call-2, dcsa-arrival-notice-1,"
                            + " gs1-epcis-2, or plain.")
    private String form = "";

    @Option(
            names = "--out",
            paramLabel = "FILE",
            description =
                    "Write it here, never over a file that is there. Default: standard output.")
    private @Nullable Path target;

    @Override
    public Integer call() throws IOException, Refusal {
        var catalogue = Catalogue.bundled();
        Dialect dialect = dialect(Dialects.bundled(catalogue));
        var documents = new ArrayList<Imported>();
        for (Path file : files) {
            JsonNode body = Json.parse(Files.readAllBytes(file));
            DocumentType type = Send.recognised(catalogue, body, file);
            documents.add(new Imported(type, body, List.of(), type.check(body)));
        }
        Exported exported = dialect.export(documents);
        print(exported.file());
        tell(exported);
        return Exit.OK;
    }

    private Dialect dialect(Dialects dialects) {
        return dialects.named(form)
                .orElseThrow(() ->
                        new ParameterException(
                                spec.commandLine(),
                                "--form: there are "
                                        + String.join(
                                                ", ",
                                                dialects.all().stream().map(Dialect::name).toList())
                                        + "."));
    }

    private void print(JsonNode file) throws IOException {
        if (target == null) {
            PrintWriter out = spec.commandLine().getOut();
            out.println(Output.of(spec) == Output.JSON ? Json.text(file) : Printed.indented(file));
        } else {
            Files.writeString(target, Printed.indented(file) + "\n", StandardOpenOption.CREATE_NEW);
        }
    }

    private void tell(Exported exported) {
        PrintWriter err = spec.commandLine().getErr();
        for (int i = 0; i < files.size(); i++) {
            String name = files.get(i).getFileName().toString();
            for (LeftOut left : exported.leftOut().get(i)) {
                err.println("%s#%s: left out: %s".formatted(name, left.pointer(), left.why()));
            }
        }
        err.flush();
    }
}
