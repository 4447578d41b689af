package org.preimage.operators.mri;

import java.util.stream.IntStream;
import org.preimage.operators.space.Space;

/** The sum of the non-uniform Fourier transform as it is written, in double precision. */
final class SlowNufft {
    private final int[] sizes;
    private final int coils;
    private final int points;
    private final Trajectory trajectory;

    SlowNufft(Space coilImages, Trajectory trajectory) {
        int axes = coilImages.dimensions() - 1;
        this.sizes = IntStream.range(0, axes).map(coilImages::size).toArray();
        this.coils = coilImages.size(axes);
        this.points = coilImages.points() / coils;
        this.trajectory = trajectory;
    }

    /** Real and imaginary part of P^-1/2 exp(-2 pi i k_j . r / N). */
    private double[] factor(int j, int p) {
        double turns = 0;
        int rest = p;
        for (int a = 0; a < sizes.length; a++) {
            turns -= (double) trajectory.at(j, a) * (rest % sizes[a] - sizes[a] / 2) / sizes[a];
            rest /= sizes[a];
        }
        double scale = 1 / Math.sqrt(points);
        return new double[] {scale * Math.cos(2 * Math.PI * turns), scale * Math.sin(2 * Math.PI * turns)};
    }

    float[] apply(float[] x) {
        float[] y = new float[2 * coils * trajectory.count()];
        IntStream.range(0, trajectory.count()).parallel().forEach(j -> {
            double[] sum = new double[2 * coils];
            for (int p = 0; p < points; p++) {
                double[] f = factor(j, p);
                for (int c = 0; c < coils; c++) {
                    int at = 2 * (c * points + p);
                    sum[2 * c] += f[0] * x[at] - f[1] * x[at + 1];
                    sum[2 * c + 1] += f[0] * x[at + 1] + f[1] * x[at];
                }
            }
            for (int c = 0; c < coils; c++) {
                y[2 * (c * trajectory.count() + j)] = (float) sum[2 * c];
                y[2 * (c * trajectory.count() + j) + 1] = (float) sum[2 * c + 1];
            }
        });
        return y;
    }

    float[] adjoint(float[] y) {
        float[] x = new float[2 * coils * points];
        IntStream.range(0, points).parallel().forEach(p -> {
            double[] sum = new double[2 * coils];
            for (int j = 0; j < trajectory.count(); j++) {
                double[] f = factor(j, p);
                for (int c = 0; c < coils; c++) {
                    int at = 2 * (c * trajectory.count() + j);
                    sum[2 * c] += f[0] * y[at] + f[1] * y[at + 1];
                    sum[2 * c + 1] += f[0] * y[at + 1] - f[1] * y[at];
                }
            }
            for (int c = 0; c < coils; c++) {
                x[2 * (c * points + p)] = (float) sum[2 * c];
                x[2 * (c * points + p) + 1] = (float) sum[2 * c + 1];
            }
        });
        return x;
    }
}
