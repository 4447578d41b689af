package org.preimage.priors.method;

import java.util.Locale;
import org.preimage.operators.LinearOperator;
import org.preimage.operators.space.Vectors;
import org.preimage.reconstruction.parameter.Discrepancy;

/** |A x - y| against the noise: for data unlike those of its training a network may be far off, and nothing else tells. */
final class Agreement {
    /** The misfit, in units of the noise's, above which the image is called into question. */
    private static final double SUSPECT = 2;

    private Agreement() {}

    /** In words, with a warning where the image does not explain the data. */
    static String note(LinearOperator a, float[] data, float[] x) {
        return note(a, Discrepancy.estimate(a, data), x);
    }

    /** The same with the noise as it was estimated before. */
    static String note(LinearOperator a, Discrepancy noise, float[] x) {
        if (noise.radius() == 0) {
            return noise.note();
        }
        double misfit = Math.sqrt(Vectors.distanceSquared(a.apply(x), noise.data()));
        String measured = String.format(
                Locale.ROOT, "|A x - y| is %.3g times that of the noise (%s)", misfit / noise.radius(), noise.note());
        return misfit > SUSPECT * noise.radius()
                ? measured + ": the image does not explain the data; compare it with a variational method's"
                : measured;
    }
}
