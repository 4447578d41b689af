package org.preimage.priors.laplace;

import java.util.random.RandomGenerator;
import org.preimage.operators.LinearOperator;
import org.preimage.operators.space.Space;

/**
 * The data that depend on the image, with the operator's rows that make them: what a mask leaves out or rays outside of the image measure
 * would tell the marginal likelihood that there is no noise.
 *
 * @param operator to a vector of those data
 * @param data of those rows
 */
public record ObservedData(LinearOperator operator, float[] data) {
    /**
     * Those of data, found by an application of the operator to a random image.
     *
     * @throws IllegalArgumentException if no data depend on the image
     */
    public static ObservedData of(LinearOperator operator, float[] data, RandomGenerator random) {
        operator.range().require("data", data);
        float[] probe = operator.domain().zeros();
        for (int i = 0; i < probe.length; i++) {
            probe[i] = (float) random.nextGaussian();
        }
        float[] seen = operator.apply(probe);
        int[] rows = new int[seen.length];
        int count = 0;
        for (int i = 0; i < seen.length; i++) {
            if (seen[i] != 0) {
                rows[count++] = i;
            }
        }
        if (count == 0) {
            throw new IllegalArgumentException("no data depend on the image, of which they are to tell something");
        }
        if (count == seen.length) {
            return new ObservedData(operator, data);
        }
        int m = count;
        float[] kept = new float[m];
        for (int k = 0; k < m; k++) {
            kept[k] = data[rows[k]];
        }
        LinearOperator chosen = LinearOperator.of(
                operator.domain(),
                Space.vector(m),
                (x, out) -> {
                    float[] all = operator.apply(x);
                    for (int k = 0; k < m; k++) {
                        out[k] = all[rows[k]];
                    }
                },
                (y, out) -> {
                    float[] all = operator.range().zeros();
                    for (int k = 0; k < m; k++) {
                        all[rows[k]] = y[k];
                    }
                    operator.adjoint(all, out);
                });
        return new ObservedData(chosen, kept);
    }
}
