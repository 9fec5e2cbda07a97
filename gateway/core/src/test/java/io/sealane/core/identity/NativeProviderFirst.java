package io.sealane.core.identity;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Puts the provider that a node prefers before the JDK's own. JUnit finds it in the second run of
 * the tests about keys, signatures and hashes (the pom's {@code native-provider}), and in no other.
 */
public final class NativeProviderFirst implements BeforeAllCallback {
    private static final String LINUX = "Linux amd64";

    @Override
    public void beforeAll(ExtensionContext context) {
        String system = System.getProperty("os.name") + " " + System.getProperty("os.arch");
        if (system.equals(LINUX)) {
            assertThat(NativeProvider.install()).isTrue();
        }
    }
}
