/** Raw files made ready to reconstruct: geometry and line integrals of a scan, operator and data of raw k-space. */
package org.preimage.operators.raw;
