/** Document: an instance of a shared schema, checked, with the class of each of its fields. */
@NullMarked
package io.sealane.core.document;

import org.jspecify.annotations.NullMarked;
