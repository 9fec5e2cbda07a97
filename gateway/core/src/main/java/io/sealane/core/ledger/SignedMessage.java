package io.sealane.core.ledger;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.sealane.core.identity.Code;
import io.sealane.core.identity.Refusal;

import java.nio.ByteBuffer;

/** The bytes that a timed signature of a checkpoint is made over. */
final class SignedMessage {
    private static final byte[] LABEL = "subtree/v1\n\0".getBytes(UTF_8);
    private static final int MAX_NAME_BYTES = 255;

    private SignedMessage() {}

    /**
     * @param text the whole text of a checkpoint
     * @throws Refusal if the text is not that of a checkpoint
     */
    static byte[] timed(SignatureType type, String cosigner, String text, long timeSeconds)
            throws Refusal {
        Checkpoint checkpoint = Checkpoint.parse(text);
        return switch (type) {
            // SPEC: C2SP tlog-cosignature, Ed25519 signed message.
            case COSIGNATURE ->
                    ("cosignature/v1\ntime " + timeSeconds + "\n" + text).getBytes(UTF_8);
            case ML_DSA_44 -> subtree(cosigner, checkpoint, timeSeconds);
            case ED25519 -> throw new AssertionError("its signatures carry no time");
        };
    }

    // SPEC: C2SP tlog-cosignature, ML-DSA-44 signed message: cosigned_message; of a checkpoint the
    // start is 0 and the end the size.
    private static byte[] subtree(String cosigner, Checkpoint checkpoint, long timeSeconds)
            throws Refusal {
        byte[] name = cosigner.getBytes(UTF_8);
        byte[] origin = checkpoint.origin().getBytes(UTF_8);
        if (name.length > MAX_NAME_BYTES || origin.length > MAX_NAME_BYTES) {
            throw new Refusal(
                    Code.BAD_CHECKPOINT, "ML-DSA-44 signs names and origins of up to 255 bytes.");
        }
        return ByteBuffer.allocate(
                        LABEL.length + 1 + name.length + 8 + 1 + origin.length + 8 + 8 + 32)
                .put(LABEL)
                .put((byte) name.length)
                .put(name)
                .putLong(timeSeconds)
                .put((byte) origin.length)
                .put(origin)
                .putLong(0)
                .putLong(checkpoint.size())
                .put(checkpoint.root())
                .array();
    }
}
