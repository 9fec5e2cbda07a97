package io.sealane.node.watch;

import com.fasterxml.jackson.databind.node.ObjectNode;

import io.sealane.core.identity.Outage;
import io.sealane.core.identity.Refusal;
import io.sealane.core.json.Json;

import org.jspecify.annotations.Nullable;

import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
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
    private static final List<String> INFORMING = List.of("io.sealane", "exchange", "requests");

    // The LogManager keeps loggers weakly, and would forget their level.
    private static final List<Logger> HELD = new ArrayList<>();

    private final boolean json;

    LogLines(boolean json) {
        this.json = json;
    }

    /** Keeps the log open while the process ends: the JDK's own manager closes it at once. */
    public static final class OpenLogs extends LogManager {
        @Override
        public void reset() {
            // The configuration is made below, and nowhere else.
        }
    }

    /**
     * Sends the log of this process to stderr. To be called before anything logs.
     *
     * @param json an object a line; else plain text
     */
    public static void install(boolean json) {
        System.setProperty("java.util.logging.manager", OpenLogs.class.getName());
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
        for (Handler other : root.getHandlers()) {
            root.removeHandler(other);
        }
        root.addHandler(handler);
        root.setLevel(Level.WARNING);
        for (String name : INFORMING) {
            Logger logger = Logger.getLogger(name);
            logger.setLevel(Level.INFO);
            HELD.add(logger);
        }
        // Hibernate warns at every start that it has no pool: it is handed one.
        Logger hibernate = Logger.getLogger("org.hibernate");
        hibernate.setLevel(Level.SEVERE);
        HELD.add(hibernate);
    }

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

    /** What an outage came from is told in names; a bug with the places it went through. */
    private static String trace(@Nullable Throwable thrown) {
        boolean expected = thrown instanceof Outage || thrown instanceof Refusal;
        StringBuilder trace = new StringBuilder();
        Throwable cause = thrown;
        for (int i = 0; cause != null && i < MOST_CAUSES; i++) {
            trace.append(i == 0 ? " | " : " | caused by ").append(cause.getClass().getName());
            if (isOurs(cause)) {
                trace.append(": ").append(cause.getMessage());
            }
            StackTraceElement[] frames = cause.getStackTrace();
            int shown = expected ? 0 : Math.min(frames.length, MOST_FRAMES);
            for (int j = 0; j < shown; j++) {
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
