package org.preimage.priors.laplace;

import java.util.Arrays;
import java.util.random.RandomGenerator;
import org.preimage.operators.space.Vectors;
import org.preimage.priors.dip.LinearisedNetwork;
import org.preimage.priors.tensor.Threads;

/**
 * The terms of the evidence by conjugate gradients and simulated data: z = A J V<sup>1/2</sup> v + s e with white v and e has the covariance
 * K, so that tr(K<sup>-1</sup> H_b) is the mean of |J_b* A* K<sup>-1</sup> z|<sup>2</sup>, and tr K<sup>-1</sup> that of |K<sup>-1</sup>
 * z|<sup>2</sup>. At the maximum the data look to each block as simulated ones do. v and e are the same in each call, so that what is
 * maximised does not change on the way. The value itself is not known.
 *
 * <p>Hutchinson 1990, A stochastic estimator of the trace of the influence matrix for Laplacian smoothing splines, Commun. Stat. Simul.
 * Comput. 19; that probes with the covariance K vary less, and give what is positive positive, as in Antoran, Padhy, Barbano, Nalisnick,
 * Janz and Hernandez-Lobato 2023, Sampling-based inference for large linear models, with application to linearised Laplace, ICLR.
 */
public final class ProbedEvidence implements Evidence {
    private final LinearModel model;
    private final int probes;
    private final long seed;
    private final IterativePosterior.Solver solver;

    /**
     * @param model the linear model
     * @param probes simulated data, at least 1
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
        double[] squares = new double[probes + 1];
        float[] deviations = model.blocks().deviations(variances);
        Threads.pieces(probes + 1, (from, to) -> {
            try (LinearisedNetwork j = model.linearised()) {
                DataCovariance k = new DataCovariance(model.operator(), j, deviations, noise);
                for (int i = from; i < to; i++) {
                    float[] right = i == 0 ? model.observation() : simulated(j, deviations, noise, i);
                    float[] u = solver.solve(k, noise, right, Arrays.copyOfRange(memory, i * m, (i + 1) * m));
                    System.arraycopy(u, 0, memory, i * m, m);
                    float[] w = j.adjoint(model.operator().adjoint(u));
                    parts[i] = model.blocks().dots(w, w);
                    squares[i] = Vectors.normSquared(u);
                }
            }
        });
        double[] trace = new double[variances.length];
        double noiseTrace = 0;
        for (int i = 1; i <= probes; i++) {
            for (int b = 0; b < trace.length; b++) {
                trace[b] += parts[i][b] / probes;
            }
            noiseTrace += squares[i] / probes;
        }
        return new Terms(Double.NaN, parts[0], trace, squares[0], noiseTrace);
    }

    private float[] simulated(LinearisedNetwork j, float[] deviations, double noise, int probe) {
        RandomGenerator random = Draws.generator(seed, probe);
        float[] v = new float[deviations.length];
        for (int i = 0; i < v.length; i++) {
            v[i] = deviations[i] == 0 ? 0 : (float) (deviations[i] * random.nextGaussian());
        }
        float[] z = model.operator().apply(j.apply(v));
        for (int i = 0; i < z.length; i++) {
            z[i] += (float) (Math.sqrt(noise) * random.nextGaussian());
        }
        return z;
    }
}
