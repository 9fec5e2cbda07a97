package io.sealane.core.document;

/**
 * A name under which a document is looked for.
 *
 * @param kind the DCSA name of the field: {@code equipmentReference}, {@code
 *     transportDocumentReference}, {@code carrierBookingReference}, {@code vesselName} ...
 */
public record Reference(String kind, String value) {}
