/** A measurement: what is done, how often, on which machine, and what it costs in all processes. */
@NullMarked
package io.sealane.bench;

import org.jspecify.annotations.NullMarked;
