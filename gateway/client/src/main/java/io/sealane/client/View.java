package io.sealane.client;

import com.fasterxml.jackson.databind.JsonNode;

import java.util.List;

/**
 * A document as one recipient sees it.
 *
 * @param party {@code name@node}
 * @param classes field classes shown
 * @param withheld number of fields hidden from this recipient
 */
public record View(
        String party, String role, List<String> classes, int withheld, JsonNode document) {}
