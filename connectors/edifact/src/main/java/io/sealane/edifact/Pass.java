package io.sealane.edifact;

import io.sealane.core.document.DocumentType;
import io.sealane.core.document.Warning;
import io.sealane.core.identity.Refusal;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;

/**
 * One reading of a file. The first tells what is wrong with frames, and so which messages are
 * sound. The second gathers the segments of each of their events, maps them, and accounts for all
 * of them.
 */
final class Pass implements InterchangeListener {
    /** Segments of one event, or of a header; a directory allows about as many. */
    private static final int MOST_SEGMENTS = 20_000;

    /** BGM 1225: messages that tell of no event of their own. */
    private static final Map<String, String> NOT_EVENTS =
            Map.of(
                    "1", "It takes back an earlier message: withdraw that one's documents.",
                    "53", "It is a test.");

    private final Converter converter;
    private final Findings findings;
    private final Soundness soundness;
    private final Converter.Taker taker;

    private int interchange;
    private int message;
    private boolean isTest;
    private Segment unb = new Segment("UNB", 0, "", List.of());
    private Segment unh = unb;
    private @Nullable SegmentTable table;
    private boolean isRefused;
    private boolean inUnit;
    private boolean inParent;
    private final List<Segment> header = new ArrayList<>();
    private final List<Segment> parent = new ArrayList<>();
    private final List<Segment> own = new ArrayList<>();
    private int units;
    private int documents;
    private @Nullable IOException failure;

    Pass(Converter converter, Findings findings, Soundness soundness, Converter.Taker taker) {
        this.converter = converter;
        this.findings = findings;
        this.soundness = soundness;
        this.taker = taker;
    }

    int documents() {
        return documents;
    }

    int messages() {
        return message;
    }

    @Override
    public void interchangeBegins(Segment unb) {
        interchange++;
        this.unb = unb;
        // SPEC: ISO 9735-1 0035: 1 marks a test.
        isTest = unb.look(11, 1).equals("1");
        if (isTest) {
            found(fault("test", unb, "The interchange is a test: none of it is an event."));
            interchangeIsBroken();
        }
    }

    @Override
    public void messageBegins(Segment unh, @Nullable SegmentTable table) {
        message++;
        this.unh = unh;
        this.table = table;
        isRefused = false;
        units = 0;
        inUnit = false;
        inParent = false;
        header.clear();
        parent.clear();
        own.clear();
    }

    @Override
    public void groupBegins(String group) {
        if (table == null) {
            return;
        }
        if (group.equals(table.unit())) {
            inUnit = true;
            units++;
        } else if (group.equals(table.parent())) {
            inParent = true;
        }
    }

    @Override
    public void groupEnds(String group) {
        if (table == null) {
            return;
        }
        if (group.equals(table.unit())) {
            inUnit = false;
            map();
            own.clear();
        } else if (group.equals(table.parent())) {
            inParent = false;
            account(parent);
            parent.clear();
        }
    }

    @Override
    public void segment(Segment segment) {
        if (table == null) {
            return;
        }
        List<Segment> into = inUnit ? own : inParent ? parent : header;
        if (into.size() >= MOST_SEGMENTS) {
            if (!isRefused) {
                refuse(fault("too-much", segment, "More segments than one event can have."));
            }
            return;
        }
        into.add(segment);
        if (segment.tag().equals("BGM")) {
            String why = NOT_EVENTS.get(segment.take(3, 1));
            if (why != null) {
                refuse(fault("not-an-event", segment, why));
            }
        }
    }

    @Override
    public void messageEnds() {
        if (table != null) {
            total();
            account(header);
        }
        table = null;
        findings.endOfMessage();
    }

    @Override
    public void found(Finding finding) {
        if (soundness.isKnown()) {
            return;
        }
        findings.add(finding);
        if (finding.kind() == Finding.Kind.FAULT && finding.message() > 0) {
            soundness.messageIsBroken(message);
        }
    }

    @Override
    public void interchangeIsBroken() {
        soundness.interchangeIsBroken(interchange);
    }

    /** SPEC: UN/EDIFACT 6069: 16 is the number of containers. */
    private void total() {
        if (!soundness.isSound(interchange, message)) {
            return;
        }
        for (Segment cnt : Unit.of(header, "CNT")) {
            if (cnt.look(1, 1).equals("16")) {
                cnt.take(1, 1);
                if (!cnt.take(1, 2).equals(Integer.toString(units))) {
                    tell(Finding.Kind.WARNING, "total", cnt, "It is not the number of EQD here.");
                }
            }
        }
    }

    /** Nothing of this message becomes a document. */
    private void refuse(Finding finding) {
        isRefused = true;
        found(finding);
    }

    private void map() {
        if (isRefused || own.isEmpty() || !soundness.isSound(interchange, message)) {
            return;
        }
        Segment first = own.getFirst();
        var told = new HashSet<String>();
        var unit =
                new Unit(
                        unb,
                        header,
                        parent,
                        own,
                        (code, detail) -> {
                            if (told.add(code)) {
                                tell(Finding.Kind.WARNING, code, first, detail);
                            }
                        });
        try {
            String type = unh.look(2, 1);
            for (Mapping.Event event : converter.mapping(type).of(unit)) {
                hand(event, first);
            }
        } catch (Unmapped e) {
            // The other events of the message stand on their own.
            findings.add(e.toFinding(message));
            return;
        }
        account(own);
    }

    private void hand(Mapping.Event event, Segment first) {
        try {
            DocumentType type = converter.catalogue().type(event.type());
            for (Warning warning : type.check(event.document())) {
                tell(
                        Finding.Kind.WARNING,
                        warning.rule(),
                        first,
                        warning.pointer() + ": " + warning.detail());
            }
            documents++;
            if (failure == null) {
                taker.take(
                        new Converter.Document(type, event.document(), message, first.position()));
            }
        } catch (Refusal e) {
            String where = e.pointer() == null ? "" : e.pointer() + ": ";
            findings.add(fault("not-valid", first, where + e.detail()));
        } catch (IOException e) {
            // Reading goes on to its end, which is near: the taker is asked no more.
            failure = e;
        }
    }

    /** What no element of a document was made from. */
    private void account(List<Segment> segments) {
        if (isRefused || !soundness.isSound(interchange, message)) {
            return;
        }
        for (Segment one : segments) {
            String places = one.leftOut();
            if (!places.isEmpty()) {
                String what = one.qualifier().isEmpty() ? "" : " of " + one.qualifier();
                tell(
                        Finding.Kind.LEFT_OUT,
                        "left-out",
                        one,
                        "Elements " + places + what + " have no place in the document.");
            }
        }
    }

    void failIfTakerFailed() throws IOException {
        if (failure != null) {
            throw failure;
        }
    }

    private void tell(Finding.Kind kind, String code, Segment at, String detail) {
        findings.add(new Finding(kind, code, message, at.position(), at.tag(), detail));
    }

    private Finding fault(String code, Segment at, String detail) {
        return new Finding(
                Finding.Kind.FAULT,
                code,
                table == null ? 0 : message,
                at.position(),
                at.tag(),
                detail);
    }
}
