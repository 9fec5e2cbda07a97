package io.sealane.node.oauth;

import io.sealane.core.identity.Refusal;

/** Decides whether a token is good, and what it says: of this node's own making, or not. */
interface TokenCheck {
    /**
     * What the token says, if it is good now.
     *
     * @throws Refusal INVALID_TOKEN
     */
    AccessTokens.Grant verify(String token) throws Refusal;
}
