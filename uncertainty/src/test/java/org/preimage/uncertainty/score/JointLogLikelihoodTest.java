package org.preimage.uncertainty.score;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.apache.commons.math3.distribution.MultivariateNormalDistribution;
import org.junit.jupiter.api.Test;
import org.preimage.operators.space.Image;
import org.preimage.operators.space.Space;

class JointLogLikelihoodTest {
    private static RandomGenerator random(long seed) {
        return RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
    }

    /** A positive definite matrix. */
    private static double[] covariance(int n, long seed) {
        RandomGenerator random = random(seed);
        double[][] factor = new double[n][n];
        for (double[] row : factor) {
            for (int j = 0; j < n; j++) {
                row[j] = random.nextGaussian();
            }
        }
        double[] out = new double[n * n];
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < n; j++) {
                for (int k = 0; k < n; k++) {
                    out[i * n + j] += factor[i][k] * factor[j][k] / n;
                }
            }
        }
        return out;
    }

    @Test
    void isTheDensityOfAGaussian() {
        int n = 7;
        double[] c = covariance(n, 1);
        double[] error = new double[n];
        RandomGenerator random = random(2);
        double[][] matrix = new double[n][n];
        for (int i = 0; i < n; i++) {
            error[i] = random.nextGaussian();
            for (int j = 0; j < n; j++) {
                matrix[i][j] = c[i * n + j] + (i == j ? 0.3 : 0);
            }
        }
        double density = new MultivariateNormalDistribution(new double[n], matrix).density(error);
        double[] before = c.clone();
        assertEquals(Math.log(density) / n, JointLogLikelihood.gaussian(error, c, 0.3), 1e-10);
        assertEquals(before[8], c[8]);
    }

    /** Patches of one pixel are independent pixels; one patch is the whole image. */
    @Test
    void patchesLieBetweenPixelsAndTheImage() {
        Space space = Space.image(5, 4, 1);
        RandomGenerator random = random(3);
        Image mean = draw(space, random, 0);
        List<Image> samples = new ArrayList<>();
        for (int k = 0; k < 400; k++) {
            samples.add(draw(space, random, random.nextGaussian()));
        }
        Image truth = draw(space, random, 1.5);
        int n = space.length();
        double[] c = new double[n * n];
        double[] diagonal = new double[n * n];
        double[] error = new double[n];
        for (int i = 0; i < n; i++) {
            error[i] = (double) truth.data()[i] - mean.data()[i];
            for (int j = 0; j < n; j++) {
                for (Image x : samples) {
                    c[i * n + j] += ((double) x.data()[i] - mean.data()[i])
                            * ((double) x.data()[j] - mean.data()[j])
                            / samples.size();
                }
            }
            diagonal[i * n + i] = c[i * n + i];
        }
        double pixels = JointLogLikelihood.patches(mean, samples, truth, 1, 0.01);
        double whole = JointLogLikelihood.patches(mean, samples, truth, 9, 0.01);
        assertEquals(JointLogLikelihood.gaussian(error, diagonal, 0.01), pixels, 1e-9);
        assertEquals(JointLogLikelihood.gaussian(error, c, 0.01), whole, 1e-9);
        double between = JointLogLikelihood.patches(mean, samples, truth, 2, 0.01);
        assertTrue(between > pixels && between < whole, pixels + " " + between + " " + whole);
    }

    /** Noise, and a level that all pixels have in common. */
    private static Image draw(Space space, RandomGenerator random, double level) {
        Image out = Image.zeros(space);
        for (int i = 0; i < out.data().length; i++) {
            out.data()[i] = (float) (level + 0.2 * random.nextGaussian());
        }
        return out;
    }

    @Test
    void refusesWhatHasNoDensity() {
        double[] ones = {1, 1, 1, 1};
        assertThrows(IllegalArgumentException.class, () -> JointLogLikelihood.gaussian(new double[2], ones, 0));
        assertThrows(IllegalArgumentException.class, () -> JointLogLikelihood.gaussian(new double[3], ones, 1));
        Image image = Image.zeros(Space.image(3, 3, 1));
        assertThrows(
                IllegalArgumentException.class, () -> JointLogLikelihood.patches(image, List.of(image), image, 2, 0));
        assertThrows(IllegalArgumentException.class, () -> JointLogLikelihood.patches(image, List.of(), image, 2, 1));
    }
}
