package org.preimage.operators.tomography;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.preimage.operators.SharedData;
import org.preimage.operators.file.Npy;
import org.preimage.operators.parallel.Parallel;
import org.preimage.operators.space.Image;
import org.preimage.operators.space.Space;
import org.preimage.operators.space.Vectors;

/** Gridding equals its formula, and the direct back-projection where it should. */
class GriddingBackprojectionTest {
    private static final double[] ANGLES = {0, 10, 37.5, 45, 90, 91, 135, 179.5, -30, 200, 270, 330, 45};

    private static double[] weights(int n) {
        double[] weights = new double[n];
        for (int t = 0; t < n; t++) {
            weights[t] = 0.1 + 0.05 * t;
        }
        return weights;
    }

    /**
     * The formula as it stands, with the transform of the cells themselves in place of that of zero-padded ones: the values
     * between samples do not depend on the padding if the projections vanish outside and the period is long enough.
     */
    private static float[] slow(ParallelBeam beam, double[] weights, float[] sinogram, int length) {
        int nx = beam.image().size(0);
        int ny = beam.image().size(1);
        double h = beam.image().spacing(0);
        double[] angles = beam.angles();
        int cells = beam.detectors();
        int last = (int) Math.ceil(length * Math.min(1.5, beam.spacing() / h / Math.sqrt(2)));
        double[] b = new double[nx * ny];
        for (int t = 0; t < angles.length; t++) {
            double cos = Math.cos(Math.toRadians(angles[t]));
            double sin = Math.sin(Math.toRadians(angles[t]));
            for (int k = -last; k <= last; k++) {
                double omega = 2 * Math.PI * k / length;
                double re = 0;
                double im = 0;
                for (int j = 0; j < cells; j++) {
                    re += sinogram[t * cells + j] * Math.cos(omega * j);
                    im -= sinogram[t * cells + j] * Math.sin(omega * j);
                }
                double sinc = k == 0 ? 1 : Math.sin(omega / 2) / (omega / 2);
                double factor = weights[t] * sinc * sinc / length;
                for (int r = 0; r < ny; r++) {
                    for (int c = 0; c < nx; c++) {
                        double x = (c - (nx - 1) / 2.0) * h;
                        double y = ((ny - 1) / 2.0 - r) * h;
                        double phase = omega * ((x * cos + y * sin) / beam.spacing() + beam.center());
                        b[r * nx + c] += factor * (re * Math.cos(phase) - im * Math.sin(phase));
                    }
                }
            }
        }
        float[] image = new float[b.length];
        for (int i = 0; i < image.length; i++) {
            image[i] = (float) b[i];
        }
        return image;
    }

    /** White noise is the worst that can be spread: real projections have less at high frequencies. */
    @Test
    void equalsTheSumOfExponentials() {
        record Case(int nx, int ny, double pixel, int cells, double spacing, double center) {}
        Case[] cases = {
            new Case(20, 20, 1, 31, 1, 15),
            new Case(17, 24, 1, 33, 1, 14.3),
            new Case(24, 9, 0.5, 31, 0.5, 18.2),
            new Case(16, 15, 0.3, 15, 0.7, 7.1),
            new Case(12, 13, 1, 40, 0.5, 20.6),
            new Case(30, 1, 1, 12, 1, 5),
            new Case(1, 1, 1, 5, 1, 2),
        };
        for (Case c : cases) {
            ParallelBeam beam =
                    new ParallelBeam(Space.image(c.nx, c.ny, c.pixel), c.cells, c.spacing, c.center, ANGLES);
            float[] q = ParallelProjectorTest.gaussian(beam.sinogram(), 5);
            double[] weights = weights(ANGLES.length);
            float[] found = beam.image().zeros();
            Arrays.fill(found, Float.NaN);
            GriddingBackprojection fast = new GriddingBackprojection(beam, weights);
            fast.apply(q, found);
            float[] expected = slow(beam, weights, q, fast.paddedCells());
            double error = Vectors.relativeDistance(found, expected);
            assertTrue(error < 1.2e-3, c + ": " + error);
        }
    }

