package org.preimage.reconstruction.denoise;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;
import org.preimage.operators.parallel.Parallel;
import org.preimage.operators.phantom.SheppLogan;
import org.preimage.operators.space.Space;
import org.preimage.operators.space.Vectors;

/** What every denoiser promises. A test class extends this and names one. */
public abstract class DenoiserContract {
    private static final double SIGMA = 0.1;

    /** The denoiser for a space. */
    protected abstract Denoiser denoiser(Space space);

    /** By what factor the noise of a phantom shrinks at least. */
    protected double gain() {
        return 2;
    }

    /** Whether D(a x + b) with noise a sigma is a D(x) + b. */
    protected boolean anyUnit() {
        return true;
    }

    /** Sizes of images, the smallest among them. */
    protected int[][] sizes() {
        return new int[][] {{40, 30}, {8, 8}, {3, 2}, {1, 1}, {13, 1}};
    }

    static float[] noise(int n, double sd) {
        RandomGenerator random = RandomGeneratorFactory.of("Xoshiro256PlusPlus").create(7);
        float[] e = new float[n];
        for (int i = 0; i < n; i++) {
            e[i] = (float) (sd * random.nextGaussian());
        }
        return e;
    }

    private static float[] sum(float[] x, float[] e) {
        float[] y = x.clone();
        Vectors.add(1, e, y);
        return y;
    }

    private float[] denoised(Space space, float[] noisy, double sigma) {
        float[] out = new float[noisy.length];
        Arrays.fill(out, Float.NaN);
        denoiser(space).denoise(noisy, sigma, out);
        return out;
    }

    private static float[] phantom() {
        return SheppLogan.modified(64).render(Space.image(64, 64, 1), 4).data();
    }

    @Test
    void removesNoise() {
        Space space = Space.image(64, 64, 1);
        float[] truth = phantom();
        float[] noisy = sum(truth, noise(truth.length, SIGMA));
        float[] input = noisy.clone();
        float[] out = denoised(space, noisy, SIGMA);
        assertArrayEquals(input, noisy);
        double before = Math.sqrt(Vectors.distanceSquared(noisy, truth));
        double after = Math.sqrt(Vectors.distanceSquared(out, truth));
        assertTrue(before > gain() * after, "noise shrinks " + before / after + " times");
    }

    @Test
    void threadsDoNotMatter() {
        Space space = Space.image(64, 64, 1);
        float[] noisy = sum(phantom(), noise(64 * 64, SIGMA));
        float[][] out = new float[2][];
        Parallel.withThreads(1, () -> out[0] = denoised(space, noisy, SIGMA));
        Parallel.withThreads(5, () -> out[1] = denoised(space, noisy, SIGMA));
        assertArrayEquals(out[0], out[1]);
    }

    @Test
    void theUnitDoesNotMatter() {
        if (!anyUnit()) {
            return;
        }
        Space space = Space.image(64, 64, 1);
        float[] noisy = sum(phantom(), noise(64 * 64, SIGMA));
        float[] out = denoised(space, noisy, SIGMA);
        float[] other = noisy.clone();
        for (int i = 0; i < other.length; i++) {
            other[i] = 128 * other[i] - 64;
            out[i] = 128 * out[i] - 64;
        }
        double distance = Math.sqrt(Vectors.distanceSquared(denoised(space, other, 128 * SIGMA), out));
        // Rounding may move single coefficients across a threshold.
        assertTrue(distance < 0.02 * 128 * SIGMA * 64, "" + distance);
    }

    @Test
    void constantsStay() {
        for (int[] size : sizes()) {
            Space space = Space.image(size[0], size[1], 1);
            float[] constant = space.zeros();
            Arrays.fill(constant, 3);
            assertArrayEquals(constant, denoised(space, constant, SIGMA), 1e-4f);
        }
    }

    @Test
    void volumesAndComplexImagesWork() {
        Space volume = Space.volume(21, 18, 3, 1);
        Space complex = Space.image(21, 18, 1).complex();
        for (Space space : new Space[] {volume, complex}) {
            float[] noise = noise(space.length(), SIGMA);
            float[] out = denoised(space, noise, SIGMA);
            assertTrue(Vectors.norm(out) < 0.6 * Vectors.norm(noise), space + ": " + Vectors.norm(out));
        }
    }

    @Test
    void wrongArgumentsAreRefused() {
        Denoiser d = denoiser(Space.image(9, 9, 1));
        assertThrows(IllegalArgumentException.class, () -> d.denoise(new float[80], 1, new float[81]));
        assertThrows(IllegalArgumentException.class, () -> d.denoise(new float[81], 1, new float[80]));
        assertThrows(IllegalArgumentException.class, () -> d.denoise(new float[81], 0, new float[81]));
        assertThrows(IllegalArgumentException.class, () -> d.denoise(new float[81], Double.NaN, new float[81]));
        float[] same = new float[81];
        assertThrows(IllegalArgumentException.class, () -> d.denoise(same, 1, same));
    }
}
