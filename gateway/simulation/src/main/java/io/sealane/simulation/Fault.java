package io.sealane.simulation;

import java.util.Locale;

/** What goes wrong in a history. */
enum Fault {
    /** A batch never arrives. */
    REQUEST_LOST,
    /** It arrives, and its answer does not. */
    ANSWER_LOST,
    /** It arrives twice. */
    DUPLICATED,
    /** It arrives when its sender has given up waiting. */
    LATE,
    /** It arrives after one that was sent later. */
    REORDERED,
    /** Two nodes, or one and all others, cannot reach each other for a while. */
    PARTITION,
    /** One cannot reach the other, and is reached by it. */
    ONE_WAY,
    /** A batch or an answer that met a partition. */
    CUT_OFF,
    /** A process is killed. */
    CRASH,
    /** All processes of a node are killed, and its store with them. */
    POWER_LOSS,
    /** A process is stopped in an orderly way and started again. */
    RESTART,
    /** A process stands still for seconds to minutes. */
    STALL,
    /** The store does not take a call. */
    STORE_AWAY,
    /** The store takes a call, and its answer is lost. */
    OUTCOME_UNKNOWN,
    /** A party does not hear that its document was taken, and hands it in again. */
    PARTY_REPEATS,
    /** The liar sends again what it, or another, sent before. */
    REPLAY,
    /** The liar sends something else under a number that it used, or an id under another number. */
    EQUIVOCATION,
    /** The liar shows a checkpoint of another tree. */
    FORK,
    /** The liar shows what no agreement grants. */
    OVER_DISCLOSURE,
    /** The liar keeps receipts back. */
    WITHHELD,
    /** The liar answers with receipts of other deliveries. */
    FALSE_RECEIPT;

    /** As it is printed. */
    String words() {
        return name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
