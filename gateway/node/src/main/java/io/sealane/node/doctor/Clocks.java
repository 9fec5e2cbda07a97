package io.sealane.node.doctor;

import java.time.Duration;

/** Two clocks beside each other. */
final class Clocks {
    /** SPEC: PROTOCOL: what is from more than 5 minutes in the future is refused. */
    private static final Duration REFUSED = Duration.ofMinutes(5);

    private static final Duration DOUBTFUL = Duration.ofMinutes(1);

    private Clocks() {}

    /**
     * What it means that another clock is ahead of ours by so much.
     *
     * @param whose e.g. {@code the database's clock}
     */
    static Finding compared(String check, String whose, Duration ahead) {
        String means =
                whose
                        + " is "
                        + words(ahead.abs())
                        + (ahead.isNegative() ? " behind" : " ahead of")
                        + " ours";
        if (ahead.abs().compareTo(REFUSED) >= 0) {
            return Finding.failed(
                    check,
                    means,
                    "set both by NTP: what one sends, the other refuses (clock-skew)");
        }
        return ahead.abs().compareTo(DOUBTFUL) >= 0
                ? Finding.warning(check, means, "set both by NTP")
                : Finding.ok(check, whose + " is as ours, to a minute");
    }

    static String words(Duration duration) {
        Duration length = duration.abs();
        return length.toMinutes() > 0
                ? length.toMinutes() + " min"
                : "%d.%03d s".formatted(length.toSeconds(), length.toMillisPart());
    }
}
