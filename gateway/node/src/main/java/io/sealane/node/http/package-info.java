/** HTTP: the API of parties and the pages of the operator: routes, limits, problem documents. */
@NullMarked
package io.sealane.node.http;

import org.jspecify.annotations.NullMarked;
