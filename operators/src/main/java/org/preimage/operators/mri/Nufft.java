package org.preimage.operators.mri;

import java.util.Arrays;
import java.util.List;
import org.preimage.operators.LinearOperator;
import org.preimage.operators.space.Axis;
import org.preimage.operators.space.Space;

/**
 * The non-uniform Fourier transform of coil images, y[j] = P<sup>-1/2</sup> sum over r of x[r] exp(-2 pi i k_j . r / N) over
 * the P pixels, r counted from N / 2 along each axis.
 */
public final class Nufft extends LinearOperator {
    private final Trajectory trajectory;

    /**
     * @param coilImages complex, axes X, Y, [Z,] COIL
     * @param trajectory where to measure
     */
    public Nufft(Space coilImages, Trajectory trajectory) {
        super(coilImages, trajectory.data(coilImages.size(coilImages.dimensions() - 1)));
        this.trajectory = trajectory;
    }

    /** Where it measures. */
    public Trajectory trajectory() {
        return trajectory;
    }

    @Override
    protected void computeApply(float[] x, float[] out) {
        sum(x, out, true);
    }

    @Override
    protected void computeAdjoint(float[] y, float[] out) {
        Arrays.fill(out, 0);
        sum(out, y, false);
    }

    private void sum(float[] image, float[] data, boolean forward) {
        List<Axis> axes = domain().axes();
        int coils = domain().size(axes.size() - 1);
        int points = domain().points() / coils;
        double scale = 1 / Math.sqrt(points);
        for (int c = 0; c < coils; c++) {
            for (int j = 0; j < trajectory.count(); j++) {
                double re = 0;
                double im = 0;
                int d = 2 * (c * trajectory.count() + j);
                for (int p = 0; p < points; p++) {
                    double phase = 0;
                    int rest = p;
                    for (int a = 0; a < trajectory.dimensions(); a++) {
                        int n = axes.get(a).size();
                        phase -= 2 * Math.PI * trajectory.at(j, a) * (rest % n - n / 2) / n;
                        rest /= n;
                    }
                    double cos = scale * Math.cos(phase);
                    double sin = scale * Math.sin(phase);
                    int at = 2 * (c * points + p);
                    if (forward) {
                        re += cos * image[at] - sin * image[at + 1];
                        im += cos * image[at + 1] + sin * image[at];
                    } else {
                        image[at] += (float) (cos * data[d] + sin * data[d + 1]);
                        image[at + 1] += (float) (cos * data[d + 1] - sin * data[d]);
                    }
                }
                if (forward) {
                    data[d] = (float) re;
                    data[d + 1] = (float) im;
                }
            }
        }
    }
}
