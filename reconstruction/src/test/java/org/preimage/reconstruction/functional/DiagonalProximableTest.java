package org.preimage.reconstruction.functional;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;
import org.preimage.operators.Gradient;
import org.preimage.operators.space.Space;

/** Proximal maps with a step for each entry. */
class DiagonalProximableTest {
    private static float[] noise(Space space) {
        RandomGenerator random = RandomGeneratorFactory.of("Xoshiro256PlusPlus").create(6);
        float[] x = space.zeros();
        for (int i = 0; i < x.length; i++) {
            x[i] = (i % 24 > 9 ? 1 : 0) + 0.3f * (float) random.nextGaussian();
        }
        return x;
    }

    /** Steps for each entry: the proximal map is a minimiser, equal steps give the usual one, and Moreau's identity holds. */
    @Test
    void diagonalStepsGiveMinimisers() {
        Space plane = Space.image(4, 3, 1);
        Space field = new Gradient(plane).range();
        float[] b = noise(field);
        List<DiagonalProximable> all = List.of(
                new SquaredDistance(field, b, 1.7),
                new Box(field, -0.2, 0.4),
                new Zero(field),
                new L1(field, 0.3),
                new GroupL1(field, 0.3));
        RandomGenerator random = RandomGeneratorFactory.of("Xoshiro256PlusPlus").create(2);
        for (DiagonalProximable f : all) {
            float[] v = field.zeros();
            float[] steps = field.zeros();
            for (int i = 0; i < v.length; i++) {
                v[i] = (float) random.nextGaussian();
                steps[i] = 0.2f + random.nextFloat();
            }
            float[] before = steps.clone();
            f.lower(steps);
            float[] p = field.zeros();
            f.prox(v, steps, p);
            double least = f.value(p) + distance(p, v, steps);
            for (int trial = 0; trial < 300; trial++) {
                float[] z = p.clone();
                for (int i = 0; i < z.length; i++) {
                    z[i] += (float) (Math.pow(10, -trial % 4) * random.nextGaussian());
                }
                ((Proximable) f).prox(z, 0.01, z);
                assertTrue(f.value(z) + distance(z, v, steps) >= least + distance(z, p, steps) - 1e-5, f.toString());
            }
            float[] inverse = field.zeros();
            float[] equal = field.zeros();
            for (int i = 0; i < v.length; i++) {
                assertTrue(steps[i] <= before[i]);
                inverse[i] = v[i] / steps[i];
                equal[i] = 0.7f;
            }
            float[] reciprocal = field.zeros();
            for (int i = 0; i < v.length; i++) {
                reciprocal[i] = 1 / steps[i];
            }
            float[] dual = field.zeros();
            f.proxConjugate(inverse, reciprocal, dual);
            for (int i = 0; i < v.length; i++) {
                assertEquals((v[i] - p[i]) / steps[i], dual[i], 1e-5);
            }
            float[] usual = field.zeros();
            f.prox(v, equal, p);
            f.prox(v, 0.7f, usual);
            assertArrayEquals(usual, p, 1e-6f);
        }
    }

    private static double distance(float[] x, float[] v, float[] steps) {
        double sum = 0;
        for (int i = 0; i < x.length; i++) {
            double d = x[i] - v[i];
            sum += d * d / (2 * steps[i]);
        }
        return sum;
    }
}
