package io.sealane.core.identity;

import com.amazon.corretto.crypto.provider.AmazonCorrettoCryptoProvider;

import java.security.Security;

/**
 * Signatures, hashes and ciphers by the native library of the Amazon Corretto Crypto Provider,
 * where it loads; by the JDK's own providers where it does not. What is signed and what is accepted
 * is the same either way.
 */
public final class NativeProvider {
    private NativeProvider() {}

    /** Puts it first, for the whole process, unless it does not load here. */
    public static boolean install() {
        var provider = AmazonCorrettoCryptoProvider.INSTANCE;
        if (provider.getLoadingError() != null) {
            return false;
        }
        Security.insertProviderAt(provider, 1);
        return true;
    }

    /** The provider that signs documents from now on, by name and version. */
    public static String inUse() {
        return Key.signature(Algorithm.ES256, null).getProvider().toString();
    }
}
