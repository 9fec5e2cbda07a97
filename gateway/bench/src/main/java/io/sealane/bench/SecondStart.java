package io.sealane.bench;

import com.fasterxml.jackson.databind.node.ObjectNode;

import io.sealane.command.fleet.NodeProcess;
import io.sealane.core.json.Json;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;

/** How long a node that has run before takes from the command to ready, its database included. */
final class SecondStart {
    private static final int STARTS = 5;
    private static final Duration LONGEST = Duration.ofMinutes(2);

    private final Ground ground;

    SecondStart(Ground ground) {
        this.ground = ground;
    }

    ObjectNode measure() throws IOException {
        ground.start();
        ground.tell("Starting us again, " + STARTS + " times, while nl is up.");
        NodeProcess us = ground.us();
        var times = new ArrayList<Duration>();
        for (int i = 0; i < STARTS; i++) {
            us.stop();
            long start = System.nanoTime();
            us.start();
            us.awaitReady(LONGEST);
            times.add(Duration.ofNanos(System.nanoTime() - start));
        }
        ObjectNode result = Json.object().put("part", "start").put("starts", STARTS);
        result.set("millis", Figures.millis(times));
        return result;
    }
}
