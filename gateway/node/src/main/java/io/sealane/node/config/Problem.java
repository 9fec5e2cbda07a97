package io.sealane.node.config;

import java.nio.file.Path;

/**
 * One thing that is wrong in a configuration.
 *
 * @param file the file it is in
 * @param line counted from 1; 0 where the whole file is meant
 * @param path e.g. {@code partners[1].pins[0]}; empty where the whole file is meant
 * @param what what is wrong, without the value: it may be a secret in the wrong place
 * @param remedy what to do about it
 */
public record Problem(Path file, int line, String path, String what, String remedy) {
    @Override
    public String toString() {
        String where = line > 0 ? file + ":" + line + ": " : file + ": ";
        return where + (path.isEmpty() ? "" : path + ": ") + what + " " + remedy;
    }
}
