package org.preimage.reconstruction.method;

import java.util.List;
import org.preimage.operators.mri.MriOperator;
import org.preimage.operators.mri.Sensitivities;
import org.preimage.operators.parallel.Parallel;
import org.preimage.operators.space.Image;

/** How images of the coils become one image, in the domain of the operator. */
public enum CoilCombination {
    /** The root of the sum of squares, x = sqrt(sum over c of |x_c|^2), as the real part; of several maps, in the first. */
    ROOT_SUM_OF_SQUARES("rss"),
    /**
     * By the operator's sensitivities, x = sum over c of conj(S_c) x_c / sum over c of |S_c|^2, for each map; of several maps each
     * is taken by itself, which is right where they are orthogonal, as those of ESPIRiT.
     */
    SENSITIVITIES("sensitivities");

    private static final int GRAIN = 1 << 12;

    private static final String NAME = "combine";

    /** The parameter of methods that combine coils by the root of the sum of squares unless told otherwise. */
    static final Parameter PARAMETER = parameter(ROOT_SUM_OF_SQUARES, SENSITIVITIES);

    /** The same of methods that combine them by sensitivities. */
    static final Parameter BY_SENSITIVITIES = parameter(SENSITIVITIES, ROOT_SUM_OF_SQUARES);

    private static Parameter parameter(CoilCombination standard, CoilCombination other) {
        return Parameter.choice(
                NAME,
                List.of(standard.label, other.label),
                "How coil images become one: the root of their sum of squares, or by the operator's sensitivities.");
    }

    private final String label;

    CoilCombination(String label) {
        this.label = label;
    }

    /** The value of {@link #PARAMETER}. */
    static CoilCombination of(Settings settings) {
        return settings.choice(NAME).equals(SENSITIVITIES.label) ? SENSITIVITIES : ROOT_SUM_OF_SQUARES;
    }

    @Override
    public String toString() {
        return label;
    }

    /**
     * The image.
     *
     * @param mri the coils
     * @param coilImages axes X, Y, [Z,] COIL
     */
    Image combine(MriOperator mri, float[] coilImages) {
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
