package io.sealane.node.doctor;

import com.fasterxml.jackson.databind.node.ObjectNode;

import io.sealane.core.json.Json;

import java.util.Locale;

/**
 * What one look came to.
 *
 * @param check what was looked at, e.g. {@code database} or {@code partner nl.sealane.example}
 * @param means one sentence
 * @param advice what to do; empty where nothing is
 */
record Finding(String check, State state, String means, String advice) {

    /** How it is. The word is the constant in lower case. */
    enum State {
        OK,
        /** It works, and will not for long, or not as well as it could. */
        WARNING,
        FAILED;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    static Finding ok(String check, String means) {
        return new Finding(check, State.OK, means, "");
    }

    static Finding warning(String check, String means, String advice) {
        return new Finding(check, State.WARNING, means, advice);
    }

    static Finding failed(String check, String means, String advice) {
        return new Finding(check, State.FAILED, means, advice);
    }

    /** A line for a terminal. */
    String line() {
        String what = "%-8s %s: %s".formatted(state, check, means);
        return advice.isEmpty() ? what : what + "; " + advice;
    }

    ObjectNode json() {
        return Json.object()
                .put("check", check)
                .put("state", state.toString())
                .put("means", means)
                .put("do", advice);
    }
}
