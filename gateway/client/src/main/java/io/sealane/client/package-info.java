/** Client: what a party's own software calls its node with, over {@code /v1}. */
@NullMarked
package io.sealane.client;

import org.jspecify.annotations.NullMarked;
