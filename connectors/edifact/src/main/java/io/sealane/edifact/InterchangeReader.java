package io.sealane.edifact;

import io.xlate.edi.stream.EDIInputFactory;
import io.xlate.edi.stream.EDIStreamEvent;
import io.xlate.edi.stream.EDIStreamException;
import io.xlate.edi.stream.EDIStreamReader;
import io.xlate.edi.stream.EDIStreamValidationError;
import io.xlate.edi.stream.Location;

import java.io.IOException;
import java.io.InputStream;
import java.nio.BufferOverflowException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Reads a file of interchanges, a segment at a time, and tells what is wrong with its frame: UNB,
 * UNH, UNT, UNZ, separators and characters. Whatever the file holds, reading ends and is told.
 */
final class InterchangeReader {
    private final Map<String, SegmentTable> tables;
    private final InterchangeListener listener;
    private EDIStreamReader edi;

    private int message;
    private boolean inInterchange;
    private boolean anyInterchange;
    private boolean inMessage;
    private boolean begins;
    private boolean misplaced;
    private String group = "";
    private final ArrayList<String> groups = new ArrayList<>();
    private List<List<String>> elements = new ArrayList<>();

    private InterchangeReader(
            InputStream input, Map<String, SegmentTable> tables, InterchangeListener listener)
            throws IOException {
        this.tables = tables;
        this.listener = listener;
        try {
            this.edi =
                    EDIInputFactory.newFactory().createEDIStreamReader(Decoded.of(input), "UTF-8");
        } catch (EDIStreamException e) {
            throw new IllegalStateException("StAEDI reads UTF-8", e);
        }
    }

    static void read(
            InputStream input, Map<String, SegmentTable> tables, InterchangeListener listener)
            throws IOException {
        new InterchangeReader(input, tables, listener).run();
    }

    private void run() throws IOException {
        try {
            while (edi.hasNext()) {
                EDIStreamEvent event = edi.next();
                step(event);
            }
        } catch (EDIStreamException e) {
            stopped(e);
        }
    }

    private void step(EDIStreamEvent event) throws EDIStreamException {
        switch (event) {
            case START_INTERCHANGE -> {
                inInterchange = true;
                anyInterchange = true;
            }
            case END_INTERCHANGE -> inInterchange = false;
            case START_TRANSACTION -> {
                message++;
                begins = true;
            }
            case END_TRANSACTION -> endMessage();
            case START_LOOP -> {
                groups.add(edi.getReferenceCode());
                group = groups.getLast();
                listener.groupBegins(group);
            }
            case END_LOOP -> {
                listener.groupEnds(groups.removeLast());
                group = groups.isEmpty() ? "" : groups.getLast();
            }
            case START_SEGMENT -> elements = new ArrayList<>();
            case ELEMENT_DATA -> element(edi.getText());
            case END_SEGMENT -> endSegment();
            case SEGMENT_ERROR, ELEMENT_DATA_ERROR, ELEMENT_OCCURRENCE_ERROR -> error();
            case ELEMENT_DATA_BINARY, START_COMPOSITE, END_COMPOSITE, START_GROUP, END_GROUP -> {
                // Nothing that a message of ours is made of.
            }
        }
    }

    private void element(String text) {
        Location at = edi.getLocation();
        int element = at.getElementPosition();
        int component = Math.max(1, at.getComponentPosition());
        if (at.getElementOccurrence() > 1) {
            tell(
                    Finding.Kind.LEFT_OUT,
                    "repetition",
                    "Element " + element + " is repeated; the first one is read.");
            return;
        }
        while (elements.size() < element) {
            elements.add(new ArrayList<>());
        }
        List<String> components = elements.get(element - 1);
        while (components.size() < component) {
            components.add("");
        }
        components.set(component - 1, text);
    }

    private void endSegment() {
        Location at = edi.getLocation();
        String tag = at.getSegmentTag();
        var segment = new Segment(tag, at.getSegmentPosition(), group, elements);
        boolean wasMisplaced = misplaced;
        misplaced = false;
        switch (tag) {
            case "UNB" -> listener.interchangeBegins(segment);
            case "UNH" -> {
                // One within a message is out of place, and was told.
                if (begins) {
                    begins = false;
                    beginMessage(segment);
                }
            }
            case "UNT", "UNZ", "UNG", "UNE" -> {
                // StAEDI has compared their counts and references.
            }
            default -> {
                if (inMessage && !wasMisplaced) {
                    listener.segment(segment);
                }
            }
        }
        if (segment.isUnreadable()) {
            tell(
                    Finding.Kind.FAULT,
                    "wrong-charset",
                    "A character that the set named in UNB does not have.");
            if (message == 0 || !inMessage) {
                listener.interchangeIsBroken();
            }
        }
    }

