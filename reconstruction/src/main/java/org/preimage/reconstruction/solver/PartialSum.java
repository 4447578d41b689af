package org.preimage.reconstruction.solver;

import java.util.List;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.preimage.operators.space.Vectors;
import org.preimage.reconstruction.functional.Differentiable;
import org.preimage.reconstruction.functional.Proximable;

/** The pieces that methods for sum_i f_i(x) + g(x) share, which take one f_i at a time. */
final class PartialSum {
    private PartialSum() {}

    /** @throws IllegalArgumentException if there is no part or a domain differs */
    static void require(List<Differentiable> parts, Proximable g) {
        if (parts.isEmpty()) {
            throw new IllegalArgumentException("there is no part, but at least one is needed");
        }
        for (Differentiable part : parts) {
            g.domain().requireShape("the domain of a part", part.domain());
        }
    }

    /** n max_i L_i: the Lipschitz constant of the steepest n f_i, whose mean is the sum. */
    static double lipschitz(List<Differentiable> parts) {
        double largest = 0;
        for (Differentiable part : parts) {
            largest = Math.max(largest, part.lipschitz());
        }
        return parts.size() * largest;
    }

    static double value(List<Differentiable> parts, Proximable g, float[] x) {
        double sum = g.value(x);
        for (Differentiable part : parts) {
            sum += part.value(x);
        }
        return sum;
    }

    /** out = the gradient of the sum, through {@code part}. */
    static void gradient(List<Differentiable> parts, float[] x, float[] part, float[] out) {
        parts.get(0).gradient(x, out);
        for (Differentiable f : parts.subList(1, parts.size())) {
            f.gradient(x, part);
            Vectors.add(1, part, out);
        }
    }

    /** Random numbers that depend on the seed and the iteration alone, so that a run can go on where another ended. */
    static RandomGenerator random(long seed, int iteration) {
        return RandomGeneratorFactory.of("Xoshiro256PlusPlus").create(seed + 0x9E3779B97F4A7C15L * (iteration + 1L));
    }
}