    /** Three discs, one off the middle, exact line integrals. */
    private static float[] discs(ParallelBeam beam) {
        float[] sinogram = beam.sinogram().zeros();
        double[][] discs = {{0, 0, 9, 0.3}, {3, 2, 2, 0.5}, {-4, 3, 1.5, -0.2}};
        double[] angles = beam.angles();
        for (int i = 0; i < sinogram.length; i++) {
            double t = Math.toRadians(angles[i / beam.detectors()]);
            double s = (i % beam.detectors() - beam.center()) * beam.spacing();
            for (double[] d : discs) {
                double u = s - d[0] * Math.cos(t) - d[1] * Math.sin(t);
                sinogram[i] += (float) (d[3] * 2 * Math.sqrt(Math.max(0, d[2] * d[2] - u * u)));
            }
        }
        return sinogram;
    }

    private static float[] direct(ParallelBeam beam, RampFilter.Window window, double cutoff, float[] sinogram) {
        float[] image = beam.image().zeros();
        float[] filtered = new RampFilter(beam.sinogram(), window, cutoff).apply(sinogram);
        new PixelBackprojection(beam, AngularWeights.of(beam)).apply(filtered, image);
        return image;
    }

    private static float[] gridded(ParallelBeam beam, RampFilter.Window window, double cutoff, float[] sinogram) {
        float[] image = beam.image().zeros();
        GriddingBackprojection.filtered(beam, window, cutoff).apply(sinogram, image);
        return image;
    }

    /** Mean over a square of half that many pixels around a place in mm. */
    private static double mean(ParallelBeam beam, float[] image, double x, double y, int half) {
        int nx = beam.image().size(0);
        double h = beam.image().spacing(0);
        int column = (int) Math.round(x / h + (nx - 1) / 2.0);
        int row = (int) Math.round((beam.image().size(1) - 1) / 2.0 - y / h);
        double sum = 0;
        for (int r = row - half; r <= row + half; r++) {
            for (int c = column - half; c <= column + half; c++) {
                sum += image[r * nx + c];
            }
        }
        return sum / ((2 * half + 1) * (2 * half + 1));
    }

    /** Covered and truncated fields of view, axes off the middle, arcs and spacings: levels, inside and outside the object. */
    @Test
    void isTheDirectOne() {
        double[] jittered = ParallelBeam.uniformAngles(0, 180, 170);
        for (int i = 0; i < jittered.length; i++) {
            jittered[i] += 0.4 * Math.sin(7 * i);
        }
        double[][] lists = {
            ParallelBeam.uniformAngles(0, 180, 180),
            ParallelBeam.uniformAngles(20, 380, 360),
            ParallelBeam.uniformAngles(30, 150, 120),
            jittered
        };
        record Case(double pixel, int nx, int ny, double spacing, double width, double axis) {}
        Case[] cases = {
            new Case(0.25, 96, 80, 0.25, 34, 0),
            new Case(0.25, 95, 81, 0.25, 40, 3.1),
            // The detector sees the object, but not the corners of the image.
            new Case(0.25, 96, 96, 0.25, 20, 0),
            // It cuts the object.
            new Case(0.25, 96, 96, 0.25, 15, 0),
            new Case(0.25, 96, 96, 0.25, 19, -2.2),
            new Case(0.25, 96, 96, 0.125, 36, 0),
            new Case(0.25, 96, 96, 0.5, 36, 0.3),
        };
        for (double[] angles : lists) {
            for (Case c : cases) {
                int cells = (int) Math.round(c.width / c.spacing);
                ParallelBeam beam = new ParallelBeam(
                        Space.image(c.nx, c.ny, c.pixel),
                        cells,
                        c.spacing,
                        (cells - 1) / 2.0 + c.axis / c.spacing,
                        angles);
                float[] sinogram = discs(beam);
                float[] expected = direct(beam, RampFilter.Window.HANN, 0.8, sinogram);
                float[] found = gridded(beam, RampFilter.Window.HANN, 0.8, sinogram);
                double error = Vectors.relativeDistance(found, expected);
                String name = angles.length + " angles, " + c + ": ";
                assertTrue(error < 0.003, name + error);
                for (double[] place : new double[][] {{0, -5}, {3, 2}, {-4, 3}, {10.5, 8}, {-10.5, -7}}) {
                    assertEquals(
                            mean(beam, expected, place[0], place[1], 2),
                            mean(beam, found, place[0], place[1], 2),
                            0.001,
                            name + place[0] + ", " + place[1]);
                }
            }
        }
    }

