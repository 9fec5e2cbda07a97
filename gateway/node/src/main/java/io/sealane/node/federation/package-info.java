/** Federation: the connections between nodes: who is at the other end, what is asked, when. */
@NullMarked
package io.sealane.node.federation;

import org.jspecify.annotations.NullMarked;
