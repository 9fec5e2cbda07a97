/** OAuth: tokens for parties and auditors, each bound to a client certificate. */
@NullMarked
package io.sealane.node.oauth;

import org.jspecify.annotations.NullMarked;
