/** Planted: a package that says outright that it is not null-marked. */
@NullUnmarked
package io.sealane.house.planted.bare;

import org.jspecify.annotations.NullUnmarked;
