/** Fleet: nodes of one federation that run as processes on this machine. */
@NullMarked
package io.sealane.command.fleet;

import org.jspecify.annotations.NullMarked;
