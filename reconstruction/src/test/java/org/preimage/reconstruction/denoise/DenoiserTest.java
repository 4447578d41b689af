package org.preimage.reconstruction.denoise;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.preimage.operators.space.Space;
import org.preimage.operators.space.Vectors;
import org.preimage.operators.wavelet.Wavelet;
import org.preimage.reconstruction.functional.SquaredDistance;
import org.preimage.reconstruction.functional.TvNorm;

/** The denoisers keep their contract, and fast kernels agree with slow ones. */
class DenoiserTest {
    @Nested
    class Bm3dContract extends DenoiserContract {
        @Override
        protected Denoiser denoiser(Space space) {
            return new Bm3d(space);
        }

        @Override
        protected double gain() {
            return 3;
        }
    }

    /** In a range of 1, a noise level of 0.1 is below the paper's limit; with a range of 0.5 it is above. */
    @Nested
    class StrongNoiseContract extends DenoiserContract {
        @Override
        protected Denoiser denoiser(Space space) {
            return new Bm3d(space, 0.5);
        }

        @Override
        protected boolean anyUnit() {
            return false;
        }
    }

    @Nested
    class NonLocalMeansContract extends DenoiserContract {
        @Override
        protected Denoiser denoiser(Space space) {
            return new NonLocalMeans(space);
        }
    }

    @Nested
    class WaveletContract extends DenoiserContract {
        @Override
        protected Denoiser denoiser(Space space) {
            return new WaveletShrinkage(space);
        }

        @Override
        protected double gain() {
            return 1.6;
        }
    }

    @Nested
    class SureWaveletContract extends DenoiserContract {
        @Override
        protected Denoiser denoiser(Space space) {
            return new WaveletShrinkage(space, Wavelet.haar(), WaveletShrinkage.Threshold.SURE, false);
        }

        @Override
        protected double gain() {
            return 1.6;
        }
    }

    @Nested
    class HardWaveletContract extends DenoiserContract {
        @Override
        protected Denoiser denoiser(Space space) {
            return new WaveletShrinkage(space, Wavelet.haar(), WaveletShrinkage.Threshold.UNIVERSAL, true);
        }
    }

    @Nested
    class TotalVariationContract extends DenoiserContract {
        @Override
        protected Denoiser denoiser(Space space) {
            return new ProximalDenoiser(new TvNorm(space, 1), 0.7, 1);
        }

        /** A single pixel has no differences. */
        @Override
        protected int[][] sizes() {
            return new int[][] {{40, 30}, {8, 8}, {3, 2}, {13, 1}};
        }
    }

    /** Non-local means pixel by pixel, as defined. */
    @Test
    void nonLocalMeansAgreeWithTheirDefinition() {
        int nx = 19;
        int ny = 14;
        int patch = 1;
        int search = 3;
        double sigma = 0.3;
        Space space = Space.image(nx, ny, 1);
        float[] noisy = DenoiserContract.noise(nx * ny, 0.4);
        float[] out = new float[nx * ny];
        new NonLocalMeans(space, patch, search, 0.8).denoise(noisy, sigma, out);
        float[] expected = new float[nx * ny];
        for (int y = 0; y < ny; y++) {
            for (int x = 0; x < nx; x++) {
                double sum = 0;
                double weights = 0;
                double best = 0;
                for (int dy = -search; dy <= search; dy++) {
                    for (int dx = -search; dx <= search; dx++) {
                        double d = 0;
                        for (int v = -patch; v <= patch; v++) {
                            for (int u = -patch; u <= patch; u++) {
                                double e = mirrored(noisy, nx, ny, x + u, y + v)
                                        - mirrored(noisy, nx, ny, x + dx + u, y + dy + v);
                                d += e * e / 9;
                            }
                        }
                        double w = Math.exp(-Math.max(0, d - 2 * sigma * sigma) / (0.8 * 0.8 * sigma * sigma));
                        if (dx != 0 || dy != 0) {
                            sum += w * mirrored(noisy, nx, ny, x + dx, y + dy);
                            weights += w;
                            best = Math.max(best, w);
                        }
                    }
                }
                expected[y * nx + x] = (float) ((sum + best * noisy[y * nx + x]) / (weights + best));
            }
        }
        assertArrayEquals(expected, out, 1e-3f);
    }

