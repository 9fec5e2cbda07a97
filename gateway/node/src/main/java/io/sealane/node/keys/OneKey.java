package io.sealane.node.keys;

import org.jspecify.annotations.Nullable;

import java.net.Socket;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.function.Supplier;

import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedKeyManager;

/**
 * The one key and chain that a node shows, whoever asks; the key may be in a token. A handshake
 * shows what there is when it begins: the alias that it is given names the certificate, so that a
 * renewal in the middle of it does not mix two.
 */
final class OneKey extends X509ExtendedKeyManager {
    private static final String EC = "EC";

    private final Supplier<TlsIdentity> identity;
    private volatile Shown shown;

    /** What new handshakes are given, and what those under way may still have been given. */
    private record Shown(TlsIdentity now, TlsIdentity before) {
        TlsIdentity of(String alias) {
            return alias.equals(name(before)) ? before : now;
        }
    }

    OneKey(Supplier<TlsIdentity> identity) {
        this.identity = identity;
        this.shown = new Shown(identity.get(), identity.get());
    }

    private static String name(TlsIdentity identity) {
        return Thumbprint.of(identity.certificate());
    }

    private synchronized String newest() {
        TlsIdentity now = identity.get();
        if (!now.equals(shown.now())) {
            shown = new Shown(now, shown.now());
        }
        return name(now);
    }

    @Override
    public PrivateKey getPrivateKey(String alias) {
        return shown.of(alias).key();
    }

    @Override
    public X509Certificate[] getCertificateChain(String alias) {
        return shown.of(alias).chain().toArray(X509Certificate[]::new);
    }

    @Override
    public String[] getClientAliases(String keyType, Principal @Nullable [] issuers) {
        return new String[] {newest()};
    }

    @Override
    public String[] getServerAliases(String keyType, Principal @Nullable [] issuers) {
        return new String[] {newest()};
    }

    @Override
    public @Nullable String chooseClientAlias(
            String[] keyTypes, Principal @Nullable [] issuers, @Nullable Socket socket) {
        return List.of(keyTypes).contains(EC) ? newest() : null;
    }

    @Override
    public @Nullable String chooseServerAlias(
            String keyType, Principal @Nullable [] issuers, @Nullable Socket socket) {
        return keyType.equals(EC) ? newest() : null;
    }

    @Override
    public @Nullable String chooseEngineClientAlias(
            String[] keyTypes, Principal @Nullable [] issuers, @Nullable SSLEngine engine) {
        return chooseClientAlias(keyTypes, issuers, null);
    }

    @Override
    public @Nullable String chooseEngineServerAlias(
            String keyType, Principal @Nullable [] issuers, @Nullable SSLEngine engine) {
        return chooseServerAlias(keyType, issuers, null);
    }
}
