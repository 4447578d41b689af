/**
 * Parameters from the data: the noise level, and weights that fit the data to it. Built on solvers and functionals;
 * ready methods ask here when a weight is "auto".
 */
package org.preimage.reconstruction.parameter;
