package org.preimage.reconstruction.functional;

import java.util.Arrays;
import java.util.Optional;
import org.preimage.operators.Gradient;
import org.preimage.operators.LinearOperator;
import org.preimage.operators.parallel.Parallel;
import org.preimage.operators.space.Role;
import org.preimage.operators.space.Space;
import org.preimage.operators.space.Vectors;

/**
 * The sum of group norms f(z) = w sum_i |z_i|<sub>2</sub>, where z_i gathers the components of a vector field at point
 * i, the real and imaginary parts of each included. Of a gradient it is isotropic total variation.
 *
 * <p>The proximal map shrinks each group's norm by gamma w; the conjugate is the indicator of |y_i|<sub>2</sub> &lt;= w
 * for all i, whose proximal map scales the groups outside back to the ball.
 */
public final class GroupL1 implements DiagonalProximable {
    /** Relative excess of a group that float arithmetic may leave after a projection. */
    static final double ROUNDING = 1e-6;

    private final Space domain;
    private final double weight;
    private final int components;
    private final int parts;
    private final int plane;

    /**
     * @param domain vector fields: their slowest axis has the role {@link Role#COMPONENT}, as the range of a gradient
     * @param weight w, positive
     * @throws IllegalArgumentException if the slowest axis is of another role or the weight is not positive
     */
    public GroupL1(Space domain, double weight) {
        this(domain, weight, domain.size(requireComponents(domain)));
    }

    private GroupL1(Space domain, double weight, int components) {
        this.domain = domain;
        this.weight = SquaredDistance.requirePositive("weight", weight);
        this.components = components;
        this.parts = domain.field().floats();
        this.plane = domain.length() / components;
    }

    private static int requireComponents(Space domain) {
        int last = domain.dimensions() - 1;
        if (domain.axes().get(last).role() != Role.COMPONENT) {
            throw new IllegalArgumentException(
                    "the domain is " + domain + ", but its slowest axis must be of the role COMPONENT");
        }
        return last;
    }

    /**
     * With one group for the components of all channels at a point: of a gradient, vectorial total variation (Bresson and Chan 2008,
     * Fast dual minimization of the vectorial total variation norm, Inverse Problems and Imaging 2).
     *
     * @param domain vector fields whose slowest axes have the roles {@link Role#CHANNEL}, one or more, and {@link Role#COMPONENT}
     * @param weight w, positive
     * @throws IllegalArgumentException if the axes are others, or the weight is not positive
     */
    public static GroupL1 joint(Space domain, double weight) {
        int axis = requireComponents(domain);
        int together = domain.size(axis);
        while (axis > 0 && domain.axes().get(axis - 1).role() == Role.CHANNEL) {
            axis--;
            together *= domain.size(axis);
        }
        int first = axis;
        boolean left = domain.axes().subList(0, first).stream().anyMatch(a -> a.role() == Role.CHANNEL);
        if (first == domain.dimensions() - 1 || left) {
            throw new IllegalArgumentException("the domain is " + domain
                    + ", but its slowest axes must be all of the role CHANNEL, and then COMPONENT, to be joint");
        }
        return new GroupL1(domain, weight, together);
    }

    @Override
    public Space domain() {
        return domain;
    }

    /** The squared norm of the group that begins at float i. */
    private float squaredNorm(float[] z, int i) {
        float sum = 0;
        for (int c = 0, j = i; c < components; c++, j += plane) {
            for (int p = 0; p < parts; p++) {
                sum += z[j + p] * z[j + p];
            }
        }
        return sum;
    }

    @Override
    public double value(float[] z) {
        domain.require("z", z);
        return weight
                * Vectors.sum(plane / parts, (from, to) -> {
                    double sum = 0;
                    for (int i = from * parts; i < to * parts; i += parts) {
                        sum += Math.sqrt(squaredNorm(z, i));
                    }
                    return sum;
                });
    }

    @Override
    public double prox(float[] v, double gamma, float[] out) {
        domain.require("v", v);
        domain.require("out", out);
        double threshold = SquaredDistance.requirePositive("gamma", gamma) * weight;
        return weight
                * Vectors.sum(plane / parts, (from, to) -> {
                    double sum = 0;
                    for (int i = from * parts; i < to * parts; i += parts) {
                        double norm = Math.sqrt(squaredNorm(v, i));
                        double shrunk = Math.max(0, norm - threshold);
                        sum += shrunk;
                        multiply(v, i, shrunk == 0 ? 0 : (float) (shrunk / norm), out);
                    }
                    return sum;
                });
    }

