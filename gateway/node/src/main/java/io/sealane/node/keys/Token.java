package io.sealane.node.keys;

import io.sealane.node.config.BadConfig;
import io.sealane.node.config.NodeConfig;
import io.sealane.node.config.Problem;

import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.Provider;
import java.security.ProviderException;
import java.security.Security;
import java.util.List;

/**
 * A PKCS#11 token: an HSM, or SoftHSM. Its EC keys are used through the JDK's provider, as TLS
 * needs it; its Ed25519 key through {@link Cryptoki}.
 *
 * @param store the EC keys with their certificates, by alias
 */
record Token(KeyStore store, Cryptoki cryptoki, long slot, char[] pin) {
    /**
     * Enters the token.
     *
     * @throws BadConfig if the library, the label or the PIN is wrong
     */
    static Token open(NodeConfig.Token its, char[] pin) throws BadConfig {
        Path library = its.library();
        Cryptoki cryptoki;
        long slot;
        try {
            cryptoki = new Cryptoki(library);
            slot =
                    cryptoki.slot(its.label())
                            .orElseThrow(() ->
                                    bad(
                                            library,
                                            "Knows no token with the label " + its.label(),
                                            "List them: pkcs11-tool --module FILE -L."));
        } catch (IllegalArgumentException | Cryptoki.Failed e) {
            throw bad(
                    library,
                    "Is not a PKCS#11 library that works here: " + e.getMessage(),
                    "Name the library of the token's maker in keys.token.library.");
        }
        return new Token(store(its, slot, pin), cryptoki, slot, pin.clone());
    }

    private static KeyStore store(NodeConfig.Token its, long slot, char[] pin) throws BadConfig {
        try {
            Provider provider =
                    Security.getProvider("SunPKCS11")
                            .configure(
                                    "--name=Slot%d\nlibrary=\"%s\"\nslot=%d\n"
                                            .formatted(slot, its.library(), slot));
            // Last: whoever asks for a signature without naming a provider gets this one for keys
            // that only this one can use.
            Security.addProvider(provider);
            KeyStore store = KeyStore.getInstance("PKCS11", provider);
            store.load(null, pin);
            return store;
        } catch (IOException | GeneralSecurityException | ProviderException e) {
            throw bad(
                    its.library(),
                    "Does not open the token " + its.label() + ".",
                    "Check the PIN in keys.token.pinFile, and that the token is not locked.");
        }
    }

    private static BadConfig bad(Path library, String what, String remedy) {
        return new BadConfig(List.of(new Problem(library, 0, "", what, remedy)));
    }

    TokenSigner ed25519(String label) throws GeneralSecurityException {
        return new TokenSigner(cryptoki, slot, pin, label);
    }

    @Override
    public String toString() {
        return "a token";
    }
}
