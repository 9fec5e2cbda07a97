package io.sealane.node.http;

import io.sealane.core.identity.Code;
import io.sealane.core.identity.Refusal;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** What the documents that this node takes look like, field by field: the pages of schemas/docs. */
public final class SchemaPages {
    private static final String MARKDOWN = "text/markdown; charset=utf-8";
    private static final String FIRST = "README.md";

    /** No other file of the class path can be asked for. */
    private static final Pattern PAGE = Pattern.compile("README\\.md|[a-z]+(-[a-z]+)*\\.md");

    /** The routes; what is asked for changes with the node's build alone. */
    public List<Route> routes() {
        return List.of(
                Route.get("/docs/schemas", Access.OPEN, Set.of(), _ -> first()),
                Route.get(
                        "/docs/schemas/{page}",
                        Access.OPEN,
                        Set.of(),
                        ask -> answer(page(ask.place("page")))));
    }

    /** Links of a page are relative to its folder, which ends in a slash that this path has not. */
    private static Answer first() throws Refusal {
        return answer(page(FIRST).replaceAll("\\]\\((?=[a-z-]+\\.md\\))", "](schemas/"));
    }

    private static Answer answer(String page) {
        return Answer.of(200, MARKDOWN, page.getBytes(StandardCharsets.UTF_8));
    }

    private static String page(String name) throws Refusal {
        if (!PAGE.matcher(name).matches()) {
            throw new Refusal(Code.NOT_FOUND, "There is no such page.");
        }
        try (InputStream in = SchemaPages.class.getResourceAsStream("/schemas/docs/" + name)) {
            if (in == null) {
                throw new Refusal(Code.NOT_FOUND, "There is no such page.");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
