package io.sealane.edifact;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Our own interchanges of invented companies, one of each kind that is mapped. */
public final class Examples {
    private static final List<String> NAMES =
            List.of(
                    "codeco-gate-in.edi",
                    "coarri-loaded.edi",
                    "iftsta-departed.edi",
                    "iftsta-arrived-by-rail.edi");

    private Examples() {}

    /** By the names of their files. */
    public static Map<String, Converter.Source> all() {
        var all = new LinkedHashMap<String, Converter.Source>();
        for (String name : NAMES) {
            all.put(name, () -> new ByteArrayInputStream(bytes(name)));
        }
        return all;
    }

    /** The bytes of one. */
    static byte[] bytes(String name) {
        try (InputStream file = Examples.class.getResourceAsStream("examples/" + name)) {
            if (file == null) {
                throw new IllegalStateException("no example " + name);
            }
            return file.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
