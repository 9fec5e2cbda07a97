/** EDIFACT: interchanges of ports and carriers, as documents that a node takes. */
@NullMarked
package io.sealane.edifact;

import org.jspecify.annotations.NullMarked;