    private void beginMessage(Segment unh) {
        String type = unh.look(2, 1);
        String release = unh.look(2, 2) + "." + unh.look(2, 3);
        SegmentTable table = tables.get(type + " " + release);
        inMessage = true;
        groups.clear();
        group = "";
        listener.messageBegins(unh, table);
        if (table == null) {
            String name = (type + " " + release).replaceAll("[^A-Z0-9. ]", "?");
            tell(
                    Finding.Kind.FAULT,
                    "not-mapped",
                    name + " is not mapped. Mapped are: " + String.join(", ", tables.keySet()));
        } else {
            edi.setTransactionSchema(table.schema());
        }
    }

    private void endMessage() {
        if (inMessage) {
            listener.messageEnds();
        }
        inMessage = false;
    }

    private void error() {
        EDIStreamValidationError error = edi.getErrorType();
        String tag = edi.getLocation().getSegmentTag();
        switch (error) {
            case CONTROL_REFERENCE_MISMATCH ->
                    tell(
                            Finding.Kind.WARNING,
                            "reference-mismatch",
                            tag + " does not repeat the reference that it closes.");
            case CONTROL_COUNT_DOES_NOT_MATCH_ACTUAL_COUNT -> {
                tell(Finding.Kind.FAULT, "count-mismatch", tag + " counts something else.");
                if (!tag.equals("UNT")) {
                    listener.interchangeIsBroken();
                }
            }
            case MANDATORY_SEGMENT_MISSING -> {
                String missing = edi.getReferenceCode();
                boolean frame = missing.startsWith("UN");
                tell(
                        frame ? Finding.Kind.FAULT : Finding.Kind.WARNING,
                        "segment-missing",
                        "There should be " + missing + " before this.");
                if (frame && !missing.equals("UNT")) {
                    listener.interchangeIsBroken();
                }
            }
            case LOOP_OCCURS_OVER_MAXIMUM_TIMES, SEGMENT_EXCEEDS_MAXIMUM_USE ->
                    tell(
                            Finding.Kind.WARNING,
                            "too-often",
                            "More of these than the directory allows; read all the same.");
            default -> {
                if (error.getCategory() == EDIStreamEvent.SEGMENT_ERROR) {
                    segmentOutOfPlace();
                } else {
                    tell(
                            Finding.Kind.WARNING,
                            "element",
                            "Element %d: %s."
                                    .formatted(
                                            edi.getLocation().getElementPosition(), words(error)));
                }
            }
        }
    }

    private void segmentOutOfPlace() {
        misplaced = true;
        if (inMessage) {
            tell(Finding.Kind.LEFT_OUT, "out-of-place", "Not where the segment table has it.");
        } else {
            tell(Finding.Kind.FAULT, "outside-of-message", "It stands in no message.");
            listener.interchangeIsBroken();
        }
    }

    private static String words(EDIStreamValidationError error) {
        return error.name().toLowerCase(java.util.Locale.ROOT).replace('_', ' ');
    }

    /** The reader gave up: how far it got says why. */
    private void stopped(EDIStreamException e) throws IOException {
        Throwable cause = e;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        String code;
        String detail;
        if (cause instanceof Decoded.SegmentTooLong || cause instanceof BufferOverflowException) {
            // StAEDI has a limit of its own, for an element.
            code = "segment-too-long";
            detail = "No segment is so long: perhaps its separators are not those of UNA.";
        } else if (cause instanceof IOException io) {
            throw io;
        } else if (!anyInterchange) {
            code = "no-interchange";
            detail = "No interchange begins here: UNB, perhaps after a UNA of nine characters.";
        } else if (!inInterchange) {
            code = "trailing";
            detail = "What follows the interchange is no other one.";
        } else if (String.valueOf(e.getMessage()).startsWith("EDIE005")) {
            code = "truncated";
            detail = "The file ends before UNZ does.";
        } else {
            code = "syntax";
            detail = "Not EDIFACT from here on.";
        }
        if (inInterchange) {
            listener.interchangeIsBroken();
        }
        Location at = e.getLocation();
        int segment = at == null ? 0 : Math.max(0, at.getSegmentPosition());
        String tag = at == null || at.getSegmentTag() == null ? "" : at.getSegmentTag();
        listener.found(
                new Finding(
                        Finding.Kind.FAULT,
                        code,
                        inMessage ? message : 0,
                        segment,
                        printable(tag),
                        detail));
    }

    private void tell(Finding.Kind kind, String code, String detail) {
        Location at = edi.getLocation();
        int within = inMessage ? message : 0;
        listener.found(
                new Finding(
                        kind,
                        code,
                        within,
                        Math.max(0, at.getSegmentPosition()),
                        printable(at.getSegmentTag()),
                        detail));
    }

    private static String printable(String tag) {
        return tag.replaceAll("[^A-Za-z0-9]", "?");
    }
}
