/**
 * The simulation: the cores of several nodes on one clock, one faulty network and one seed. What is
 * random comes from the seed, so a history that goes wrong is told again by its number.
 */
@NullMarked
package io.sealane.simulation;

import org.jspecify.annotations.NullMarked;
