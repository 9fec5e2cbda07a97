/** Identity: who a node, a party or a key is, and how one says no to them. */
@NullMarked
package io.sealane.core.identity;

import org.jspecify.annotations.NullMarked;
