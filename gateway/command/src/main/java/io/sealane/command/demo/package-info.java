/** Demo: three nations that exchange real documents on one machine, and what came of it. */
@NullMarked
package io.sealane.command.demo;

import org.jspecify.annotations.NullMarked;
