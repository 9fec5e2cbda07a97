package io.sealane.node.http;

import io.sealane.core.identity.Refusal;
import io.vertx.core.http.HttpServerRequest;

/** Decides who may pass, from a request's head alone, before any byte of its body is read. */
public interface Gate {
    /** The caller, or a refusal: no token, a stolen token, another scope, an unknown peer. */
    Caller admit(HttpServerRequest request, Access access) throws Refusal;
}
