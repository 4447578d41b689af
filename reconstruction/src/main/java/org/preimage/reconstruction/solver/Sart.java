package org.preimage.reconstruction.solver;

import org.preimage.operators.LinearOperator;

/**
 * The simultaneous algebraic reconstruction technique, one subset of views after the other:
 *
 * <pre>x' = clip(x + lambda_k C_s A_s* R_s (b_s - A_s x)),  s = 1, 2, ...,</pre>
 *
 * R_s and C_s diagonal, the reciprocals of the row and column sums of the subset's A_s. With one view in each subset it is
 * SART, with more OS-SART, with one subset SIRT. An iteration here is a sweep over all subsets.
 *
 * <p>Where the data contradict each other, a constant relaxation ends in a cycle, and lambda_k = lambda / (1 + decay k) after k
 * sweeps closes it: the corrections then sum to zero, sum_s C_s A_s* R_s (b_s - A_s x) = 0. Where the C_s are equal, as nearly
 * so far from the image's rim, that is the weighted least-squares solution of SIRT. Column weights are kept where all
 * together take at most 256 MB, and made anew at each visit where they would take more.
 *
 * <p>Andersen and Kak 1984, Simultaneous algebraic reconstruction technique (SART): a superior implementation of the ART
 * algorithm, Ultrason. Imaging 6; Wang and Jiang 2004, Ordered-subset simultaneous algebraic reconstruction techniques
 * (OS-SART), J. X-Ray Sci. Technol. 12; Jiang and Wang 2003, Convergence of the simultaneous algebraic reconstruction
 * technique (SART), IEEE Trans. Image Process. 12.
 *
 * @param subsets projectors without negative entries
 * @param data b, in the range of the whole projector; not copied
 * @param relaxation lambda, above 0 and below 2
 * @param decay of the relaxation with each sweep, not negative
 * @param bounds what x is clipped to
 * @param discrepancy value of |A x - b| at which the method is {@link #finished}; 0 to go on. To know it, each sweep ends
 *     with a projection of all views
 */
public record Sart(
        ViewSubsets subsets, float[] data, double relaxation, double decay, Bounds bounds, double discrepancy)
        implements Iteration<Sart.State> {
    /** Floats of column weights that are kept. */
    private static final long KEPT = 1L << 26;

    /** @throws IllegalArgumentException if an argument does not fit, or is out of its range */
    public Sart {
        subsets.whole().range().require("data", data);
        AlgebraicUpdate.requireRelaxation(relaxation);
        if (!(decay >= 0) || Double.isInfinite(decay)) {
            throw new IllegalArgumentException("decay is " + decay + ", but must be finite and not negative");
        }
        AlgebraicUpdate.requireDiscrepancy(discrepancy);
        bounds.requireFor(subsets.whole().domain());
    }

    /** All buffers of a run: of each subset the data, row weights and column weights. */
    public static final class State {
        private final float[] x;
        private final float[][] data;
        private final float[][] rows;
        private final float[][] columns;
        private final float[] allRows;
        private final float[][] projection;
        private final float[] all;
        private final float[] gradient;
        private int sweep;
        private int projectedAt = -1;
        private double squaredStep = Double.POSITIVE_INFINITY;

        private State(ViewSubsets subsets, float[] data, float[] x0) {
            LinearOperator whole = subsets.whole();
            x = x0.clone();
            allRows = AlgebraicUpdate.rowWeights(whole);
            this.data = subsets.parts(data);
            rows = subsets.parts(allRows);
            projection = subsets.parts(data);
            boolean kept = (long) subsets.count() * x.length <= KEPT;
            columns = new float[kept ? subsets.count() : 0][];
            for (int k = 0; k < columns.length; k++) {
                columns[k] = columns(subsets, k);
            }
            all = whole.range().zeros();
            gradient = whole.domain().zeros();
        }

        private float[] columns(ViewSubsets subsets, int k) {
            return AlgebraicUpdate.columnWeights(subsets.part(k), AlgebraicUpdate.ones(data[k].length));
        }
    }

    /** @throws IllegalArgumentException if a row or column of A has a negative sum */
    @Override
    public State start(float[] x0) {
        subsets.whole().domain().require("x0", x0);
        return new State(subsets, data, x0);
    }

    @Override
    public void step(State s) {
        double lambda = relaxation / (1 + decay * s.sweep);
        s.squaredStep = 0;
        for (int k = 0; k < subsets.count(); k++) {
            LinearOperator a = subsets.part(k);
            a.apply(s.x, s.projection[k]);
            AlgebraicUpdate.weigh(s.rows[k], s.data[k], s.projection[k], s.projection[k]);
            a.adjoint(s.projection[k], s.gradient);
            float[] columns = s.columns.length > 0 ? s.columns[k] : s.columns(subsets, k);
            s.squaredStep += AlgebraicUpdate.move(lambda, columns, s.gradient, bounds, s.x);
        }
        s.sweep++;
    }

    private float[] projection(State s) {
        if (s.projectedAt != s.sweep) {
            subsets.whole().apply(s.x, s.all);
            s.projectedAt = s.sweep;
        }
        return s.all;
    }

    /** |A x - b| over the rays that meet the image. */
    public double discrepancy(State s) {
        return AlgebraicUpdate.misfit(s.allRows, data, projection(s));
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

    /** 1/2 sum_i R_i (b - A x)_i<sup>2</sup>. */
    @Override
    public double objective(State s) {
        return 0.5 * AlgebraicUpdate.weightedDistanceSquared(s.allRows, data, projection(s));
    }

    @Override
    public boolean finished(State s) {
        return discrepancy > 0 && discrepancy(s) <= discrepancy;
    }

    @Override
    public void persist(State s, Checkpoint c) {
        c.same("data", data);
        c.same("relaxation", relaxation);
        c.same("decay", decay);
        c.array("x", s.x);
        s.sweep = (int) c.count("sweep", s.sweep);
        s.squaredStep = c.number("squaredStep", s.squaredStep);
    }
}
