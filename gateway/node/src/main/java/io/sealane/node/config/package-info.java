/**
 * Configuration: the operator's one YAML file, read strictly, with all its problems told at once.
 */
@NullMarked
package io.sealane.node.config;

import org.jspecify.annotations.NullMarked;
