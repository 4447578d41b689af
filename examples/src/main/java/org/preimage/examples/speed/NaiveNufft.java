package org.preimage.examples.speed;

import java.util.Arrays;
import org.preimage.operators.fourier.CentredFft;
import org.preimage.operators.fourier.KaiserBesselKernel;
import org.preimage.operators.mri.Trajectory;

/** Gridding as one writes it first: coil by coil, sample by sample in the order measured, the whole grid transformed, one thread. */
final class NaiveNufft {
    private static final int TAPS = 7;
    private static final int STEPS = 1024;

    private final int n;
    private final int grid;
    private final int coils;
    private final Trajectory trajectory;
    private final CentredFft fft;
    private final float[] correction;
    private final float[] table;

    NaiveNufft(int n, int coils, Trajectory trajectory) {
        this.n = n;
        this.grid = 2 * n;
        this.coils = coils;
        this.trajectory = trajectory;
        KaiserBesselKernel kernel = new KaiserBesselKernel(TAPS, 2);
        this.fft = new CentredFft(new int[] {grid, grid}, 0, 1);
        this.correction = kernel.correction(n, grid);
        this.table = kernel.table(STEPS);
    }

    float[] apply(float[] x) {
        float[] out = new float[2 * coils * trajectory.count()];
        float[] plane = new float[2 * grid * grid];
        for (int c = 0; c < coils; c++) {
            Arrays.fill(plane, 0);
            for (int p = 0; p < n * n; p++) {
                float f = 2 * correction[p % n] * correction[p / n];
                plane[at(p)] = f * x[2 * (c * n * n + p)];
                plane[at(p) + 1] = f * x[2 * (c * n * n + p) + 1];
            }
            fft.forward(plane, plane);
            for (int j = 0; j < trajectory.count(); j++) {
                int o = 2 * (c * trajectory.count() + j);
                each(j, plane, out, o, true);
            }
        }
        return out;
    }

    float[] adjoint(float[] y) {
        float[] out = new float[2 * coils * n * n];
        float[] plane = new float[2 * grid * grid];
        for (int c = 0; c < coils; c++) {
            Arrays.fill(plane, 0);
            for (int j = 0; j < trajectory.count(); j++) {
                each(j, plane, y, 2 * (c * trajectory.count() + j), false);
            }
            fft.inverse(plane, plane);
            for (int p = 0; p < n * n; p++) {
                float f = 2 * correction[p % n] * correction[p / n];
                out[2 * (c * n * n + p)] = f * plane[at(p)];
                out[2 * (c * n * n + p) + 1] = f * plane[at(p) + 1];
            }
        }
        return out;
    }

    /** Where pixel p lies in the middle of the grid. */
    private int at(int p) {
        int shift = grid / 2 - n / 2;
        return 2 * ((p / n + shift) * grid + p % n + shift);
    }

    private void each(int j, float[] plane, float[] data, int o, boolean interpolate) {
        double x = trajectory.at(j, 0) * grid / n + grid / 2.0 - TAPS / 2.0;
        double y = trajectory.at(j, 1) * grid / n + grid / 2.0 - TAPS / 2.0;
        int left = (int) Math.ceil(x);
        int top = (int) Math.ceil(y);
        float re = 0;
        float im = 0;
        for (int b = 0; b < TAPS; b++) {
            float wy = weight(top - y, b);
            int row = Math.floorMod(top + b, grid) * grid;
            for (int a = 0; a < TAPS; a++) {
                float w = wy * weight(left - x, a);
                int i = 2 * (row + Math.floorMod(left + a, grid));
                if (interpolate) {
                    re += w * plane[i];
                    im += w * plane[i + 1];
                } else {
                    plane[i] += w * data[o];
                    plane[i + 1] += w * data[o + 1];
                }
            }
        }
        if (interpolate) {
            data[o] = re;
            data[o + 1] = im;
        }
    }

    private float weight(double distance, int tap) {
        double step = distance * STEPS;
        int s = (int) step;
        float below = table[s * TAPS + tap];
        return (float) (below + (step - s) * (table[(s + 1) * TAPS + tap] - below));
    }
}
