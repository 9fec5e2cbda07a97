/** Watching: metrics, log lines and health: what an operator sees of a running node. */
@NullMarked
package io.sealane.node.watch;

import org.jspecify.annotations.NullMarked;
