package io.sealane.node.keys;

import io.vertx.core.net.KeyCertOptions;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;

import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.X509KeyManager;

/**
 * What the node shows of itself in a TLS handshake, as server and as client.
 *
 * @param chain its own certificate first
 */
public record TlsIdentity(PrivateKey key, List<X509Certificate> chain) {
    public TlsIdentity {
        chain = List.copyOf(chain);
    }

    public X509Certificate certificate() {
        return chain.getFirst();
    }

    /** When the first certificate of the chain ends. */
    public Instant end() {
        Instant end = Instant.MAX;
        for (X509Certificate certificate : chain) {
            Instant its = certificate.getNotAfter().toInstant();
            end = its.isBefore(end) ? its : end;
        }
        return end;
    }

    /** The form in which Vert.x takes it, for either side. */
    public KeyCertOptions options() {
        return KeyCertOptions.wrap(keyManager());
    }

    private X509KeyManager keyManager() {
        try {
            char[] password = "memory".toCharArray(); // It never leaves this method's memory.
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, password);
            store.setKeyEntry("tls", key, password, chain.toArray(X509Certificate[]::new));
            KeyManagerFactory factory = KeyManagerFactory.getInstance("SunX509");
            factory.init(store, password);
            return (X509KeyManager) factory.getKeyManagers()[0];
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException("a TLS key that was read cannot be used", e);
        }
    }
}
