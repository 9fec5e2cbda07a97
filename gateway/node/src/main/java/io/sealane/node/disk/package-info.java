/** Disk: files of the data folder that are either as they were or as they were meant to be. */
@NullMarked
package io.sealane.node.disk;

import org.jspecify.annotations.NullMarked;
