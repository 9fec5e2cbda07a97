package io.sealane.core.disclosure;

import static org.assertj.core.api.Assertions.assertThat;

import io.sealane.core.document.FieldClass;
import io.sealane.core.seal.SealedDocument;
import io.sealane.core.seal.SealedDocument.Item;

import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Set;

class SelectionTest {
    private static final FieldClass CARGO = new FieldClass("cargo");
    private static final FieldClass MONEY = new FieldClass("money");
    private static final FieldClass SAFETY = new FieldClass("safety");

    private static final SealedDocument DOCUMENT =
            new SealedDocument(
                    "token",
                    List.of(
                            new Item("a", CARGO, SealedDocument.NO_PARENT),
                            new Item("b", MONEY, 0),
                            new Item("c", SAFETY, 1),
                            new Item("d", SAFETY, SealedDocument.NO_PARENT)),
                    "classes");

    @Test
    void shows_what_is_granted_with_all_it_is_nested_in() {
        assertThat(select(CARGO, MONEY, SAFETY)).containsExactly(0, 1, 2, 3);
        assertThat(select(CARGO, MONEY)).containsExactly(0, 1);
        assertThat(select()).isEmpty();
    }

    @Test
    void shows_nothing_below_what_is_not_granted_however_far_up() {
        assertThat(select(CARGO, SAFETY)).containsExactly(0, 3);
        assertThat(select(MONEY, SAFETY)).containsExactly(3);
    }

    private static List<Integer> select(FieldClass... granted) {
        return Selection.select(DOCUMENT, Set.of(granted)::contains);
    }
}