    private void multiply(float[] v, int i, float factor, float[] out) {
        for (int c = 0, j = i; c < components; c++, j += plane) {
            for (int p = 0; p < parts; p++) {
                out[j + p] = factor * v[j + p];
            }
        }
    }

    @Override
    public double conjugateValue(float[] y) {
        domain.require("y", y);
        double limit = weight * (1 + ROUNDING);
        float limitSquared = (float) (limit * limit);
        double outside = Vectors.sum(plane / parts, (from, to) -> {
            int count = 0;
            for (int i = from * parts; i < to * parts; i += parts) {
                count += squaredNorm(y, i) > limitSquared ? 1 : 0;
            }
            return count;
        });
        return outside > 0 ? Double.POSITIVE_INFINITY : 0;
    }

    /** An upper bound: bounded entries bound a group's norm by the root of their number times as much. */
    @Override
    public double conjugateValue(float[] y, double bound) {
        domain.require("y", y);
        double limit = weight * (1 + ROUNDING);
        return bound
                * Math.sqrt(components * parts)
                * Vectors.sum(plane / parts, (from, to) -> {
                    double sum = 0;
                    for (int i = from * parts; i < to * parts; i += parts) {
                        sum += Math.max(0, Math.sqrt(squaredNorm(y, i)) - limit);
                    }
                    return sum;
                });
    }

    @Override
    public Proximable conjugate() {
        return new Conjugate(this) {
            @Override
            public double prox(float[] v, double gamma, float[] out) {
                project(v, out);
                return 0;
            }
        };
    }

    /** Scales the groups of norm above w back to norm w. */
    private void project(float[] v, float[] out) {
        domain.require("v", v);
        domain.require("out", out);
        float w = (float) weight;
        Parallel.ranges(plane / parts, SquaredDistance.BLOCK, (from, to) -> {
            if (components == 2 && parts == 1) {
                // The case of a plane image, written out so that the compiler vectorises it.
                for (int i = from; i < to; i++) {
                    float a = v[i];
                    float b = v[i + plane];
                    float factor = w / Math.max(w, (float) Math.sqrt(a * a + b * b));
                    out[i] = factor * a;
                    out[i + plane] = factor * b;
                }
                return;
            }
            for (int i = from * parts; i < to * parts; i += parts) {
                multiply(v, i, w / Math.max(w, (float) Math.sqrt(squaredNorm(v, i))), out);
            }
        });
    }

    /** For the gradient in at most three dimensions, and groups that are its components alone: isotropic total variation. */
    @Override
    public Optional<DualSweep> sweep(LinearOperator k) {
        return k instanceof Gradient d && d.components() <= 3 && components == d.components()
                ? Optional.of(new GradientSweep(d, weight, true))
                : Optional.empty();
    }

    /** To the smallest one of each group. */
    @Override
    public void lower(float[] steps) {
        domain.require("steps", steps);
        for (int i = 0; i < plane; i += parts) {
            float least = Float.POSITIVE_INFINITY;
            for (int c = 0, j = i; c < components; c++, j += plane) {
                for (int p = 0; p < parts; p++) {
                    least = Math.min(least, steps[j + p]);
                }
            }
            for (int c = 0, j = i; c < components; c++, j += plane) {
                Arrays.fill(steps, j, j + parts, least);
            }
        }
    }

    @Override
    public void prox(float[] v, float[] steps, float[] out) {
        domain.require("v", v);
        domain.require("steps", steps);
        domain.require("out", out);
        float w = (float) weight;
        Parallel.ranges(plane / parts, SquaredDistance.BLOCK, (from, to) -> {
            for (int i = from * parts; i < to * parts; i += parts) {
                float norm = (float) Math.sqrt(squaredNorm(v, i));
                float threshold = steps[i] * w;
                multiply(v, i, norm > threshold ? 1 - threshold / norm : 0, out);
            }
        });
    }

    /** Scales groups back to the ball, whatever the steps. */
    @Override
    public void proxConjugate(float[] v, float[] steps, float[] out) {
        project(v, out);
    }
}
