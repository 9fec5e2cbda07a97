package io.sealane.node.oauth;

import io.sealane.core.identity.Key;
import io.sealane.core.json.Digest;
import io.sealane.node.config.Scope;
import io.sealane.node.http.Caller;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Set;

/**
 * Who may get a token: a party or an account of one, an auditor, or an operator.
 *
 * @param id its name, the {@code client_id}
 * @param party as which party it acts; empty for others
 * @param certificate {@code x5t#S256} of the certificate that authenticates it, or null
 * @param key signs its client assertions, or null
 * @param limits what it may ask
 */
record Client(
        String id,
        Kind kind,
        String party,
        Set<Scope> scopes,
        @Nullable String certificate,
        @Nullable Key key,
        List<Caller.Limit> limits) {

    /** Who it is to the node. */
    enum Kind {
        PARTY,
        AUDITOR,
        OPERATOR
    }

    /** Names what it authenticates with: a token counts while that stays as it was. */
    String credentials() {
        return Digest.base64Url(certificate + " " + (key == null ? "" : key.kid()));
    }
}
