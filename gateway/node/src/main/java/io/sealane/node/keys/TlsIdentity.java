package io.sealane.node.keys;

import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;

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

    /** Whether the key is known to this process, or stays in a token. */
    boolean isInMemory() {
        return key.getEncoded() != null;
    }
}
