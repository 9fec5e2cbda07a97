/** Planted: classes that break a wall each, so that ArchitectureTest shows that it would notice. */
@NullMarked
package io.sealane.house.planted.seal;

import org.jspecify.annotations.NullMarked;
