/** Learned functionals, which every solver accepts as it does others. */
package org.preimage.priors.functional;
