package org.preimage.priors.laplace;

import org.preimage.reconstruction.solver.Checkpoint;
import org.preimage.reconstruction.solver.Iteration;

/**
 * The variances v_b of the weights' prior and s<sup>2</sup> of the noise at a maximum of the marginal likelihood, with or without a
 * hyper-prior. The solution is (log v_1, ..., log v_B, log s<sup>2</sup>).
 *
 * <p>Each step raises the objective by the maximum of a minorant that touches it:
 *
 * <pre>v_b &lt;- v_b sqrt((1/2 v_b &lt;a, H_b a&gt; + r_b) / (1/2 v_b tr(K<sup>-1</sup> H_b) + f_b)),   s &lt;- s (|a|<sup>2</sup> / tr K<sup>-1</sup>)<sup>1/4</sup>,</pre>
 *
 * with the {@link Evidence}'s terms, and with r_b - f_b the derivative of the hyper-prior with respect to log v_b; without one
 * both are 0. No step length is to be chosen, and variances stay positive.
 *
 * <p>Zhou, Hu, Zhou and Lange 2019, MM algorithms for variance components models, J. Comput. Graph. Stat. 28.
 *
 * @param evidence of the linear model
 * @param match hyper-prior; null for none
 * @param steps at most
 * @param tolerance of the residual at which it ends before
 */
public record MarginalLikelihood(Evidence evidence, TotalVariationMatch match, int steps, double tolerance)
        implements Iteration<MarginalLikelihood.State> {
    /** Smallest variance relative to the first. */
    private static final double LEAST = 1e-16;

    public MarginalLikelihood {
        if (steps < 1 || !(tolerance >= 0)) {
            throw new IllegalArgumentException("there are " + steps + " steps and a tolerance of " + tolerance
                    + ", but at least one step and no negative tolerance are needed");
        }
    }

    /** Everything that changes. */
    public static final class State {
        private final float[] solution;
        private final double[] first;
        private final double[] logs;
        private final float[] memory;
        private double objective = Double.NaN;
        private double change = Double.POSITIVE_INFINITY;
        private int step;

        private State(float[] x0, int memory) {
            solution = x0.clone();
            this.memory = new float[memory];
            logs = new double[x0.length];
            for (int i = 0; i < logs.length; i++) {
                logs[i] = x0[i];
            }
            first = logs.clone();
        }

        /** v_b. */
        public double[] variances() {
            double[] out = new double[logs.length - 1];
            for (int i = 0; i < out.length; i++) {
                out[i] = Math.exp(logs[i]);
            }
            return out;
        }

        /** Steps done. */
        public int step() {
            return step;
        }

        /** s<sup>2</sup>. */
        public double noise() {
            return Math.exp(logs[logs.length - 1]);
        }
    }

    /** A start: one variance for each block, and that of the noise. */
    public static float[] start(double[] variances, double noise) {
        float[] out = new float[variances.length + 1];
        for (int i = 0; i < variances.length; i++) {
            out[i] = (float) Math.log(variances[i]);
        }
        out[variances.length] = (float) Math.log(noise);
        return out;
    }

    /** @param x0 (log v_1, ..., log v_B, log s<sup>2</sup>), finite */
    @Override
    public State start(float[] x0) {
        if (x0.length != evidence.blocks() + 1) {
            throw new IllegalArgumentException("x0 has " + x0.length + " values, but " + (evidence.blocks() + 1)
                    + " are needed: one for each block and one for the noise");
        }
        for (float x : x0) {
            if (!Float.isFinite(x)) {
                throw new IllegalArgumentException("the logarithm of a variance is " + x + ", but must be finite");
            }
        }
        return new State(x0, evidence.memory());
    }

    @Override
    public void step(State s) {
        double[] v = s.variances();
        double noise = s.noise();
        Evidence.Terms e = evidence.at(v, noise, s.memory);
        TotalVariationMatch.Terms prior = match == null ? null : match.at(v);
        s.objective = e.value + (prior == null ? 0 : prior.value);
        s.change = 0;
        s.step++;
        for (int b = 0; b < v.length; b++) {
            double rise = 0.5 * v[b] * e.fit[b] + (prior == null ? 0 : prior.rising[b]);
            double fall = 0.5 * v[b] * e.trace[b] + (prior == null ? 0 : prior.falling[b]);
            // Where a block tells nothing the least variance keeps its logarithm finite.
            double move = Math.max(0.5 * Math.log(rise / fall), s.first[b] + Math.log(LEAST) - s.logs[b]);
            s.logs[b] += move;
            // A block that determines no weight any more does not hold up the end.
            s.change = Math.max(s.change, Math.abs(move) * Math.min(1, 2 * fall));
        }
        double move = 0.5 * Math.log(e.noiseFit / e.noiseTrace);
        s.logs[v.length] += move;
        s.change = Math.max(s.change, Math.abs(move));
        for (int i = 0; i < s.logs.length; i++) {
            s.solution[i] = (float) s.logs[i];
        }
    }

    @Override
    public float[] solution(State s) {
        return s.solution;
    }

    /** The largest change of a logarithm in the last step; less where a block determines less than one weight. */
    @Override
    public double residual(State s) {
        return Double.isInfinite(s.change) ? 1 : s.change;
    }

    /** Before the last step; NaN where the evidence knows derivatives only. */
    @Override
    public double objective(State s) {
        return s.objective;
    }

    @Override
    public boolean finished(State s) {
        return s.step >= steps || s.change <= tolerance;
    }

    @Override
    public void persist(State s, Checkpoint c) {
        c.same("blocks", evidence.blocks());
        c.same("hyper-prior", match == null ? 0 : match.expected(new double[evidence.blocks()]));
        for (int i = 0; i < s.logs.length; i++) {
            s.logs[i] = c.number("log " + i, s.logs[i]);
            s.first[i] = c.number("first " + i, s.first[i]);
            s.solution[i] = (float) s.logs[i];
        }
        c.array("memory", s.memory);
        s.step = (int) c.count("step", s.step);
        s.objective = c.number("objective", s.objective);
        s.change = c.number("change", s.change);
    }
}
