package io.sealane.edifact;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.sealane.core.document.Catalogue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** What a converter makes of a text, for tests. */
final class Interchanges {
    static final Catalogue CATALOGUE = Catalogue.bundled();

    private Interchanges() {}

    /** What came of a file. */
    record Read(
            Converter.Result result, List<Finding> findings, List<Converter.Document> documents) {

        List<String> faults() {
            return findings.stream()
                    .filter(one -> one.kind() == Finding.Kind.FAULT)
                    .map(Finding::code)
                    .toList();
        }

        List<String> warnings() {
            return findings.stream()
                    .filter(one -> one.kind() == Finding.Kind.WARNING)
                    .map(Finding::code)
                    .toList();
        }

        Finding fault(String code) {
            return findings.stream()
                    .filter(one -> one.code().equals(code))
                    .findFirst()
                    .orElseThrow(() -> new AssertionError("no " + code + " in " + findings));
        }
    }

    static Converter converter(String... zones) {
        return new Converter(CATALOGUE, Zones.of(List.of(zones)), Statuses.bundled());
    }

    static Read read(String text) {
        return read(text.getBytes(ISO_8859_1));
    }

    private static final Converter CONVERTER = converter();

    static Read read(byte[] bytes) {
        return read(() -> new ByteArrayInputStream(bytes), CONVERTER);
    }

    static Read read(Converter.Source source, Converter converter) {
        var findings = new ArrayList<Finding>();
        var documents = new ArrayList<Converter.Document>();
        try {
            Converter.Result result = converter.convert(source, findings::add, documents::add);
            return new Read(result, findings, documents);
        } catch (IOException e) {
            throw new AssertionError("reading from memory cannot fail", e);
        }
    }

    /** One of our examples. */
    static String example(String name) {
        return new String(Examples.bytes(name), ISO_8859_1);
    }

    /** CODECO with so many containers, all right. */
    static String gates(int containers) {
        var text = new StringBuilder("UNB+UNOA:2+A+B+260311:1505+R'UNH+1+CODECO:D:95B:UN'");
        text.append("BGM+34+N+9'NAD+CF+X:160:166'");
        for (int i = 0; i < containers; i++) {
            text.append("EQD+CN+SLNU2100341+45G1:102:5++2+5'");
            text.append("DTM+7:202603111358:203'LOC+165+USSAV:139:6'");
        }
        int segments = 3 + 3 * containers + 1;
        return text.append("UNT+").append(segments).append("+1'UNZ+1+R'").toString();
    }
}
