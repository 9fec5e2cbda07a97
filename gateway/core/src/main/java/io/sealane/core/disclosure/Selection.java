package io.sealane.core.disclosure;

import io.sealane.core.document.FieldClass;
import io.sealane.core.seal.SealedDocument;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.function.Predicate;

/** Which parts of a sealed document may be shown. */
public final class Selection {
    private Selection() {}

    /**
     * The indices, ascending, of the hidden parts whose class is granted and the class of every
     * part they are nested in too: nobody is shown a part of what they may not see.
     */
    public static List<Integer> select(SealedDocument document, Predicate<FieldClass> granted) {
        List<SealedDocument.Item> items = document.disclosures();
        var shown = new BitSet(items.size());
        var indices = new ArrayList<Integer>();
        for (int index = 0; index < items.size(); index++) {
            SealedDocument.Item item = items.get(index);
            boolean reachable =
                    item.parent() == SealedDocument.NO_PARENT || shown.get(item.parent());
            if (reachable && granted.test(item.cls())) {
                shown.set(index);
                indices.add(index);
            }
        }
        return List.copyOf(indices);
    }
}
