package org.preimage.reconstruction.solver;

import java.util.Arrays;
import org.preimage.operators.Gradient;
import org.preimage.operators.LinearOperator;
import org.preimage.operators.parallel.Parallel;
import org.preimage.operators.space.Vectors;
import org.preimage.reconstruction.functional.Huber;
import org.preimage.reconstruction.functional.TransmissionLikelihood;

/**
 * Maximum likelihood, or maximum a posteriori, for transmission counts y ~ Poisson(N exp(-A x)), x &gt;= 0, one subset of
 * views after the other:
 *
 * <pre>
 * x' = max(0, x + lambda_k (S_s A_s* (N exp(-A_s x) - y_s) - R'(x)) / (D + r)),  s = 1, 2, ...
 * D  = A* (c A 1),  c = max(y, N exp(-A x)),  r at least the largest curvature of R,
 * </pre>
 *
 * S_s the number of all views over those of the subset, and lambda_k = lambda / (1 + decay k) after k sweeps. D + r is the
 * curvature of a separable paraboloid that lies above the objective between x and where the rays want it, so that all pixels
 * move at once; it is made anew after 1, 2, 4, 8, ... sweeps. With a decay the method converges to the maximum; without, it ends
 * in a small cycle. An iteration here is a sweep over all subsets.
 *
 * <p>Nuyts, De Man, Dupont, Defrise, Suetens and Mortelmans 1998, Iterative reconstruction for helical CT: a simulation study,
 * Phys. Med. Biol. 43; Erdogan and Fessler 1999, Ordered subsets algorithms for transmission tomography, Phys. Med. Biol.
 * 44; for the decay Ahn and Fessler 2003, Globally convergent image reconstruction for emission tomography using relaxed ordered
 * subsets algorithms, IEEE Trans. Med. Imaging 22.
 */
public final class TransmissionSubsets implements Iteration<TransmissionSubsets.State> {
    private static final int BLOCK = 1 << 12;

    private final ViewSubsets subsets;
    private final float[] transmission;
    private final double photons;
    private final TransmissionLikelihood fit;
    private final double relaxation;
    private final double decay;
    private final Gradient gradient;
    private final Huber smoothness;
    private final double goal;

    /**
     * @param subsets projectors without negative entries
     * @param transmission y / N, not negative; not copied
     * @param photons N
     * @param relaxation lambda, above 0 and below 2
     * @param decay of the relaxation with each sweep, not negative
     * @param smoothness R as a functional of the image's {@link Gradient}; null for none
     * @param goal the likelihood's value at which the method is {@link #finished}; 0 to go on
     * @throws IllegalArgumentException if an argument does not fit, or is out of its range
     */
    public TransmissionSubsets(
            ViewSubsets subsets,
            float[] transmission,
            double photons,
            double relaxation,
            double decay,
            Huber smoothness,
            double goal) {
        this.fit = new TransmissionLikelihood(subsets.whole().range(), transmission, photons);
        AlgebraicUpdate.requireRelaxation(relaxation);
        if (!(decay >= 0) || Double.isInfinite(decay)) {
            throw new IllegalArgumentException("decay is " + decay + ", but must be finite and not negative");
        }
        AlgebraicUpdate.requireDiscrepancy(goal);
        this.gradient = new Gradient(subsets.whole().domain());
        if (smoothness != null) {
            gradient.range().requireShape("the domain of the smoothness", smoothness.domain());
        }
        this.subsets = subsets;
        this.transmission = transmission;
        this.photons = photons;
        this.relaxation = relaxation;
        this.decay = decay;
        this.smoothness = smoothness;
        this.goal = goal;
    }

    /** All buffers of a run. */
    public static final class State {
        private final float[] x;
        private final float[] rowSums;
        private final float[] inverse;
        private final float[][] transmission;
        private final float[][] projection;
        private final float[] all;
        private final float[] curvature;
        private final float[] direction;
        private final float[] slope;
        private final float[] slopes;
        private int sweep;
        private int projectedAt = -1;
        private double squaredStep = Double.POSITIVE_INFINITY;

