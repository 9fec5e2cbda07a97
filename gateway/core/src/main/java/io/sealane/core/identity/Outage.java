package io.sealane.core.identity;

/** The environment's fault: nothing was decided, nothing was used up, it can be tried again. */
public final class Outage extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int retryAfterSeconds;

    public Outage(String what, int retryAfterSeconds) {
        super(what);
        this.retryAfterSeconds = retryAfterSeconds;
    }

    public Outage(String what, int retryAfterSeconds, Throwable cause) {
        super(what, cause);
        this.retryAfterSeconds = retryAfterSeconds;
    }

    public int retryAfterSeconds() {
        return retryAfterSeconds;
    }
}
