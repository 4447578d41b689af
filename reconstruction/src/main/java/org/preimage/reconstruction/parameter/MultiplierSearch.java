package org.preimage.reconstruction.parameter;

import java.util.List;
import org.preimage.operators.LinearOperator;
import org.preimage.operators.space.Vectors;
import org.preimage.reconstruction.functional.Ball;
import org.preimage.reconstruction.functional.Proximable;
import org.preimage.reconstruction.solver.ChambollePock;
import org.preimage.reconstruction.solver.Checkpoint;
import org.preimage.reconstruction.solver.Iteration;
import org.preimage.reconstruction.solver.Term;

/**
 * Finds the weight w for which the minimiser of 1/2 |A x - b|<sup>2</sup> + w R(D x) + g(x) obeys |A x - b| = r, by
 * solving
 *
 * <pre>min R(D x) + g(x) subject to |A x - b| &lt;= r</pre>
 *
 * with {@link ChambollePock}. The dual variable of the constraint is y = (A x - b) / w at the solution, so w = r / |y| comes
 * with the solution at the price of one run (the idea of Wen and Chan 2012, Parameter selection for total-variation-based
 * image restoration using discrepancy principle).
 *
 * <p>Finished when the discrepancy is within 0.5 % of r and the weight moved less than 1 % in 10 iterations, four
 * times in a row, or when the weight has left the bounds for good.
 */
public final class MultiplierSearch implements Iteration<MultiplierSearch.State> {
    private static final int CHECK = 10;
    private static final int PATIENCE = 100;
    private static final int STEADY = 4;

    /** Good weights lie within a few times the scale; one this far below means that the goal is out of reach. */
    private static final double LOWEST = 0.03;

    private final ChambollePock constrained;
    private final Discrepancy goal;
    private final double lowest;
    private final double highest;

    /**
     * @param operator A
     * @param goal data and radius
     * @param prior the term R(D x) with weight 1, convex and of degree 1: R(t z) = t R(z) for t &gt; 0
     * @param g what else holds, unchanged by positive factors, as a constraint to a cone
     * @param primalWeight a first guess of the primal weight for the problem with weight 1
     */
    public MultiplierSearch(LinearOperator operator, Discrepancy goal, Term prior, Proximable g, double primalWeight) {
        Term fit = new Term(operator, new Ball(operator.range(), goal.data(), goal.radius()));
        this.constrained = new ChambollePock(g, List.of(fit, prior)).weighted(primalWeight, true);
        this.goal = goal;
        this.lowest = LOWEST * goal.scale();
        this.highest = goal.scale() / LOWEST;
    }

    /** The primal-dual method that runs inside. */
    public ChambollePock method() {
        return constrained;
    }

    /** The inner state with the weight of the last check. */
    public static final class State {
        private final ChambollePock.State inner;
        private double weight = Double.NaN;
        private int steady;
        private boolean settled;

        private State(ChambollePock.State inner) {
            this.inner = inner;
        }

        /** The state of the primal-dual method. */
        public ChambollePock.State inner() {
            return inner;
        }
    }

    /** The weight found so far, within 0.03 to 33 times the goal's scale. */
    public double weight(State s) {
        double w = multiplier(s);
        return Math.min(highest, Math.max(lowest, w));
    }

    /** Whether the weight had to be cut to the bounds. */
    public boolean bounded(State s) {
        double w = multiplier(s);
        return w < lowest || w > highest;
    }

    /** Whether the run ended with a fit that is further off than the goal, so that no weight may reach it. */
    public boolean outOfReach(State s) {
        return misfit(s) > goal.radius() && (multiplier(s) < lowest || misfit(s) > 1.02 * goal.radius());
    }

    /** |A x - b| of the solution. */
    public double misfit(State s) {
        return Math.sqrt(Vectors.distanceSquared(s.inner.image(0), goal.data()));
    }

    private double multiplier(State s) {
        double y = Vectors.norm(s.inner.dual(0));
        return y == 0 ? Double.POSITIVE_INFINITY : goal.radius() / y;
    }

    @Override
    public State start(float[] x0) {
        return new State(constrained.start(x0));
    }

    @Override
    public void step(State s) {
        constrained.step(s.inner);
        if (s.inner.iterations() % CHECK == 0) {
            double w = multiplier(s);
            boolean still = Math.abs(Math.log(w / s.weight)) < 0.01;
            boolean outside = s.inner.iterations() >= PATIENCE && bounded(s);
            s.steady = still && residual(s) < 0.005 ? s.steady + 1 : 0;
            s.settled = outside || s.steady >= STEADY;
            s.weight = w;
        }
    }

    @Override
    public float[] solution(State s) {
        return constrained.solution(s.inner);
    }

    /** The distance of |A x - b| from r, relative to r. */
    @Override
    public double residual(State s) {
        return Math.abs(misfit(s) / goal.radius() - 1);
    }

    @Override
    public boolean finished(State s) {
        return s.settled;
    }

    @Override
    public void persist(State s, Checkpoint c) {
        constrained.persist(s.inner, c);
        s.weight = c.number("weight", s.weight);
        s.steady = (int) c.count("steady", s.steady);
        s.settled = c.flag("settled", s.settled);
    }
}
