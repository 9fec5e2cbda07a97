/** A disclosure: the parts of a sealed document that one reader is shown, and the proof of them. */
@NullMarked
package io.sealane.core.disclosure;

import org.jspecify.annotations.NullMarked;
