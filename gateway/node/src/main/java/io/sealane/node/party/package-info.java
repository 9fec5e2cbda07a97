/** Who this node serves: its parties as their last signed statement says. */
@NullMarked
package io.sealane.node.party;

import org.jspecify.annotations.NullMarked;
