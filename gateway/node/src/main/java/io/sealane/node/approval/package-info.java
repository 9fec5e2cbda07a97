/** An approval: what one operator asked for takes place when another one confirms it. */
@NullMarked
package io.sealane.node.approval;

import org.jspecify.annotations.NullMarked;
