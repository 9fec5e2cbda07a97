package io.sealane.node.watch;

import com.fasterxml.jackson.databind.node.ObjectNode;

import io.sealane.core.json.Json;

import org.jspecify.annotations.Nullable;

import java.time.temporal.ChronoUnit;
import java.util.logging.Formatter;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogManager;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.StreamHandler;

/**
 * One event, one line on stderr, whatever stands in it. Of an exception that is not ours only the
 * class and the place are written: what a library says about bytes it was given may quote them.
 */
public final class LogLines extends Formatter {
    private static final int MOST_FRAMES = 12;
    private static final int MOST_CAUSES = 4;

    private final boolean json;

    LogLines(boolean json) {
        this.json = json;
    }

    /**
     * Sends the log of this process to stderr.
     *
     * @param json an object a line; else plain text
     */
    public static void install(boolean json) {
        LogManager.getLogManager().reset();
        Handler handler =
                new StreamHandler(System.err, new LogLines(json)) {
                    @Override
                    public synchronized void publish(@Nullable LogRecord event) {
                        super.publish(event);
                        flush();
                    }
                };
        handler.setLevel(Level.ALL);
        Logger root = Logger.getLogger("");
        root.addHandler(handler);
        root.setLevel(Level.WARNING);
        OURS.setLevel(Level.INFO);
    }

    // Held, since the LogManager keeps loggers weakly and would forget the level.
    private static final Logger OURS = Logger.getLogger("io.sealane");

    @Override
    public String format(LogRecord event) {
        String time = event.getInstant().truncatedTo(ChronoUnit.MILLIS).toString();
        String name = event.getLoggerName() == null ? "" : event.getLoggerName();
        String logger = name.substring(name.lastIndexOf('.') + 1);
        String message = formatMessage(event) + trace(event.getThrown());
        if (json) {
            ObjectNode line =
                    Json.object()
                            .put("time", time)
                            .put("level", level(event.getLevel()))
                            .put("logger", logger)
                            .put("message", message);
            return Json.text(line) + "\n";
        }
        String line = time + " " + level(event.getLevel()) + " " + logger + " " + message;
        return escaped(line) + "\n";
    }

    private static String level(Level level) {
        if (level.intValue() >= Level.SEVERE.intValue()) {
            return "ERROR";
        }
        return level.intValue() >= Level.WARNING.intValue() ? "WARN" : "INFO";
    }

    private static String trace(@Nullable Throwable thrown) {
        StringBuilder trace = new StringBuilder();
        Throwable cause = thrown;
        for (int i = 0; cause != null && i < MOST_CAUSES; i++) {
            trace.append(i == 0 ? " | " : " | caused by ").append(cause.getClass().getName());
            if (isOurs(cause)) {
                trace.append(": ").append(cause.getMessage());
            }
            StackTraceElement[] frames = cause.getStackTrace();
            for (int j = 0; j < Math.min(frames.length, MOST_FRAMES); j++) {
                trace.append(j == 0 ? " at " : " < ").append(frames[j]);
            }
            cause = cause.getCause();
        }
        return trace.toString();
    }

    /** Whether our own code, which quotes no values, wrote the message. */
    private static boolean isOurs(Throwable thrown) {
        return switch (thrown) {
            case IllegalStateException _, AssertionError _, NullPointerException _ -> true;
            default -> thrown.getClass().getName().startsWith("io.sealane.");
        };
    }

    private static String escaped(String line) {
        StringBuilder safe = new StringBuilder(line.length());
        line.chars()
                .forEach(c -> {
                    if (c < 0x20 || c == 0x7f || (c >= 0x80 && c < 0xa0) || c == 0x2028) {
                        safe.append("\\u%04x".formatted(c));
                    } else {
                        safe.append((char) c);
                    }
                });
        return safe.toString();
    }
}
