package org.preimage.reconstruction.functional;

import org.preimage.operators.parallel.Parallel;
import org.preimage.operators.space.Role;
import org.preimage.operators.space.Space;
import org.preimage.operators.space.Vectors;

/**
 * The sum of Schatten norms f(z) = w sum_i |Z_i|<sub>p</sub> of a field of symmetric matrices, |Z|<sub>p</sub> the p-norm of the
 * eigenvalues, or of the singular values of complex matrices, Z<sup>T</sup> = Z. Of a Hessian it is the Hessian-Schatten prior, which favours images that are flat or bend in one direction only.
 *
 * <p>Proximal maps act on the eigenvalues alone: for p = 1 soft thresholding, for p = 2 shrinkage of the matrix, for p = infinity
 * what remains beyond the projection onto an L1 ball. The conjugate is the indicator of dual norms |Y_i|<sub>q</sub> &lt;= w, 1/p + 1/q
 * = 1.
 *
 * <p>Lefkimmiatis, Ward and Unser 2013, Hessian Schatten-norm regularization for linear inverse problems, IEEE Trans. Image
 * Process. 22.
 */
public final class SchattenNorm implements Proximable {
    /** Which norm of the eigenvalues. */
    public enum Order {
        /** p = 1, the sum of magnitudes. */
        NUCLEAR,
        /** p = 2, the root of the sum of squares. */
        FROBENIUS,
        /** p = infinity, the largest magnitude. */
        SPECTRAL
    }

    /** Relative excess that the rounding of floats may leave. */
    private static final double ROUNDING = 4 * GroupL1.ROUNDING;

    private final Space domain;
    private final double weight;
    private final Order order;
    private final int size;
    private final int parts;
    private final int plane;

    /**
     * @param domain its slowest axis, of the role {@link Role#COMPONENT}, has 1, 3 or 6 components in the layout of {@link
     *     org.preimage.operators.Hessian}
     * @param weight w, positive
     * @param order the norm
     * @throws IllegalArgumentException if the domain is no field of symmetric matrices or the weight is not positive
     */
    public SchattenNorm(Space domain, double weight, Order order) {
        int last = domain.dimensions() - 1;
        int components = domain.size(last);
        int side = components == 6 ? 3 : components == 3 ? 2 : 1;
        if (domain.axes().get(last).role() != Role.COMPONENT || components != side * (side + 1) / 2) {
            throw new IllegalArgumentException("the domain is " + domain
                    + ", but its slowest axis must be of the role COMPONENT with 1, 3 or 6 of them");
        }
        this.domain = domain;
        this.weight = SquaredDistance.requirePositive("weight", weight);
        this.order = order;
        this.size = side;
        this.parts = domain.field().floats();
        this.plane = domain.length() / components;
    }

    @Override
    public Space domain() {
        return domain;
    }

    /** Takes one matrix, or gives one. */
    private interface Point {
        double of(SymmetricEigen eigen, int i);
    }

    private double sum(Point term) {
        return Vectors.sum(plane / parts, (from, to) -> {
            SymmetricEigen eigen = SymmetricEigen.of(size, parts);
            double sum = 0;
            for (int i = from * parts; i < to * parts; i += parts) {
                sum += term.of(eigen, i);
            }
            return sum;
        });
    }

    private static double norm(double[] lambda, Order order) {
        double a = 0;
        for (double l : lambda) {
            double m = Math.abs(l);
            a = order == Order.NUCLEAR ? a + m : order == Order.FROBENIUS ? a + l * l : Math.max(a, m);
        }
        return order == Order.FROBENIUS ? Math.sqrt(a) : a;
    }

    private Order dual() {
        return order == Order.NUCLEAR ? Order.SPECTRAL : order == Order.SPECTRAL ? Order.NUCLEAR : Order.FROBENIUS;
    }

    /** Projects the eigenvalues onto the ball of the dual norm. */
    private void project(double[] lambda, double radius) {
        if (order == Order.NUCLEAR) {
            for (int k = 0; k < lambda.length; k++) {
                lambda[k] = Math.max(-radius, Math.min(radius, lambda[k]));
            }
        } else if (order == Order.FROBENIUS) {
            double factor = radius / Math.max(radius, norm(lambda, Order.FROBENIUS));
            for (int k = 0; k < lambda.length; k++) {
                lambda[k] *= factor;
            }
        } else if (norm(lambda, Order.NUCLEAR) > radius) {
            double tau = threshold(lambda, radius);
            for (int k = 0; k < lambda.length; k++) {
                lambda[k] = Math.copySign(Math.max(0, Math.abs(lambda[k]) - tau), lambda[k]);
            }
        }
    }

    /** The tau with sum max(0, |lambda_k| - tau) = radius: the largest of what each number of summands alone would give. */
    private static double threshold(double[] lambda, double radius) {
        double[] sorted = new double[lambda.length];
        for (int k = 0; k < sorted.length; k++) {
            int at = k;
            double m = Math.abs(lambda[k]);
            for (; at > 0 && sorted[at - 1] < m; at--) {
                sorted[at] = sorted[at - 1];
            }
            sorted[at] = m;
        }
        double tau = Double.NEGATIVE_INFINITY;
        double sum = -radius;
        for (int k = 0; k < sorted.length; k++) {
            sum += sorted[k];
            tau = Math.max(tau, sum / (k + 1));
        }
        return tau;
    }

    @Override
    public double value(float[] z) {
        domain.require("z", z);
        return weight
                * sum((eigen, i) -> {
                    eigen.read(z, i, plane);
                    return norm(eigen.values(), order);
                });
    }

    @Override
    public double prox(float[] v, double gamma, float[] out) {
        domain.require("v", v);
        domain.require("out", out);
        double threshold = SquaredDistance.requirePositive("gamma", gamma) * weight;
        return weight
                * sum((eigen, i) -> {
                    eigen.read(v, i, plane);
                    double[] lambda = eigen.values();
                    double a = lambda[0];
                    double b = size > 1 ? lambda[1] : 0;
                    double c = size > 2 ? lambda[2] : 0;
                    project(lambda, threshold);
                    lambda[0] = a - lambda[0];
                    if (size > 1) {
                        lambda[1] = b - lambda[1];
                    }
                    if (size > 2) {
                        lambda[2] = c - lambda[2];
                    }
                    eigen.write(out, i, plane);
                    return norm(lambda, order);
                });
    }

    @Override
    public double conjugateValue(float[] y) {
        domain.require("y", y);
        double limit = weight * (1 + ROUNDING);
        double outside = sum((eigen, i) -> {
            eigen.read(y, i, plane);
            return norm(eigen.values(), dual()) > limit ? 1 : 0;
        });
        return outside > 0 ? Double.POSITIVE_INFINITY : 0;
    }

    @Override
    public Proximable conjugate() {
        return new Conjugate(this) {
            @Override
            public double prox(float[] v, double gamma, float[] out) {
                domain.require("v", v);
                domain.require("out", out);
                Parallel.ranges(plane / parts, 1 << 12, (from, to) -> {
                    SymmetricEigen eigen = SymmetricEigen.of(size, parts);
                    for (int i = from * parts; i < to * parts; i += parts) {
                        eigen.read(v, i, plane);
                        project(eigen.values(), weight);
                        eigen.write(out, i, plane);
                    }
                });
                return 0;
            }
        };
    }
}
