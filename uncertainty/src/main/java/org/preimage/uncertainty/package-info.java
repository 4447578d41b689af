/**
 * How far to trust a result: posterior moments, samplers, Laplace approximation, calibration. It holds nothing yet.
 */
package org.preimage.uncertainty;
