/** Dialect: the form in which another standard says what a type of ours says, read both ways. */
@NullMarked
package io.sealane.core.dialect;

import org.jspecify.annotations.NullMarked;
