package io.sealane.core.exchange;

import java.util.List;

/**
 * The receiver's word about one delivery: its statement, the opening of the leaf that commits to
 * it, and the proof that the leaf is in a tree that the receiver signed.
 *
 * @param statement JCS bytes, PROTOCOL.md "admitted" and "refused"
 * @param blinding 32 bytes
 * @param index position of the leaf in the receiver's log; -1 for a house delivery, whose receipt
 *     stands in the own log at a position that is not known before the commit
 * @param proof inclusion proof, RFC 6962, to the checkpoint's tree
 * @param checkpoint the signed note
 */
public record Receipt(
        byte[] statement, byte[] blinding, long index, List<byte[]> proof, String checkpoint) {}
