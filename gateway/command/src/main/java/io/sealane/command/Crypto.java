package io.sealane.command;

import io.sealane.core.identity.NativeProvider;

/** Who signs and verifies, for commands that do little else. */
final class Crypto {
    private Crypto() {}

    /** The native provider where it loads, unless {@code -Dsealane.crypto=jdk} says otherwise. */
    static void choose() {
        if (!"jdk".equals(System.getProperty("sealane.crypto"))) {
            NativeProvider.install();
        }
    }
}
