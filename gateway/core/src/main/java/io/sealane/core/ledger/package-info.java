/**
 * Ledger: the append-only log in which a node commits to every statement, in the formats of C2SP.
 */
@NullMarked
package io.sealane.core.ledger;

import org.jspecify.annotations.NullMarked;
