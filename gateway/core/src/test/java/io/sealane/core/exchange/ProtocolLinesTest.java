package io.sealane.core.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.sealane.core.identity.Refusal;
import io.sealane.core.json.Json;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The lines between nodes have the members that PROTOCOL.md shows. */
class ProtocolLinesTest {
    private static final Pattern SHOWN = Pattern.compile("`(\\{\"[^`]*})`");
    private static final Pattern MEMBER = Pattern.compile("\"([a-z]+)\":");
    private static final byte[] HASH = new byte[32];

    /** The members of every JSON object that the section about federation shows in a sentence. */
    private static List<Set<String>> shown() throws IOException {
        String text = Files.readString(Path.of("..", "docs", "PROTOCOL.md"));
        String section = text.substring(text.indexOf("## Federation"), text.indexOf("## Evidence"));
        return SHOWN.matcher(section)
                .results()
                .map(object -> names(object.group(1)))
                .collect(Collectors.toList());
    }

    private static Set<String> names(String json) {
        return MEMBER.matcher(json)
                .results()
                .map(member -> member.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** The members of each line, those of objects in it too. */
    private static List<Set<String>> lines(byte[] jsonLines) throws Refusal {
        var lines = new ArrayList<Set<String>>();
        for (byte[] line : JsonLines.split(jsonLines, Batch.MAX_LINES)) {
            var names = new TreeSet<String>();
            Json.parse(line).fieldNames().forEachRemaining(names::add);
            Json.parse(line).path("problem").fieldNames().forEachRemaining(names::add);
            lines.add(names);
        }
        return lines;
    }

    @Test
    void a_batch_has_the_members_shown() throws IOException, Refusal {
        var batch =
                new Batch(
                        new Batch.Head("note", 1, List.of(HASH), 2),
                        List.of(new Batch.Line("wire", null, false, HASH, 3, List.of(HASH))));
        assertThat(shown()).containsAll(lines(batch.toJsonLines()));
    }

    @Test
    void an_answer_has_the_members_shown() throws IOException, Refusal {
        var answer =
                new Answer(
                        List.of(new Answer.Line(3, List.of(HASH), HASH, "{}".getBytes(UTF_8))),
                        "note",
                        1,
                        List.of(HASH),
                        4,
                        new Answer.Problem("sequence-gap", "A number was left out."));
        assertThat(shown()).containsAll(lines(answer.toJsonLines()));
    }
}
