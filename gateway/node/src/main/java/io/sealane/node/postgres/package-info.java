/**
 * PostgreSQL: where a database is, and the embedded server that a node runs in its own data folder
 * unless it is told of another one.
 */
@NullMarked
package io.sealane.node.postgres;

import org.jspecify.annotations.NullMarked;
