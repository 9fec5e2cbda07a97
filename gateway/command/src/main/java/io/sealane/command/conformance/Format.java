package io.sealane.command.conformance;

import org.jspecify.annotations.Nullable;

import java.io.IOException;

/** A form of vectors that is known here. */
interface Format {
    /** What the file came to, or null if it is not of this form. Looks at the content first. */
    @Nullable Result run(VectorFile file) throws IOException;
}
