package io.sealane.command;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;

import io.sealane.client.Problem;
import io.sealane.core.identity.Outage;
import io.sealane.core.identity.Refusal;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/** Says on one line of standard error why a command did not succeed. Never a stack trace. */
final class Complaint {
    private final PrintWriter err;

    Complaint(PrintWriter err) {
        this.err = err;
    }

    /** The words of the command line make no sense. */
    int aboutWords(ParameterException e, String... arguments) {
        CommandLine command = e.getCommandLine();
        String hint = "; try '" + command.getCommandSpec().qualifiedName() + " --help'";
        say(wantsJson(arguments), Objects.requireNonNullElse(e.getMessage(), "") + hint, null);
        return Exit.USAGE;
    }

    /** The command ran and was stopped. */
    int aboutRun(Exception e, CommandLine command, @Nullable ParseResult parsed) {
        boolean json = Output.of(command.getCommandSpec()) == Output.JSON;
        switch (e) {
            case Refusal refusal -> {
                say(json, refusal.detail(), refusal.code().wireName());
                return Exit.NOT_SO;
            }
            case Problem problem -> {
                say(json, Objects.toString(problem.getMessage()), problem.code());
                return Exit.NOT_SO;
            }
            case Outage outage -> say(json, Objects.toString(outage.getMessage()), null);
            case UncheckedIOException io ->
                    say(json, about(Objects.requireNonNull(io.getCause())), null);
            case IOException io -> say(json, about(io), null);
            default -> sayBug(json, e);
        }
        return Exit.ENVIRONMENT;
    }

    /** An assertion failed, or the JVM gave up. */
    int aboutBug(Error e, String... arguments) {
        sayBug(wantsJson(arguments), e);
        return Exit.ENVIRONMENT;
    }

    /** There is nothing that the user can do but tell us: where it happened helps us. */
    private void sayBug(boolean json, Throwable e) {
        StackTraceElement[] stack = e.getStackTrace();
        String where = stack.length == 0 ? "" : " at " + stack[0];
        say(json, "please report this: " + e + where, "bug");
    }

    /** Java's own messages of missing files are the bare path. */
    private static String about(IOException e) {
        return switch (e) {
            case NoSuchFileException missing -> "There is no file " + missing.getFile();
            case AccessDeniedException denied -> "May not read or write " + denied.getFile();
            default -> Objects.requireNonNullElse(e.getMessage(), e.getClass().getSimpleName());
        };
    }

    private void say(boolean json, String message, @Nullable String code) {
        String line = printable(message);
        if (json) {
            var error = JsonNodeFactory.instance.objectNode();
            if (code != null) {
                error.put("code", code);
            }
            err.println(error.put("error", line));
        } else {
            err.println("sealane: " + (code == null ? "" : code + ": ") + line);
        }
    }

    /** One line, and nothing in it that a terminal obeys: messages may quote what others sent. */
    private static String printable(String message) {
        return message.strip().replaceAll("\\R", " ").replaceAll("\\p{Cntrl}", "?");
    }

    /** The parse failed, so the option's value has to be looked for by hand. */
    private static boolean wantsJson(String... arguments) {
        List<String> words = Arrays.asList(arguments);
        int at = words.indexOf("--output");
        return words.contains("--output=json")
                || (at >= 0 && at + 1 < words.size() && words.get(at + 1).equals("json"));
    }
}
