/** A fuzzer: what is made of its bytes, and what an input may cost. */
@NullMarked
package io.sealane.fuzz;

import org.jspecify.annotations.NullMarked;
