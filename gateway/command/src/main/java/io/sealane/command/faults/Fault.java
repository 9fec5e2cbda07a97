package io.sealane.command.faults;

import java.util.Locale;

/** What is done to one node, to its database, or to the network between two. */
public enum Fault {
    /** SIGKILL to the node, which is started again; its database lives on. */
    NODE_KILLED,
    /** SIGKILL to the database server and its workers: the node starts it again. */
    DATABASE_KILLED,
    /** SIGKILL to both. */
    BOTH_KILLED,
    /** SIGSTOP for a while, as by a long pause of a virtual machine, then SIGCONT. */
    NODE_PAUSED,
    /** SIGINT to the database server, which ends every session and then itself. */
    DATABASE_STOPPED,
    /** No connection between two nodes: those that are open end. */
    NETWORK_CUT,
    /** Questions arrive and answers do not: what makes a sender repeat what was taken. */
    ANSWERS_LOST,
    /** Every piece of data takes a while. */
    NETWORK_SLOW;

    /** As it is printed. */
    public String words() {
        return name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
