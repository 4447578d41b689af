package org.preimage.reconstruction.method;

import java.util.List;
import org.preimage.operators.Operator;
import org.preimage.operators.mri.CartesianMri;
import org.preimage.operators.mri.Sensitivities;
import org.preimage.operators.parallel.Parallel;
import org.preimage.operators.space.Image;

/** How images of the coils become one image, in the domain of the operator. */
public enum CoilCombination {
    /** The root of the sum of squares, x = sqrt(sum over c of |x_c|^2), as the real part; of several maps, in the first. */
    ROOT_SUM_OF_SQUARES("rss"),
    /** By the operator's sensitivities, x = sum over c of conj(S_c) x_c / sum over c of |S_c|^2, for each map. */
    SENSITIVITIES("sensitivities");

    private static final int GRAIN = 1 << 12;

    /** The parameter of methods that combine coils. */
    static final Parameter PARAMETER = Parameter.choice(
            "combine",
            List.of(ROOT_SUM_OF_SQUARES.label, SENSITIVITIES.label),
            "How coil images become one: the root of their sum of squares, or by the operator's sensitivities.");

    private final String label;

    CoilCombination(String label) {
        this.label = label;
    }

    /** The value of {@link #PARAMETER}. */
    static CoilCombination of(Settings settings) {
        return settings.choice(PARAMETER.name()).equals(SENSITIVITIES.label) ? SENSITIVITIES : ROOT_SUM_OF_SQUARES;
    }

    @Override
    public String toString() {
        return label;
    }

    /**
     * The operator of a method for Cartesian k-space.
     *
     * @param method who asks, for the message
     * @throws IllegalArgumentException if the operator is another
     */
    static CartesianMri cartesian(String method, Operator forward) {
        if (forward instanceof CartesianMri mri) {
            return mri;
        }
        throw new IllegalArgumentException("method " + method + " needs Cartesian MRI, but the forward operator is of"
                + " another kind (" + forward.getClass().getSimpleName() + ")");
    }

    /**
     * Refuses data without a signal.
     *
     * @throws IllegalArgumentException if all are zero
     */
    static void requireSignal(Image data) {
        for (float v : data.data()) {
            if (v != 0) {
                return;
            }
        }
        throw new IllegalArgumentException("the data are zero everywhere, but must hold a signal");
    }

    /**
     * The image.
     *
     * @param mri the coils
     * @param coilImages axes X, Y, [Z,] COIL
     */
    Image combine(CartesianMri mri, float[] coilImages) {
        Image image = Image.zeros(mri.domain());
        float[] out = image.data();
        int points = mri.image().points();
        if (this == ROOT_SUM_OF_SQUARES) {
            Parallel.ranges(points, GRAIN, (from, to) -> {
                for (int i = from; i < to; i++) {
                    double sum = 0;
                    for (int c = 0; c < mri.coils(); c++) {
                        double re = coilImages[2 * (c * points + i)];
                        double im = coilImages[2 * (c * points + i) + 1];
                        sum += re * re + im * im;
                    }
                    out[2 * i] = (float) Math.sqrt(sum);
                }
            });
            return image;
        }
        Sensitivities sensitivities = mri.sensitivities();
        sensitivities.adjoint(coilImages, out);
        float[] maps = sensitivities.maps().data();
        Parallel.ranges(points, GRAIN, (from, to) -> {
            for (int m = 0; m < sensitivities.sets(); m++) {
                for (int i = from; i < to; i++) {
                    double sum = 0;
                    for (int c = 0; c < mri.coils(); c++) {
                        int at = 2 * ((m * mri.coils() + c) * points + i);
                        sum += (double) maps[at] * maps[at] + (double) maps[at + 1] * maps[at + 1];
                    }
                    int at = 2 * (m * points + i);
                    // Where no coil sees anything, nothing is known.
                    float factor = sum > 0 ? (float) (1 / sum) : 0;
                    out[at] *= factor;
                    out[at + 1] *= factor;
                }
            }
        });
        return image;
    }
}
