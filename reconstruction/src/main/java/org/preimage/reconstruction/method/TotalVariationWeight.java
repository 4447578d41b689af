package org.preimage.reconstruction.method;

import org.preimage.operators.Gradient;
import org.preimage.operators.LinearOperator;
import org.preimage.reconstruction.functional.Proximable;
import org.preimage.reconstruction.parameter.Discrepancy;
import org.preimage.reconstruction.parameter.MultiplierSearch;
import org.preimage.reconstruction.solver.ChambollePock;
import org.preimage.reconstruction.solver.Listener;
import org.preimage.reconstruction.solver.Outcome;
import org.preimage.reconstruction.solver.Runner;
import org.preimage.reconstruction.solver.Status;
import org.preimage.reconstruction.solver.Stopping;
import org.preimage.reconstruction.solver.Term;

/**
 * The weight of total variation that meets the discrepancy principle, for every method that minimises the same problem.
 *
 * @param weight the weight found
 * @param goal what was met: raised where the constraint and the data do not let an image come closer
 * @param state where the search ended, a warm start for {@link ChambollePock}
 * @param solution the image there
 * @param status {@link Status#CANCELLED} if a listener ended the search
 * @param note how the weight was found, in words
 */
record TotalVariationWeight(
        double weight, Discrepancy goal, ChambollePock.State state, float[] solution, Status status, String note) {
    private static final int ITERATIONS = 400;

    /**
     * Searches, with the goal raised once if it is out of reach.
     *
     * @param prior total variation with weight 1, as a functional of the gradient
     * @param omega a first guess of the primal weight for the problem with weight 1
     */
    static TotalVariationWeight find(
            LinearOperator a,
            Discrepancy goal,
            Gradient gradient,
            Proximable prior,
            Proximable g,
            double omega,
            Listener... listeners) {
        Runner runner = new Runner("choosing the weight", Stopping.at(ITERATIONS, 0), listeners);
        Term term = new Term(gradient, prior);
        MultiplierSearch search = new MultiplierSearch(a, goal, term, g, omega);
        MultiplierSearch.State state = search.start(goal.leastSquares());
        Outcome found = runner.resume(search, state);
        int iterations = found.iterations();
        Discrepancy met = goal;
        if (found.status() != Status.CANCELLED && search.outOfReach(state)) {
            met = goal.raised(search.misfit(state), "images that the constraint allows");
            search = new MultiplierSearch(a, met, term, g, state.inner().primalWeight());
            state = search.start(found.solution());
            found = runner.resume(search, state);
            iterations += found.iterations();
        }
        String note = "chosen by the discrepancy principle in " + iterations + " iterations";
        if (search.bounded(state)) {
            note += "; no weight within bounds meets it, so the weight is the nearest bound";
        } else if (found.status() != Status.CONVERGED) {
            note += "; " + found.status().message();
        }
        return new TotalVariationWeight(
                search.weight(state), met, state.inner(), found.solution(), found.status(), note);
    }
}
