package io.sealane.node.http;

import io.sealane.core.identity.Refusal;
import io.vertx.core.http.HttpServerRequest;

import java.security.cert.X509Certificate;

/** Decides who may pass, from a request's head alone, before any byte of its body is read. */
public interface Gate {
    /** The caller, or a refusal: no token, a stolen token, another scope, an unknown peer. */
    Caller admit(HttpServerRequest request, Access access) throws Refusal;

    /**
     * Whether a connection may stay open; asked every second.
     *
     * @param peer the certificate whose key the other end proved to hold
     */
    default boolean keeps(X509Certificate peer) {
        return true;
    }
}
