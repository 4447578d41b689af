/** Linear algebra on small dense complex matrices: {@link org.preimage.operators.linear.HermitianEigen}. */
package org.preimage.operators.linear;
