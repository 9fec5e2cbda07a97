/**
 * Store: what the node remembers, in PostgreSQL: written in groups, one transaction each, through
 * Hibernate Reactive; confidential columns encrypted with keys that are not in the database.
 */
@NullMarked
package io.sealane.node.store;

import org.jspecify.annotations.NullMarked;
