package io.sealane.house;

import static org.assertj.core.api.Assertions.assertThat;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.sealane.core.identity.Code;
import io.sealane.core.identity.Refusal;
import io.sealane.core.json.Base64Url;
import io.sealane.core.json.Json;
import io.sealane.core.ledger.Leaf;
import io.sealane.core.ledger.Opening;
import io.sealane.core.ledger.Scope;

import org.junit.jupiter.api.Test;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** PROTOCOL.md says what the code does, where that can be told by a machine. */
class ProtocolTest {
    private static final String TEXT =
            Checkout.readText(Checkout.find().root().resolve("gateway/docs/PROTOCOL.md"));
    private static final HexFormat HEX = HexFormat.of();

    /** One row of the table of codes. */
    private record Row(String code, String meaning, String triedAgain, String numbered) {
        static Row of(String line) {
            String[] cells = line.split("\\|");
            assertThat(cells).as(line).hasSize(6);
            return new Row(
                    cells[1].strip().replace("`", ""),
                    cells[2].strip(),
                    cells[4].strip(),
                    cells[5].strip());
        }
    }

    private static List<Row> rows() {
        String table = TEXT.substring(TEXT.indexOf("## Refusal codes"));
        return table.lines().filter(line -> line.startsWith("| `")).map(Row::of).toList();
    }

    @Test
    void the_table_of_codes_lists_exactly_the_codes_there_are() {
        assertThat(rows().stream().map(Row::code))
                .containsExactlyElementsOf(
                        Arrays.stream(Code.values()).map(Code::wireName).toList());
        assertThat(rows()).allSatisfy(row -> assertThat(row.meaning()).hasSizeGreaterThan(10));
    }

    @Test
    void the_table_says_of_each_code_what_it_uses_up() {
        for (Row row : rows()) {
            Code code = Code.ofWireName(row.code());
            assertThat(code).as(row.code()).isNotNull();
            if (code == null) {
                continue;
            }
            switch (code.kind()) {
                case INPUT -> assertThat(row.numbered()).as(row.code()).isIn("no", "in a delivery");
                case UNNUMBERED -> {
                    assertThat(row.numbered()).as(row.code()).isEqualTo("no");
                    assertThat(row.triedAgain()).as(row.code()).isEqualTo("retried");
                }
                case NUMBERED -> {
                    assertThat(row.numbered()).as(row.code()).isEqualTo("yes");
                    assertThat(row.triedAgain()).as(row.code()).isEqualTo("final");
                }
                case EVIDENCE -> {
                    assertThat(row.numbered()).as(row.code()).isEqualTo("no");
                    assertThat(row.triedAgain()).as(row.code()).isEqualTo("final");
                }
            }
        }
    }

    @Test
    void the_worked_example_of_a_leaf_is_what_the_code_computes() throws Refusal {
        Map<String, String> example = leafExample();
        Scope scope = Scope.parse(Json.parse(text(example, "scope")));
        byte[] statement = text(example, "statement").getBytes(UTF_8);
        byte[] blinding = HEX.parseHex(text(example, "r"));
        byte[] scopeBlinding = Leaf.scopeBlinding(blinding);
        var opening = new Opening(0, blinding, scope, statement);

        assertThat(new String(scope.bytes(), UTF_8)).isEqualTo(text(example, "scope"));
        assertThat(Base64Url.encode(Leaf.blindingHash(blinding))).isEqualTo(text(example, "rh"));
        assertThat(HEX.formatHex(scopeBlinding)).isEqualTo(text(example, "HMAC"));
        assertThat(HEX.formatHex(Leaf.scopeHash(scope, scopeBlinding)))
                .isEqualTo(text(example, "scope hash"));
        assertThat(HEX.formatHex(Leaf.bodyHash(blinding, statement)))
                .isEqualTo(text(example, "body hash"));
        assertThat(HEX.formatHex(opening.entry())).isEqualTo(text(example, "entry"));
        assertThat(HEX.formatHex(opening.leafHash())).isEqualTo(text(example, "leaf hash"));
    }

    private static String text(Map<String, String> example, String name) {
        assertThat(example).containsKey(name);
        return example.getOrDefault(name, "");
    }

    /** The block's values by name; a line that begins with blanks continues the one before. */
    private static Map<String, String> leafExample() {
        int start = TEXT.indexOf("```leaf\n") + "```leaf\n".length();
        String block = TEXT.substring(start, TEXT.indexOf("```", start)).replaceAll("\n +", "");
        var example = new LinkedHashMap<String, String>();
        block.lines()
                .forEach(line -> {
                    String[] parts = line.split(" {2,}", 2);
                    example.put(parts[0], parts[1]);
                });
        return example;
    }
}
