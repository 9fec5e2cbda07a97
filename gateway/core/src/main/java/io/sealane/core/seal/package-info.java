/** A seal: a document as its issuer signed it, once, every hideable part apart. */
@NullMarked
package io.sealane.core.seal;

import org.jspecify.annotations.NullMarked;
