/**
 * Exchange: how documents travel from a party of one node to a party of another: the three paths
 * {@link io.sealane.core.exchange.Submission}, {@link io.sealane.core.exchange.Dispatch} and {@link
 * io.sealane.core.exchange.Reception}, and what they ask of durable memory.
 */
@NullMarked
package io.sealane.core.exchange;

import org.jspecify.annotations.NullMarked;