        private State(TransmissionSubsets problem, float[] x0) {
            LinearOperator whole = problem.subsets.whole();
            x = x0.clone();
            for (int i = 0; i < x.length; i++) {
                x[i] = Math.max(0, x[i]);
            }
            float[] ones = x0.clone();
            Arrays.fill(ones, 1);
            rowSums = whole.apply(ones);
            inverse = whole.domain().zeros();
            transmission = problem.subsets.parts(problem.transmission);
            projection = problem.subsets.parts(problem.transmission);
            all = whole.range().zeros();
            curvature = whole.range().zeros();
            direction = whole.domain().zeros();
            boolean smooths = problem.smoothness != null;
            slope = smooths ? whole.domain().zeros() : new float[0];
            slopes = smooths ? problem.gradient.range().zeros() : new float[0];
        }
    }

    @Override
    public State start(float[] x0) {
        subsets.whole().domain().require("x0", x0);
        return new State(this, x0);
    }

    @Override
    public void step(State s) {
        if ((s.sweep & (s.sweep - 1)) == 0) {
            precondition(s);
        }
        double lambda = relaxation / (1 + decay * s.sweep);
        int views = subsets.whole().beam().views();
        s.squaredStep = 0;
        for (int k = 0; k < subsets.count(); k++) {
            LinearOperator a = subsets.part(k);
            float[] p = s.projection[k];
            float[] t = s.transmission[k];
            a.apply(s.x, p);
            float n = (float) (photons * views / subsets.part(k).beam().views());
            Parallel.ranges(p.length, BLOCK, (from, to) -> {
                for (int i = from; i < to; i++) {
                    p[i] = n * ((float) Math.exp(-p[i]) - t[i]);
                }
            });
            a.adjoint(p, s.direction);
            smooth(s);
            s.squaredStep += AlgebraicUpdate.move(lambda, s.inverse, s.direction, Bounds.NON_NEGATIVE, s.x);
        }
        s.sweep++;
    }

    /** Takes the slope of R off the direction. */
    private void smooth(State s) {
        if (smoothness != null) {
            float[] z = gradient.apply(s.x);
            smoothness.gradient(z, s.slopes);
            gradient.adjoint(s.slopes, s.slope);
            Vectors.add(-1, s.slope, s.direction);
        }
    }

    /** 1 / (D + r), and 0 for pixels that no ray meets. */
    private void precondition(State s) {
        float[] p = projection(s);
        Parallel.ranges(p.length, BLOCK, (from, to) -> {
            for (int i = from; i < to; i++) {
                double count = photons * Math.max(transmission[i], Math.exp(-p[i]));
                s.curvature[i] = (float) (s.rowSums[i] * count);
            }
        });
        subsets.whole().adjoint(s.curvature, s.inverse);
        double norm = smoothness == null ? 0 : gradient.norm();
        float r = (float) (smoothness == null ? 0 : smoothness.lipschitz() * norm * norm);
        for (int i = 0; i < s.inverse.length; i++) {
            s.inverse[i] = s.inverse[i] > 0 ? 1 / (s.inverse[i] + r) : 0;
        }
    }

    private float[] projection(State s) {
        if (s.projectedAt != s.sweep) {
            subsets.whole().apply(s.x, s.all);
            s.projectedAt = s.sweep;
        }
        return s.all;
    }

    /** The likelihood's part of the objective: half the deviance. */
    public double halfDeviance(State s) {
        return fit.value(projection(s));
    }

    @Override
    public float[] solution(State s) {
        return s.x;
    }

    /** The root of the summed squared steps of the last sweep, relative to |x|. */
    @Override
    public double residual(State s) {
        return AlgebraicUpdate.relativeStep(s.squaredStep, s.x);
    }

    /** Half the deviance plus R. */
    @Override
    public double objective(State s) {
        return halfDeviance(s) + (smoothness == null ? 0 : smoothness.value(gradient.apply(s.x)));
    }

    @Override
    public boolean finished(State s) {
        return goal > 0 && halfDeviance(s) <= goal;
    }

    @Override
    public void persist(State s, Checkpoint c) {
        c.same("transmission", transmission);
        c.same("photons", photons);
        c.same("relaxation", relaxation);
        c.same("decay", decay);
        c.array("x", s.x);
        c.array("inverse", s.inverse);
        s.sweep = (int) c.count("sweep", s.sweep);
        s.squaredStep = c.number("squaredStep", s.squaredStep);
    }
}
