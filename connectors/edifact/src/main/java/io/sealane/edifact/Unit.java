package io.sealane.edifact;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;

/**
 * The segments that one event is made of, and those around it that speak of all events.
 *
 * @param unb of the interchange
 * @param header of the message, without UNH
 * @param parent of the group around the unit
 * @param own the unit's, its first one first
 * @param warn is told what is doubtful, by code and in words, at the unit's first segment
 */
record Unit(
        Segment unb,
        List<Segment> header,
        List<Segment> parent,
        List<Segment> own,
        BiConsumer<String, String> warn) {

    /** The segment that it begins with. */
    Segment first() {
        return own.getFirst();
    }

    /** The first segment of its own with this tag, of the group that it begins with. */
    @Nullable Segment direct(String tag, String qualifier) {
        for (Segment one : own) {
            if (one.tag().equals(tag)
                    && one.group().equals(first().group())
                    && one.look(1, 1).equals(qualifier)) {
                return one;
            }
        }
        return null;
    }

    /** The header's first segment with this tag and qualifier. */
    @Nullable Segment above(String tag, String qualifier) {
        for (Segment one : header) {
            if (one.tag().equals(tag) && one.look(1, 1).equals(qualifier)) {
                return one;
            }
        }
        return null;
    }

    /** Its own one, else the header's. */
    @Nullable Segment nearest(String tag, String qualifier) {
        Segment direct = direct(tag, qualifier);
        return direct == null ? above(tag, qualifier) : direct;
    }

    static List<Segment> of(List<Segment> segments, String tag) {
        return segments.stream().filter(one -> one.tag().equals(tag)).toList();
    }

    /** Own segments of the group that it begins with. */
    List<Segment> direct(String tag) {
        return of(own, tag).stream().filter(one -> one.group().equals(first().group())).toList();
    }

    /**
     * Everything that says which event it is, but no control reference: sent again, it is the same.
     */
    String identity() {
        var text = new ArrayList<String>();
        text.add(unb.look(2, 1));
        header.forEach(one -> text.add(one.text()));
        parent.forEach(one -> text.add(one.text()));
        own.forEach(one -> text.add(one.text()));
        return String.join("\u001d", text);
    }
}
