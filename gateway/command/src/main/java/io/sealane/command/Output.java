package io.sealane.command;

import picocli.CommandLine.Model.CommandSpec;

import java.util.Locale;

/** The form of the answer on standard output; errors go to standard error, a line each. */
public enum Output {
    /** For a person. */
    TEXT,
    /** For a program: one JSON value, or one a line where the command says so. */
    JSON;

    /** What the user asked for, wherever on the line {@code --output} stood. */
    public static Output of(CommandSpec command) {
        return ((Main) command.root().userObject()).output();
    }

    /** The word on the command line. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
