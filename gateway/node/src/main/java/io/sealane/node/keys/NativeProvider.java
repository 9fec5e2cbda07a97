package io.sealane.node.keys;

import com.amazon.corretto.crypto.provider.AmazonCorrettoCryptoProvider;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.security.Security;

/**
 * Signatures, hashes and ciphers by the native library of the Amazon Corretto Crypto Provider,
 * where it loads; by the JDK's own providers where it does not. What is signed and what is accepted
 * is the same either way.
 */
public final class NativeProvider {
    private static final Logger LOG = LoggerFactory.getLogger(NativeProvider.class);

    /** Set to {@code jdk}, it keeps the JDK's own providers. */
    static final String CHOICE = "sealane.crypto";

    private NativeProvider() {}

    /** Puts it first, before any key is read. Returns the name of the provider in use. */
    public static String install() {
        var provider = AmazonCorrettoCryptoProvider.INSTANCE;
        Throwable obstacle = provider.getLoadingError();
        if ("jdk".equals(System.getProperty(CHOICE))) {
            LOG.info("event=crypto provider=jdk reason=chosen");
            return "jdk";
        }
        if (obstacle != null) {
            LOG.warn(
                    "event=crypto provider=jdk reason=\"the native library does not load: {}\"",
                    obstacle.getClass().getSimpleName());
            return "jdk";
        }
        Security.insertProviderAt(provider, 1);
        LOG.info(
                "event=crypto provider={} version={}",
                provider.getName(),
                provider.getVersionStr());
        return provider.getName();
    }
}
