/** Audit: what anyone can verify offline, from files, without trust in the node that made them. */
@NullMarked
package io.sealane.audit;

import org.jspecify.annotations.NullMarked;
