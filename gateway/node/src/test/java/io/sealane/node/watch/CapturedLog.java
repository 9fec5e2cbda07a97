package io.sealane.node.watch;

import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/** What this process logs, at INFO and above, as a node would write it. */
public final class CapturedLog implements AutoCloseable {
    private final StringBuilder lines = new StringBuilder();
    private final Logger root = Logger.getLogger("");
    private final Handler handler =
            new Handler() {
                @Override
                public void publish(LogRecord event) {
                    String line = getFormatter().format(event);
                    synchronized (lines) {
                        lines.append(line);
                    }
                }

                @Override
                public void flush() {}

                @Override
                public void close() {}
            };

    public CapturedLog() {
        handler.setFormatter(new LogLines(false));
        handler.setLevel(Level.INFO);
        root.addHandler(handler);
    }

    /** How much was logged until now. */
    public int length() {
        synchronized (lines) {
            return lines.length();
        }
    }

    /** What was logged since it was that long. */
    public String since(int length) {
        synchronized (lines) {
            return lines.substring(length);
        }
    }

    @Override
    public void close() {
        root.removeHandler(handler);
    }
}
