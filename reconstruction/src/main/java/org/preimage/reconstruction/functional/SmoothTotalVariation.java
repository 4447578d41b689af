package org.preimage.reconstruction.functional;

import org.preimage.operators.Gradient;
import org.preimage.operators.parallel.Parallel;
import org.preimage.operators.space.Space;
import org.preimage.operators.space.Vectors;

/**
 * Isotropic total variation with rounded corners,
 *
 * <pre>f(x) = w sum_j (sqrt(|(D x)_j|<sup>2</sup> + eps<sup>2</sup>) - eps),</pre>
 *
 * D the {@link Gradient} with its components together, and of complex images the parts as well. Its gradient is w D*(D x /
 * sqrt(|D x|<sup>2</sup> + eps<sup>2</sup>)), for methods that need one: differences well above eps cost what they cost in
 * total variation.
 *
 * <p>Acar and Vogel 1994, Analysis of bounded variation penalty methods for ill-posed problems, Inverse Problems 10.
 */
public final class SmoothTotalVariation implements Differentiable {
    private final Gradient gradient;
    private final double weight;
    private final double epsilon;

    /**
     * @param domain a space with at least one spatial axis
     * @param weight w, positive
     * @param epsilon eps, in the image's unit, positive
     * @throws IllegalArgumentException if there is no spatial axis or a number is not positive
     */
    public SmoothTotalVariation(Space domain, double weight, double epsilon) {
        this.gradient = new Gradient(domain);
        this.weight = SquaredDistance.requirePositive("weight", weight);
        this.epsilon = SquaredDistance.requirePositive("epsilon", epsilon);
    }

    @Override
    public Space domain() {
        return gradient.domain();
    }

    /** The differences at sample j are those of all parts and components. */
    private double length(float[] z, int j) {
        int floats = domain().field().floats();
        int n = domain().length();
        double sum = epsilon * epsilon;
        for (int c = 0; c < gradient.components(); c++) {
            for (int p = 0; p < floats; p++) {
                double d = z[c * n + j * floats + p];
                sum += d * d;
            }
        }
        return Math.sqrt(sum);
    }

    private int samples() {
        return domain().length() / domain().field().floats();
    }

    @Override
    public double value(float[] x) {
        float[] z = gradient.apply(x);
        return weight
                * Vectors.sum(samples(), (from, to) -> {
                    double sum = 0;
                    for (int j = from; j < to; j++) {
                        sum += length(z, j) - epsilon;
                    }
                    return sum;
                });
    }

    @Override
    public double gradient(float[] x, float[] out) {
        float[] z = gradient.apply(x);
        float[] slope = new float[samples()];
        double sum = Vectors.sum(slope.length, (from, to) -> {
            double part = 0;
            for (int j = from; j < to; j++) {
                double length = length(z, j);
                slope[j] = (float) (weight / length);
                part += length - epsilon;
            }
            return part;
        });
        int floats = domain().field().floats();
        int n = domain().length();
        Parallel.ranges(slope.length, SquaredDistance.BLOCK, (from, to) -> {
            for (int c = 0; c < gradient.components(); c++) {
                for (int i = from * floats; i < to * floats; i++) {
                    z[c * n + i] *= slope[i / floats];
                }
            }
        });
        gradient.adjoint(z, out);
        return weight * sum;
    }

    /** w |D|<sup>2</sup> / eps. */
    @Override
    public double lipschitz() {
        double norm = gradient.norm();
        return weight * norm * norm / epsilon;
    }
}
