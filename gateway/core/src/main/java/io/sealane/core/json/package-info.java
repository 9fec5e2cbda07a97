/** JSON as it is read from outside and as it is hashed and signed: strict in, canonical out. */
@NullMarked
package io.sealane.core.json;

import org.jspecify.annotations.NullMarked;
