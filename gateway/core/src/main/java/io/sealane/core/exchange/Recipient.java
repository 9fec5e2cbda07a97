package io.sealane.core.exchange;

import io.sealane.core.identity.PartyId;

/**
 * Whom a document is for, and as what: the role chooses the grant, the grant chooses the fields.
 *
 * @param role e.g. {@code terminal}, {@code customs-import}
 */
public record Recipient(PartyId party, String role) {}
