package io.sealane.house;

import com.google.googlejavaformat.java.Formatter;
import com.google.googlejavaformat.java.FormatterException;
import com.google.googlejavaformat.java.JavaFormatterOptions;
import com.google.googlejavaformat.java.StringWrapper;

/** The one layout of Java here: google-java-format's AOSP style; comments stay as written. */
final class JavaFormat {
    private static final Formatter FORMATTER =
            new Formatter(
                    JavaFormatterOptions.builder()
                            .style(JavaFormatterOptions.Style.AOSP)
                            .formatJavadoc(false)
                            .build());

    private JavaFormat() {}

    static String format(String source) {
        try {
            return StringWrapper.wrap(FORMATTER.formatSourceAndFixImports(source), FORMATTER);
        } catch (FormatterException e) {
            throw new IllegalArgumentException("Not Java: " + e.getMessage(), e);
        }
    }
}
