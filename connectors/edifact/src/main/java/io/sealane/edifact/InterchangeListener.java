package io.sealane.edifact;

import org.jspecify.annotations.Nullable;

/** Is told what the file holds, in its order. */
interface InterchangeListener {
    void interchangeBegins(Segment unb);

    /** A message; without a table its segments are not told of. */
    void messageBegins(Segment unh, @Nullable SegmentTable table);

    void groupBegins(String group);

    void groupEnds(String group);

    void segment(Segment segment);

    void messageEnds();

    /** Something is wrong: with the message that is being read if there is one. */
    void found(Finding finding);

    /** Nothing of this interchange may become a document. */
    void interchangeIsBroken();
}
