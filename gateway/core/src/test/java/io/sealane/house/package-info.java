/** The house: checks that hold the whole repository to its own style and its walls. */
@NullMarked
package io.sealane.house;

import org.jspecify.annotations.NullMarked;
