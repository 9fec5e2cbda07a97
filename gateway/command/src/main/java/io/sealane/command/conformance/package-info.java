/** Conformance: vectors that others wrote, run through the code that a node runs. */
@NullMarked
package io.sealane.command.conformance;

import org.jspecify.annotations.NullMarked;
