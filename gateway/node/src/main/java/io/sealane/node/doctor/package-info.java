/** A node's doctor: looks at a node and what it needs, changes nothing, and says what to do. */
@NullMarked
package io.sealane.node.doctor;

import org.jspecify.annotations.NullMarked;