    private static double mirrored(float[] image, int nx, int ny, int x, int y) {
        int i = x < 0 ? -1 - x : x >= nx ? 2 * nx - 1 - x : x;
        int j = y < 0 ? -1 - y : y >= ny ? 2 * ny - 1 - y : y;
        return image[j * nx + i];
    }

    /** A linear map whose norms are known: its proximal map is v / (1 + gamma). */
    @Test
    void lipschitzConstantsOfALinearMapAreFound() {
        Space space = Space.image(5, 4, 1);
        Denoiser half = new ProximalDenoiser(new SquaredDistance(space, space.zeros()), 1);
        RandomGenerator random = RandomGeneratorFactory.of("Xoshiro256PlusPlus").create(1);
        Lipschitz found = Lipschitz.near(half, DenoiserContract.noise(20, 1), 1, 2, random);
        assertEquals(0.5, found.denoiser(), 1e-4);
        assertEquals(0.5, found.residual(), 1e-4);
        assertTrue(found.note().contains("nothing speaks against"), found.note());
    }

    /** Doubles one pixel and keeps the others: no proximal map, which the power iteration finds. */
    @Test
    void stretchingIsFound() {
        Space space = Space.image(6, 6, 1);
        Denoiser stretching = new Denoiser() {
            @Override
            public Space domain() {
                return space;
            }

            @Override
            public void denoise(float[] noisy, double sigma, float[] out) {
                System.arraycopy(noisy, 0, out, 0, out.length);
                out[7] *= 2;
            }
        };
        RandomGenerator random = RandomGeneratorFactory.of("Xoshiro256PlusPlus").create(1);
        Lipschitz found = Lipschitz.near(stretching, space.zeros(), 1, 20, random);
        assertEquals(2, found.denoiser(), 1e-3);
        assertEquals(1, found.residual(), 1e-3);
        assertTrue(found.note().contains("not firmly non-expansive"), found.note());
        assertThrows(IllegalArgumentException.class, () -> Lipschitz.near(stretching, space.zeros(), 1, 0, random));
    }

    @Test
    void proximalMapsAreNonExpansiveDenoisers() {
        Space space = Space.image(24, 24, 1);
        RandomGenerator random = RandomGeneratorFactory.of("Xoshiro256PlusPlus").create(2);
        Lipschitz found = Lipschitz.near(
                new ProximalDenoiser(new TvNorm(space, 1), 2), DenoiserContract.noise(576, 1), 0.5, 5, random);
        assertTrue(found.denoiser() <= 1.001 && found.residual() <= 1.001, found.note());
        assertTrue(found.residual() > 0.5, found.note());
    }

    @Test
    void theStepOfAProximalDenoiserGoesWithTheNoise() {
        Space space = Space.image(2, 1, 1);
        SquaredDistance f = new SquaredDistance(space, space.zeros());
        float[] out = new float[2];
        new ProximalDenoiser(f, 0.5).denoise(new float[] {9, 18}, 4, out);
        assertArrayEquals(new float[] {1, 2}, out, 1e-6f);
        new ProximalDenoiser(f, 0.5, 1).denoise(new float[] {9, 18}, 4, out);
        assertArrayEquals(new float[] {3, 6}, out, 1e-6f);
    }

    @Test
    void theSplineTransformInvertsAndKeepsNoiseWhite() {
        for (BlockTransform t :
                new BlockTransform[] {BlockTransform.spline(8), BlockTransform.cosine(12), BlockTransform.cosine(3)}) {
            int n = t.n();
            float[] x = DenoiserContract.noise(5 * n, 1);
            float[] c = new float[5 * n];
            float[] back = new float[5 * n];
            t.forward(x, 5, c);
            t.inverse(c, 5, back);
            assertArrayEquals(x, back, 1e-5f);
            float[] unit = new float[n * n];
            float[] matrix = new float[n * n];
            for (int i = 0; i < n; i++) {
                unit[i * n + i] = 1;
            }
            t.forward(unit, n, matrix);
            for (int k = 0; k < n; k++) {
                float[] row = Arrays.copyOfRange(matrix, k * n, (k + 1) * n);
                assertEquals(1, Vectors.norm(row), 1e-5);
                double mean = 0;
                for (float v : row) {
                    mean += v;
                }
                assertTrue(k == 0 || Math.abs(mean) < 1e-5);
            }
        }
    }
}
