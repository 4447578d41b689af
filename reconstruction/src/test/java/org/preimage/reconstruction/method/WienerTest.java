package org.preimage.reconstruction.method;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;
import org.preimage.operators.blur.Blur;
import org.preimage.operators.blur.Boundary;
import org.preimage.operators.blur.GaussianSpread;
import org.preimage.operators.blur.PeriodicFilter;
import org.preimage.operators.fourier.HalfGrid;
import org.preimage.operators.fourier.TransferFunction;
import org.preimage.operators.noise.GaussianNoise;
import org.preimage.operators.space.Image;
import org.preimage.operators.space.Space;
import org.preimage.operators.space.Vectors;
import org.preimage.reconstruction.InverseProblem;

/** Wiener's filter where the spectra of signal and noise are known: a random field of power v |f|^-q, blurred, with white noise. */
class WienerTest {
    private static final int NX = 90;
    private static final int NY = 64;
    private static final Space SPACE = Space.image(NX, NY, 1);
    private static final double FALL = 2.5;
    private static final double SIGNAL = 3;
    private static final double NOISE = 0.2;
    private static final Blur BLUR =
            new Blur(SPACE, GaussianSpread.ofSamples(1.5).forImage(SPACE), Boundary.PERIODIC);

    private static final double MEAN = mean();

    private static double[] cycles(int i) {
        int x = i % NX;
        int y = i / NX;
        return new double[] {(double) Math.min(x, NX - x) / NX, (double) Math.min(y, NY - y) / NY};
    }

    /** |f|^-q, of mean 1 over all frequencies but 0. */
    private static double power(double... cycles) {
        return normalised(cycles) / MEAN;
    }

    private static double normalised(double... cycles) {
        return Math.pow(cycles[0] * cycles[0] + cycles[1] * cycles[1], -0.5 * FALL);
    }

    private static double mean() {
        double sum = 0;
        for (int i = 1; i < NX * NY; i++) {
            sum += normalised(cycles(i));
        }
        return sum / (NX * NY - 1);
    }

    private static PeriodicFilter filter(ToDoubleFunction<double[]> factor) {
        return new PeriodicFilter(
                SPACE,
                TransferFunction.real(new HalfGrid(NX, NY), c -> c[0] == 0 && c[1] == 0 ? 0 : factor.applyAsDouble(c)));
    }

    private static RandomGenerator random() {
        return RandomGeneratorFactory.of("Xoshiro256PlusPlus").create(5);
    }

    /** Of variance v, mean 0. */
    private static Image field(RandomGenerator random) {
        float[] white = SPACE.zeros();
        new GaussianNoise(Math.sqrt(SIGNAL)).sample(white, random, white);
        return new Image(SPACE, filter(c -> Math.sqrt(power(c))).apply(white));
    }

    private static Image measured(Image truth, RandomGenerator random) {
        Image data = new Image(SPACE, BLUR.apply(truth.data()));
        new GaussianNoise(NOISE).sample(data.data(), random, data.data());
        return data;
    }

    private static float[] wiener(Image data, Map<String, String> settings) {
        return Methods.named(Methods.classical(), "wiener")
                .with(settings)
                .reconstruct(new InverseProblem(BLUR, data))
                .image()
                .data();
    }

    private static Map<String, String> settings(double factor) {
        return Map.of("noiseToSignal", "" + factor * NOISE * NOISE / SIGNAL, "fall", "" + FALL);
    }

    /** (|H|^2 + k / s) X = conj(H) Y, with a k / s of its own and A and A* in place of H. */
    @Test
    void solvesItsEquation() {
        RandomGenerator random = random();
        Image data = measured(field(random), random);
        float[] x = wiener(data, settings(1));
        double k = NOISE * NOISE / SIGNAL;
        float[] left = BLUR.adjoint(BLUR.apply(x));
        Vectors.add(1, filter(c -> k / power(c)).apply(x), left);
        float[] right = BLUR.adjoint(data.data());
        assertTrue(Vectors.relativeDistance(left, right) < 1e-4);
    }

    /** Its mean squared error is what theory says, sum of n / (|H|^2 + n / (v s)), and the least there is. */
    @Test
    void theErrorIsTheLeastThereIs() {
        double expected = 0;
        for (int i = 1; i < NX * NY; i++) {
            double[] c = cycles(i);
            double h = Math.exp(-2 * Math.PI * Math.PI * 1.5 * 1.5 * (c[0] * c[0] + c[1] * c[1]));
            expected += NOISE * NOISE / (h * h + NOISE * NOISE / (SIGNAL * power(c)));
        }
        RandomGenerator random = random();
        double[] sums = new double[4];
        int runs = 2;
        for (int run = 0; run < runs; run++) {
            Image truth = field(random);
            Image data = measured(truth, random);
            for (int i = 0; i < 3; i++) {
                sums[i] += Vectors.distanceSquared(wiener(data, settings(new double[] {1, 0.2, 5}[i])), truth.data())
                        / runs;
            }
            sums[3] += Vectors.distanceSquared(wiener(data, Map.of()), truth.data()) / runs;
        }
        String figures = expected + " expected, " + Arrays.toString(sums);
        assertEquals(1, sums[0] / expected, 0.05, figures);
        assertTrue(sums[1] > 1.02 * sums[0] && sums[2] > 1.02 * sums[0], figures);
        assertTrue(sums[3] < 1.05 * sums[0], figures);
    }
}
