package org.preimage.priors.model;

import java.util.ArrayList;
import java.util.List;
import org.preimage.operators.tomography.ParallelBeam;

/**
 * A reflection or rotation T of square images that a geometry shares: a permutation S of the data with A T = S A. A network
 * that was trained on images without a preferred direction may be applied to S y for every S, and T* of the results averaged:
 * each errs in another way.
 *
 * @param image {@code image[i]} is the pixel of x that comes to pixel i of T x
 * @param data {@code data[i]} is the sample of y that comes to sample i of S y
 */
public record Symmetry(int[] image, int[] data) {
    /** How far angles may be from their partners, in degrees. */
    private static final double TOLERANCE = 1e-6;

    /**
     * Those of the eight symmetries of the square that map the views of a parallel beam onto each other, the identity first.
     *
     * <p>With the line x cos a + y sin a = s, swapping x and y takes the angle a to 90 - a, and reversing y takes it to -a, each with
     * the same s; angles that differ by 180 degrees have opposite s.
     */
    public static List<Symmetry> of(ParallelBeam beam) {
        int n = beam.image().size(0);
        List<Symmetry> found = new ArrayList<>();
        found.add(new Symmetry(
                range(n * beam.image().size(1)), range(beam.sinogram().length())));
        boolean square = n == beam.image().size(1) && beam.image().dimensions() == 2;
        boolean centred = Math.abs(beam.center() - (beam.detectors() - 1) / 2.0) < 1e-9;
        if (!square || !centred) {
            return found;
        }
        for (int which = 1; which < 8; which++) {
            boolean swap = (which & 1) != 0;
            boolean mirrorX = (which & 2) != 0;
            boolean mirrorY = (which & 4) != 0;
            int[] data = data(beam, swap, mirrorX, mirrorY);
            if (data != null) {
                found.add(new Symmetry(image(n, swap, mirrorX, mirrorY), data));
            }
        }
        return found;
    }

    private static int[] range(int n) {
        int[] out = new int[n];
        for (int i = 0; i < n; i++) {
            out[i] = i;
        }
        return out;
    }

    /** (T x)(column, row) = x(source), mirrored first and then swapped. */
    private static int[] image(int n, boolean swap, boolean mirrorX, boolean mirrorY) {
        int[] out = new int[n * n];
        for (int row = 0; row < n; row++) {
            for (int column = 0; column < n; column++) {
                // Rows run downwards, so that x = y is the other diagonal of the array.
                int c = swap ? n - 1 - row : column;
                int r = swap ? n - 1 - column : row;
                out[row * n + column] = (mirrorY ? n - 1 - r : r) * n + (mirrorX ? n - 1 - c : c);
            }
        }
        return out;
    }

    private static int[] data(ParallelBeam beam, boolean swap, boolean mirrorX, boolean mirrorY) {
        double[] angles = beam.angles();
        int cells = beam.detectors();
        int[] out = new int[angles.length * cells];
        for (int i = 0; i < angles.length; i++) {
            // Where the normal of the line goes: swapped, then mirrored.
            double a = swap ? 90 - angles[i] : angles[i];
            a = mirrorX ? 180 - a : a;
            a = mirrorY ? -a : a;
            int partner = -1;
            boolean reversed = false;
            for (int j = 0; j < angles.length && partner < 0; j++) {
                double turns = (angles[j] - a) / 180;
                if (Math.abs(turns - Math.rint(turns)) * 180 < TOLERANCE) {
                    partner = j;
                    reversed = Math.floorMod((long) Math.rint(turns), 2L) == 1;
                }
            }
            if (partner < 0) {
                return null;
            }
            for (int c = 0; c < cells; c++) {
                out[i * cells + c] = partner * cells + (reversed ? cells - 1 - c : c);
            }
        }
        return out;
    }

    /** S y. */
    public float[] ofData(float[] y) {
        return permuted(y, data);
    }

    /** S* y, the data before the symmetry. */
    public float[] undoneData(float[] y) {
        return returned(y, data);
    }

    /** T* x, the image before the symmetry. */
    public float[] undone(float[] x) {
        return returned(x, image);
    }

    /** T x. */
    public float[] ofImage(float[] x) {
        return permuted(x, image);
    }

    private static float[] permuted(float[] x, int[] from) {
        float[] out = new float[x.length];
        for (int i = 0; i < x.length; i++) {
            out[i] = x[from[i]];
        }
        return out;
    }

    private static float[] returned(float[] x, int[] to) {
        float[] out = new float[x.length];
        for (int i = 0; i < x.length; i++) {
            out[to[i]] = x[i];
        }
        return out;
    }
}
