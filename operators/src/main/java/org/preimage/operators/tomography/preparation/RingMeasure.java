package org.preimage.operators.tomography.preparation;

import java.util.Arrays;
import org.preimage.operators.parallel.Parallel;
import org.preimage.operators.space.Image;
import org.preimage.operators.space.Role;

/**
 * How strong the rings of a slice are: the standard deviation of its concentric part.
 *
 * <p>The slice is sampled on circles about the rotation axis, the image's centre, a pixel apart, and averaged over each of 16
 * sectors; each radial profile minus its running median over 61 radii is what changes from radius to radius in its
 * sector. Noise and objects differ from sector to sector, rings do not. So the mean product of neighbouring sectors, over all
 * radii and pairs, is the variance of the rings alone, with no bias from the noise; on a slice without rings it is near zero
 * and may be negative. The scan may be a half turn, whose rings are halves.
 *
 * @param amplitude the root of the mean product with its sign kept, in units of the slice
 */
public record RingMeasure(double amplitude) {
    private static final int SECTORS = 16;
    private static final int WINDOW = 61;

    /**
     * Measures between two radii.
     *
     * @param slice axes X, Y
     * @param inner radius in pixels, at least 8: rings closer to the axis are too short to tell
     * @param outer radius in pixels, at least 50 more, within the slice
     */
    public static RingMeasure of(Image slice, int inner, int outer) {
        int nx = slice.space().size(0);
        boolean plane = slice.space().dimensions() == 2
                && slice.space().axes().get(0).role() == Role.X
                && slice.space().axes().get(1).role() == Role.Y;
        if (!plane) {
            throw new IllegalArgumentException("the slice is " + slice.space() + ", but must have the axes X, Y");
        }
        int ny = slice.space().size(1);
        if (inner < 8 || outer < inner + 50 || outer > Math.min(nx, ny) / 2 - 1) {
            throw new IllegalArgumentException("the radii are " + inner + " and " + outer
                    + ", but must be at least 8, 50 apart, and within a slice of " + nx + " x " + ny + " pixels");
        }
        int radii = outer - inner + 1;
        float[][] profiles = new float[SECTORS][radii];
        Parallel.ranges(SECTORS, 1, (from, to) -> {
            for (int s = from; s < to; s++) {
                for (int i = 0; i < radii; i++) {
                    profiles[s][i] = (float) arc(slice.data(), nx, ny, inner + i, s);
                }
                float[] medians = new float[radii];
                Statistics.runningMedian(profiles[s], radii, WINDOW, medians, new float[WINDOW]);
                for (int i = 0; i < radii; i++) {
                    profiles[s][i] -= medians[i];
                }
            }
        });
        double sum = 0;
        for (int s = 0; s < SECTORS; s++) {
            float[] next = profiles[(s + 1) % SECTORS];
            for (int i = 0; i < radii; i++) {
                sum += (double) profiles[s][i] * next[i];
            }
        }
        double variance = sum / (SECTORS * radii);
        return new RingMeasure(Math.signum(variance) * Math.sqrt(Math.abs(variance)));
    }

    /** Measures from 8 pixels to the border of the largest circle within a square slice. */
    public static RingMeasure of(Image slice) {
        int[] sizes = slice.space().sizes();
        return of(slice, 8, Arrays.stream(sizes).min().orElse(0) / 2 - 1);
    }

    private static double arc(float[] slice, int nx, int ny, int radius, int sector) {
        int points = Math.max(8, (int) Math.ceil(2 * Math.PI * radius / SECTORS));
        double sum = 0;
        for (int k = 0; k < points; k++) {
            double t = 2 * Math.PI * (sector + (k + 0.5) / points) / SECTORS;
            double x = (nx - 1) / 2.0 + radius * Math.cos(t);
            double y = (ny - 1) / 2.0 - radius * Math.sin(t);
            int c = Math.min(nx - 2, Math.max(0, (int) x));
            int r = Math.min(ny - 2, Math.max(0, (int) y));
            double u = x - c;
            double v = y - r;
            int i = r * nx + c;
            sum += (1 - v) * ((1 - u) * slice[i] + u * slice[i + 1])
                    + v * ((1 - u) * slice[i + nx] + u * slice[i + nx + 1]);
        }
        return sum / points;
    }
}
