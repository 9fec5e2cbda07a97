/** Command: what a person or a script says to Sealane at a terminal, and what it answers. */
@NullMarked
package io.sealane.command;

import org.jspecify.annotations.NullMarked;
