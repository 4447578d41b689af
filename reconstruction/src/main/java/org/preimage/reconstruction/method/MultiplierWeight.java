package org.preimage.reconstruction.method;

import org.preimage.operators.LinearOperator;
import org.preimage.reconstruction.functional.Proximable;
import org.preimage.reconstruction.functional.Regulariser;
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
 * The weight of a regulariser that meets the discrepancy principle, for every method that minimises the same problem.
 *
 * @param weight the weight found
 * @param goal what was met: raised where the constraint and the data do not let an image come closer
 * @param state where the search ended, a warm start for {@link ChambollePock}
 * @param unknowns of the regulariser there
 * @param status {@link Status#CANCELLED} if a listener ended the search
 * @param note how the weight was found, in words
 */
record MultiplierWeight(
        double weight, Discrepancy goal, ChambollePock.State state, float[] unknowns, Status status, String note) {
    private static final int ITERATIONS = 400;

    /**
     * Searches, with the goal raised once if it is out of reach.
     *
     * @param prior convex and of degree 1
     * @param g what else holds for the unknowns, unchanged by positive factors
     * @param start the unknowns to begin with
     * @param omega a first guess of the primal weight for the problem with weight 1
     */
    static MultiplierWeight find(
            LinearOperator a,
            Discrepancy goal,
            Regulariser prior,
            Proximable g,
            float[] start,
            double omega,
            Listener... listeners) {
        Runner runner = new Runner("choosing the weight", Stopping.at(ITERATIONS, 0), listeners);
        LinearOperator fit = Variational.ofUnknowns(a, prior);
        Term term = new Term(prior.analysis(), prior.weighted(1));
        MultiplierSearch search = new MultiplierSearch(fit, goal, term, g, omega);
        MultiplierSearch.State state = search.start(start);
        Outcome found = runner.resume(search, state);
        int iterations = found.iterations();
        Discrepancy met = goal;
        if (found.status() != Status.CANCELLED && search.outOfReach(state)) {
            met = goal.raised(search.misfit(state), "images that the constraint allows");
            search = new MultiplierSearch(fit, met, term, g, state.inner().primalWeight());
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
        return new MultiplierWeight(search.weight(state), met, state.inner(), found.solution(), found.status(), note);
    }
}
