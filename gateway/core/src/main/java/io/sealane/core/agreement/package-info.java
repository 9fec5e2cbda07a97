/** Agreement: what two nodes allow each other, signed by both; nothing else is allowed. */
@NullMarked
package io.sealane.core.agreement;

import org.jspecify.annotations.NullMarked;