    @Test
    void isCalibrated() {
        for (double spacing : new double[] {0.1, 0.25, 0.4}) {
            int cells = (int) (40 / spacing);
            ParallelBeam beam = new ParallelBeam(
                    Space.image(80, 70, 0.25), cells, spacing, 0.47 * cells, ParallelBeam.uniformAngles(0, 180, 180));
            for (RampFilter.Window window : RampFilter.Window.values()) {
                float[] image = gridded(beam, window, 1, discs(beam));
                assertEquals(0.3, mean(beam, image, 0, -5, 5), 0.0015, window + ", spacing " + spacing);
                assertEquals(0.8, mean(beam, image, 3, 2, 1), 0.01, window + ", spacing " + spacing);
            }
        }
    }

    @Test
    void aStackIsItsSlices() {
        ParallelBeam one =
                new ParallelBeam(Space.image(21, 18, 0.5), 30, 0.5, 15.2, ParallelBeam.uniformAngles(0, 180, 31));
        ParallelBeam stack = one.stack(3, 0.7);
        float[] sinogram = ParallelProjectorTest.gaussian(stack.sinogram(), 3);
        float[] found = gridded(stack, RampFilter.Window.HANN, 1, sinogram);
        for (int z = 0; z < 3; z++) {
            float[] part = one.sinogram().zeros();
            for (int t = 0; t < 31; t++) {
                System.arraycopy(sinogram, (t * 3 + z) * 30, part, t * 30, 30);
            }
            float[] expected = gridded(one, RampFilter.Window.HANN, 1, part);
            float[] slice = Arrays.copyOfRange(found, z * expected.length, (z + 1) * expected.length);
            assertTrue(Vectors.relativeDistance(slice, expected) < 1e-6, "slice " + z);
        }
    }

    @Test
    void threadsDoNotChangeAnything() {
        ParallelBeam beam = ParallelBeam.halfTurn(Space.image(100, 90, 1), 150, 1, 77);
        GriddingBackprojection backprojection = GriddingBackprojection.filtered(beam, RampFilter.Window.RAM_LAK, 1);
        float[] sinogram = ParallelProjectorTest.gaussian(beam.sinogram(), 1);
        float[] expected = beam.image().zeros();
        Parallel.withThreads(1, () -> backprojection.apply(sinogram, expected));
        for (int threads : new int[] {2, 3, 7}) {
            float[] found = beam.image().zeros();
            Parallel.withThreads(threads, () -> backprojection.apply(sinogram, found));
            assertArrayEquals(expected, found, threads + " threads");
        }
    }

    @Test
    void reachesTheDirectOneOnTheSheppLoganPhantom() throws IOException {
        ParallelBeam beam = ParallelBeam.halfTurn(Space.image(512, 512, 1), 729, 1, 720);
        float[] sinogram = Npy.read(SharedData.require("refs/bench/sl_sino_512_720x729.npy"))
                .data();
        float[] truth = Npy.read(SharedData.require("refs/bench/sl_512.npy")).data();
        float[] direct = direct(beam, RampFilter.Window.RAM_LAK, 1, sinogram);
        float[] found = gridded(beam, RampFilter.Window.RAM_LAK, 1, sinogram);
        // The phantom's range is 1.
        double theirs = -10 * Math.log10(Vectors.distanceSquared(direct, truth) / truth.length);
        double ours = -10 * Math.log10(Vectors.distanceSquared(found, truth) / truth.length);
        assertEquals(theirs, ours, 0.1);
        assertTrue(Vectors.relativeDistance(found, direct) < 0.0095);
    }

    @Test
    void weightsAndArraysThatDoNotFitAreRefused() {
        ParallelBeam beam = ParallelBeam.halfTurn(Space.image(8, 8, 1), 13, 1, 5);
        assertThrows(IllegalArgumentException.class, () -> new GriddingBackprojection(beam, new double[4]));
        assertThrows(
                IllegalArgumentException.class,
                () -> GriddingBackprojection.filtered(beam, RampFilter.Window.HANN, 1.5));
        GriddingBackprojection backprojection = GriddingBackprojection.filtered(beam, RampFilter.Window.HANN, 1);
        assertThrows(IllegalArgumentException.class, () -> backprojection.apply(new float[64], new float[64]));
        assertThrows(IllegalArgumentException.class, () -> backprojection.apply(new float[65], new float[63]));
        assertArrayEquals(
                new float[64],
                backprojection.apply(Image.zeros(beam.sinogram())).data());
    }
}
