package org.preimage.reconstruction.solver;

import org.preimage.operators.LinearOperator;

/**
 * The simultaneous iterative reconstruction technique
 *
 * <pre>x' = clip(x + lambda C A* R (b - A x)),</pre>
 *
 * R and C diagonal, the reciprocals of A's row and column sums; rows and columns that sum to zero stay out.
 *
 * <p>It is the projected gradient method, in the metric C<sup>-1</sup>, for f(x) = 1/2 sum_i R_i (b - A x)_i<sup>2</sup>
 * within the bounds. C<sup>1/2</sup> A* R A C<sup>1/2</sup> has the norm 1 where A has no negative entries, so that it
 * converges for 0 &lt; lambda &lt; 2, and f(x_k) - f* &lt;= |x_0 - x*|<sup>2</sup><sub>C<sup>-1</sup></sub> / (2 k lambda)
 * for lambda &lt;= 1. One application of A and of A* in each iteration; the misfit falls out of them.
 *
 * <p>Gilbert 1972, Iterative methods for the three-dimensional reconstruction of an object from projections, J. Theor. Biol.
 * 36; with these weights van der Sluis and van der Vorst 1990, SIRT- and CG-type methods for the iterative solution of
 * sparse linear least-squares problems, Linear Algebra Appl. 130; Gregor and Benson 2008, Computational analysis and
 * improvement of SIRT, IEEE Trans. Med. Imaging 27.
 *
 * @param operator A, whose matrix has no negative entries
 * @param data b, in its range; not copied
 * @param relaxation lambda, above 0 and below 2
 * @param bounds what x is clipped to
 * @param discrepancy value of |A x - b| at which the method is {@link #finished}; 0 to go on
 */
public record Sirt(LinearOperator operator, float[] data, double relaxation, Bounds bounds, double discrepancy)
        implements Iteration<Sirt.State> {
    /** @throws IllegalArgumentException if an argument does not fit, or is out of its range */
    public Sirt {
        operator.range().require("data", data);
        AlgebraicUpdate.requireRelaxation(relaxation);
        AlgebraicUpdate.requireDiscrepancy(discrepancy);
        bounds.requireFor(operator.domain());
    }

    /** All buffers of a run: the weights R and C, A x, R (b - A x) and its back-projection. */
    public static final class State {
        private final float[] x;
        private final float[] rows;
        private final float[] columns;
        private final float[] projection;
        private final float[] weighted;
        private final float[] gradient;
        private double squaredStep = Double.POSITIVE_INFINITY;

        private State(LinearOperator a, float[] x0) {
            x = x0.clone();
            rows = AlgebraicUpdate.rowWeights(a);
            columns = AlgebraicUpdate.columnWeights(
                    a, AlgebraicUpdate.ones(a.range().length()));
            projection = a.apply(x0);
            weighted = a.range().zeros();
            gradient = a.domain().zeros();
        }
    }

    /** @throws IllegalArgumentException if a row or column of A has a negative sum */
    @Override
    public State start(float[] x0) {
        operator.domain().require("x0", x0);
        return new State(operator, x0);
    }

    @Override
    public void step(State s) {
        AlgebraicUpdate.weigh(s.rows, data, s.projection, s.weighted);
        operator.adjoint(s.weighted, s.gradient);
        s.squaredStep = AlgebraicUpdate.move(relaxation, s.columns, s.gradient, bounds, s.x);
        operator.apply(s.x, s.projection);
    }

    /** |A x - b| over the rays that meet the image. */
    public double discrepancy(State s) {
        return AlgebraicUpdate.misfit(s.rows, data, s.projection);
    }

    @Override
    public float[] solution(State s) {
        return s.x;
    }

    /** |x' - x| / |x'| of the last step. */
    @Override
    public double residual(State s) {
        return AlgebraicUpdate.relativeStep(s.squaredStep, s.x);
    }

    /** 1/2 sum_i R_i (b - A x)_i<sup>2</sup>, what the method minimises. */
    @Override
    public double objective(State s) {
        return 0.5 * AlgebraicUpdate.weightedDistanceSquared(s.rows, data, s.projection);
    }

    @Override
    public boolean finished(State s) {
        return discrepancy > 0 && discrepancy(s) <= discrepancy;
    }

    @Override
    public void persist(State s, Checkpoint c) {
        c.same("data", data);
        c.same("relaxation", relaxation);
        c.array("x", s.x);
        c.array("projection", s.projection);
        s.squaredStep = c.number("squaredStep", s.squaredStep);
    }
}
