/** Certs: keys and certificates for development: made on the spot, never committed. */
@NullMarked
package io.sealane.certs;

import org.jspecify.annotations.NullMarked;
