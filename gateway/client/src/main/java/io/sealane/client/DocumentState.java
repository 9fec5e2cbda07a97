package io.sealane.client;

import java.util.List;
import java.util.UUID;

/**
 * An own document and where it stands with each recipient.
 *
 * @param issuer {@code name@node}
 * @param issuedAt as the node wrote it
 */
public record DocumentState(
        UUID id, String type, String issuer, String issuedAt, List<Accepted.Delivery> deliveries) {

    /** Whether every recipient's node has given its final answer. */
    public boolean isSettled() {
        return deliveries.stream().allMatch(Accepted.Delivery::isFinal);
    }
}
