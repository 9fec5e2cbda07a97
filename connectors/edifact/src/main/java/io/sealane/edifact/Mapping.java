package io.sealane.edifact;

import com.fasterxml.jackson.databind.node.ObjectNode;

import java.util.List;

/** What becomes of one kind of message. */
interface Mapping {
    /**
     * The events of a unit: one, or one for each container.
     *
     * @throws Unmapped if it has none that our types can hold
     */
    List<Event> of(Unit unit) throws Unmapped;

    /**
     * A document that is not yet checked.
     *
     * @param type e.g. {@code transport-event/1.0}
     */
    record Event(String type, ObjectNode document) {}
}
