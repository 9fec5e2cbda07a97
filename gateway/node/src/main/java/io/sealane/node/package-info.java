/** The node: the process that serves parties and partners; its main wires everything by hand. */
@NullMarked
package io.sealane.node;

import org.jspecify.annotations.NullMarked;
