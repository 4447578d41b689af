package org.preimage.priors.laplace;

import java.util.Arrays;
import java.util.random.RandomGenerator;
import org.preimage.priors.dip.LinearisedNetwork;

/**
 * The terms of the evidence by conjugate gradients and random signs z: tr(K<sup>-1</sup> H_b) is the mean of &lt;J_b* A* K<sup>-1</sup> z,
 * J_b* A* z&gt;. The signs are the same in each call, so that what is maximised does not change on the way. The value itself is not
 * known.
 *
 * <p>Hutchinson 1990, A stochastic estimator of the trace of the influence matrix for Laplacian smoothing splines, Commun. Stat. Simul.
 * Comput. 19.
 */
public final class ProbedEvidence implements Evidence {
    private final LinearModel model;
    private final int probes;
    private final long seed;
    private final IterativePosterior.Solver solver;

    /**
     * @param model the linear model
     * @param probes random signs, at least 1
     * @param seed of them
     * @param variances v_b for which the preconditioner is made
     * @param accuracy of the solutions
     */
    public ProbedEvidence(
            LinearModel model, int probes, long seed, double[] variances, IterativePosterior.Accuracy accuracy) {
        if (probes < 1) {
            throw new IllegalArgumentException("probes is " + probes + ", but must be at least 1");
        }
        this.model = model;
        this.probes = probes;
        this.seed = seed;
        solver = IterativePosterior.Solver.of(model, variances, accuracy);
    }

    @Override
    public int blocks() {
        return model.blocks().count();
    }

    /** Solutions for y' and for each probe. */
    @Override
    public int memory() {
        return (probes + 1) * model.operator().range().length();
    }

    @Override
    public Terms at(double[] variances, double noise, float[] memory) {
        int m = model.operator().range().length();
        double[][] parts = new double[probes + 1][];
        double[] traces = new double[probes + 1];
        float[] deviations = model.blocks().deviations(variances);
        Threads.pieces(probes + 1, (from, to) -> {
            try (LinearisedNetwork j = model.linearised()) {
                DataCovariance k = new DataCovariance(model.operator(), j, deviations, noise);
                for (int i = from; i < to; i++) {
                    float[] right = i == 0 ? model.observation() : signs(i, m);
                    float[] u = solver.solve(k, noise, right, Arrays.copyOfRange(memory, i * m, (i + 1) * m));
                    System.arraycopy(u, 0, memory, i * m, m);
                    float[] left = j.adjoint(model.operator().adjoint(u));
                    float[] other = i == 0 ? left : j.adjoint(model.operator().adjoint(right));
                    parts[i] = model.blocks().dots(left, other);
                    float[] against = i == 0 ? u : right;
                    for (int l = 0; l < m; l++) {
                        traces[i] += (double) u[l] * against[l];
                    }
                }
            }
        });
        double[] trace = new double[variances.length];
        double noiseTrace = 0;
        for (int i = 1; i <= probes; i++) {
            for (int b = 0; b < trace.length; b++) {
                // A trace is positive; where few probes say otherwise it is next to nothing.
                trace[b] += Math.max(0, parts[i][b]) / probes;
            }
            noiseTrace += traces[i] / probes;
        }
        return new Terms(Double.NaN, parts[0], trace, traces[0], noiseTrace);
    }

    private float[] signs(int probe, int m) {
        RandomGenerator random = Draws.generator(seed, probe);
        float[] z = new float[m];
        for (int i = 0; i < m; i++) {
            z[i] = random.nextBoolean() ? 1 : -1;
        }
        return z;
    }
}
