package org.preimage.priors.training;

import java.util.Arrays;
import org.preimage.priors.tensor.Tensor;

/**
 * The Sinkhorn divergence between two sets of images or patches as points of R<sup>D</sup> of equal weights,
 *
 * <pre>S(x, y) = OT(x, y) - 1/2 OT(x, x) - 1/2 OT(y, y),
 * OT(x, y) = min over plans p of sum_ij p_ij C_ij + e KL(p | 1/(N M)),   C_ij = 1/2 |x_i - y_j|<sup>2</sup>,   e = blur<sup>2</sup>,</pre>
 *
 * which is not negative, 0 for equal sets only, and tends to half the squared Wasserstein-2 distance as blur goes to 0. The two sets may
 * differ in number.
 *
 * <p>The dual potentials f_i = -e log 1/M sum_j exp((g_j - C_ij) / e) and g are found in the log domain with e falling by halves from
 * the largest cost. At the optimum the plan does not move to first order: the gradient is that of sum_ij p_ij C_ij with p as it is.
 *
 * <p>Feydy, Sejourne, Vialard, Amari, Trouve and Peyre 2019, Interpolating between optimal transport and MMD using Sinkhorn
 * divergences, AISTATS.
 *
 * @param blur in the unit of the images: points nearer than that are hardly told apart
 * @param tolerance of the potentials relative to blur<sup>2</sup> at which to stop, as 1e-6
 * @param iterations at the final blur, at most
 */
public record SinkhornDivergence(double blur, double tolerance, int iterations) implements Loss {
    public SinkhornDivergence {
        if (!(blur > 0 && Double.isFinite(blur) && tolerance >= 0) || iterations < 1) {
            throw new IllegalArgumentException(
                    "blur is " + blur + ", tolerance " + tolerance + " and iterations " + iterations
                            + ", but a positive blur, no negative tolerance and at least one iteration are needed");
        }
    }

    /** @throws IllegalArgumentException if the points of both sets differ in size */
    @Override
    public Tensor of(Tensor images, Tensor targets) {
        Tensor x = points(images);
        Tensor y = points(targets);
        if (x.size(1) != y.size(1)) {
            throw new IllegalArgumentException("sets of the shapes " + Arrays.toString(images.shape()) + " and "
                    + Arrays.toString(targets.shape()) + " are compared, but their points must have the same size");
        }
        return transport(x, y).minus(transport(x, x).plus(transport(y, y)).times(0.5));
    }

    private static Tensor points(Tensor images) {
        return images.reshape(images.size(0), -1);
    }

    private Tensor transport(Tensor x, Tensor y) {
        int n = x.size(0);
        int m = y.size(0);
        Tensor products = x.matrixTimes(y.permute(1, 0));
        Tensor costs = x.square()
                .sumOver(1)
                .plus(y.square().sumOver(1).permute(1, 0))
                .times(0.5)
                .minus(products);
        Plan plan = new Plan(costs.detached().toDoubles(), n, m);
        plan.solve();
        float[] p = plan.masses();
        Tensor masses = Tensor.of(p, n, m);
        Tensor moved = costs.times(costs.isDouble() ? masses.toDoublePrecision() : masses)
                .sum();
        // Its slope is that of the transport, and its value becomes it.
        return moved.affine(1, plan.value() - moved.detached().toDouble());
    }

    /** Potentials of one transport. */
    private final class Plan {
        private final double[] costs;
        private final int n;
        private final int m;
        private final double[] f;
        private final double[] g;

        Plan(double[] costs, int n, int m) {
            this.costs = costs;
            this.n = n;
            this.m = m;
            f = new double[n];
            g = new double[m];
        }

        void solve() {
            double goal = blur * blur;
            double e = Math.max(goal, Arrays.stream(costs).max().orElseThrow());
            while (e > goal) {
                sweep(e);
                e = Math.max(goal, e / 2);
            }
            for (int k = 0; k < iterations && sweep(goal) > tolerance * goal; k++) {
                // sweep does the work
            }
        }

        /** Both potentials once, each against the other as it was, and half-way; the largest change. */
        private double sweep(double e) {
            double[] nextF = new double[n];
            double[] nextG = new double[m];
            double[] terms = new double[Math.max(n, m)];
            for (int i = 0; i < n; i++) {
                for (int j = 0; j < m; j++) {
                    terms[j] = (g[j] - costs[i * m + j]) / e;
                }
                nextF[i] = -e * logMean(terms, m);
            }
            for (int j = 0; j < m; j++) {
                for (int i = 0; i < n; i++) {
                    terms[i] = (f[i] - costs[i * m + j]) / e;
                }
                nextG[j] = -e * logMean(terms, n);
            }
            return Math.max(towards(f, nextF), towards(g, nextG));
        }

        private double towards(double[] old, double[] next) {
            double change = 0;
            for (int i = 0; i < old.length; i++) {
                change = Math.max(change, Math.abs(next[i] - old[i]));
                old[i] = 0.5 * (old[i] + next[i]);
            }
            return change;
        }

        /** The dual objective, whose error is of second order in that of the potentials. */
        double value() {
            double excess = 0;
            double e = blur * blur;
            for (int i = 0; i < n; i++) {
                for (int j = 0; j < m; j++) {
                    excess += Math.exp((f[i] + g[j] - costs[i * m + j]) / e) / ((double) n * m);
                }
            }
            return Arrays.stream(f).average().orElseThrow()
                    + Arrays.stream(g).average().orElseThrow()
                    - e * (excess - 1);
        }

        float[] masses() {
            float[] masses = new float[n * m];
            for (int i = 0; i < n; i++) {
                for (int j = 0; j < m; j++) {
                    double exponent = (f[i] + g[j] - costs[i * m + j]) / (blur * blur);
                    masses[i * m + j] = (float) (Math.exp(exponent) / ((double) n * m));
                }
            }
            return masses;
        }
    }

    private static double logMean(double[] terms, int count) {
        double largest = Double.NEGATIVE_INFINITY;
        for (int i = 0; i < count; i++) {
            largest = Math.max(largest, terms[i]);
        }
        double sum = 0;
        for (int i = 0; i < count; i++) {
            sum += Math.exp(terms[i] - largest);
        }
        return largest + Math.log(sum / count);
    }
}
