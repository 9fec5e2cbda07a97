/** Faults: what is done to real nodes while they exchange documents, and what must hold then. */
@NullMarked
package io.sealane.command.faults;

import org.jspecify.annotations.NullMarked;
