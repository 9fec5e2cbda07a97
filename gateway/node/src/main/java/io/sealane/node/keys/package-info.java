/** Keys: the node's private keys and certificate, from one PKCS#12 file. */
@NullMarked
package io.sealane.node.keys;

import org.jspecify.annotations.NullMarked;
