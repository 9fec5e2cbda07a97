package io.sealane.edifact;

import java.util.BitSet;

/** Which interchanges and messages of a file are sound, by their numbers: a bit each. */
final class Soundness {
    private final BitSet brokenInterchanges;
    private final BitSet brokenMessages;
    private final boolean isKnown;

    /** Of a file that is being read for the first time: nothing is known to be sound yet. */
    Soundness() {
        this(new BitSet(), new BitSet(), false);
    }

    private Soundness(BitSet interchanges, BitSet messages, boolean isKnown) {
        this.brokenInterchanges = interchanges;
        this.brokenMessages = messages;
        this.isKnown = isKnown;
    }

    /** The file was read to its end: what is not broken is sound. */
    Soundness known() {
        return new Soundness(brokenInterchanges, brokenMessages, true);
    }

    void interchangeIsBroken(int number) {
        if (!isKnown) {
            brokenInterchanges.set(number);
        }
    }

    void messageIsBroken(int number) {
        if (!isKnown) {
            brokenMessages.set(number);
        }
    }

    /** Whether the file was read to its end once. */
    boolean isKnown() {
        return isKnown;
    }

    /** Whether documents of a message may be handed on: not while that is not known. */
    boolean isSound(int interchange, int message) {
        return isKnown && !brokenInterchanges.get(interchange) && !brokenMessages.get(message);
    }
}
