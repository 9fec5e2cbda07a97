package io.sealane.command;

/** What every command's exit code says. Scripts rely on these four and there is no fifth. */
public final class Exit {
    /** Done, or: everything that was checked holds. */
    public static final int OK = 0;

    /** Checked, and it does not hold; or the other side refused. */
    public static final int NOT_SO = 1;

    /** The command line is not one that can be obeyed. */
    public static final int USAGE = 2;

    /** Nothing was decided: a file, the network, the node or the machine stood in the way. */
    public static final int ENVIRONMENT = 3;

    private Exit() {}
}
