package org.preimage.reconstruction.method;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import org.preimage.operators.Gradient;
import org.preimage.operators.LinearOperator;
import org.preimage.operators.space.Field;
import org.preimage.operators.space.Image;
import org.preimage.operators.space.Space;
import org.preimage.operators.space.Vectors;
import org.preimage.reconstruction.InverseProblem;
import org.preimage.reconstruction.Provenance;
import org.preimage.reconstruction.Reconstruction;
import org.preimage.reconstruction.Reconstructor;
import org.preimage.reconstruction.functional.Box;
import org.preimage.reconstruction.functional.GroupL1;
import org.preimage.reconstruction.functional.L1;
import org.preimage.reconstruction.functional.Proximable;
import org.preimage.reconstruction.functional.SquaredDistance;
import org.preimage.reconstruction.functional.Zero;
import org.preimage.reconstruction.parameter.Discrepancy;
import org.preimage.reconstruction.parameter.MultiplierSearch;
import org.preimage.reconstruction.solver.ChambollePock;
import org.preimage.reconstruction.solver.Listener;
import org.preimage.reconstruction.solver.Outcome;
import org.preimage.reconstruction.solver.Progress;
import org.preimage.reconstruction.solver.Runner;
import org.preimage.reconstruction.solver.Status;
import org.preimage.reconstruction.solver.Stopping;
import org.preimage.reconstruction.solver.Term;

/**
 * Total variation, min 1/2 |A x - b|<sup>2</sup> + w TV(x), by the primal-dual method.
 *
 * @param weight w; empty to fit the data to the noise estimated from them ({@link Discrepancy})
 * @param isotropic whether TV sums the gradient's lengths, else the magnitudes of its components
 * @param nonNegative whether x &gt;= 0 as well; complex images have no such constraint
 * @param iterations iterations at most, those that choose the weight not counted
 * @param tolerance relative duality gap at which to stop
 */
public record TotalVariation(
        OptionalDouble weight, boolean isotropic, boolean nonNegative, int iterations, double tolerance)
        implements Reconstructor {
    /** The entry in the list of methods. */
    public static final Method METHOD = new Method(
            "tv",
            "Least squares with total variation, by the primal-dual method of Chambolle and Pock.",
            List.of(Method.ANY_LINEAR),
            List.of(
                    Parameter.auto(
                            "weight",
                            Double.MIN_NORMAL,
                            Double.MAX_VALUE,
                            "data units squared per image unit",
                            "Weight of total variation against half the squared misfit; auto fits the data to the noise found in them."),
                    Parameter.choice(
                            "type",
                            List.of("isotropic", "anisotropic"),
                            "Sum of the gradient's lengths, or of the magnitudes of its components."),
                    Parameter.flag("nonNegative", true, "Allow no negative values; without effect on complex images."),
                    Parameter.integer("iterations", 2000, 1, 10_000_000, "Iterations at most."),
                    Parameter.number(
                            "tolerance", 1e-4, 0, 1, "", "Relative duality gap at which the iteration stops.")),
            "Rudin, Osher and Fatemi 1992, Nonlinear total variation based noise removal algorithms, Physica D 60;"
                    + " Chambolle and Pock 2011, A first-order primal-dual algorithm for convex problems with"
                    + " applications to imaging, J. Math. Imaging Vis. 40",
            s -> new TotalVariation(
                    s.numberOrAuto("weight"),
                    s.choice("type").equals("isotropic"),
                    s.flag("nonNegative"),
                    s.integer("iterations"),
                    s.number("tolerance")));

    private static final int SEARCH_ITERATIONS = 1000;

    @Override
    public Reconstruction reconstruct(InverseProblem problem, Listener... listeners) {
        LinearOperator a = problem.linear("tv");
        Space space = a.domain();
        Map<String, String> notes = new LinkedHashMap<>();
        Proximable g = new Zero(space);
        if (nonNegative && space.field() == Field.REAL) {
            g = Box.nonNegative(space);
        } else if (nonNegative) {
            notes.put("nonNegative", "without effect: the image is complex");
        }
        Gradient gradient = new Gradient(space);
        Discrepancy goal = Discrepancy.of(a, problem.data().data(), listeners);
        if (goal.radius() == 0) {
            notes.put("data", "zero wherever they depend on the image, so the image is zero");
            return result(Image.zeros(space), Status.CONVERGED, 0, List.of(), weight.orElse(0), notes);
        }
        if (goal.status() == Status.CANCELLED) {
            return result(
                    new Image(space, goal.leastSquares()), Status.CANCELLED, 0, List.of(), weight.orElse(0), notes);
        }
        double guess = weight.orElse(0.5 * goal.scale());
        double omega = primalWeight(a, gradient, goal, guess);
        double w = guess;
        ChambollePock.State warm = null;
        if (weight.isEmpty()) {
            MultiplierSearch search =
                    new MultiplierSearch(a, goal, new Term(gradient, prior(gradient, 1)), g, omega * guess);
            MultiplierSearch.State state = search.start(goal.leastSquares());
            Outcome found = new Runner("choosing the weight", Stopping.at(SEARCH_ITERATIONS, 0), listeners)
                    .resume(search, state);
            w = search.weight(state);
            notes.put("weight", chosen(search, state, goal, found));
            if (found.status() == Status.CANCELLED) {
                return result(new Image(space, found.solution()), Status.CANCELLED, 0, List.of(), w, notes);
            }
            warm = state.inner();
        }
        ChambollePock method = new ChambollePock(
                        g,
                        List.of(
                                new Term(
                                        a,
                                        new SquaredDistance(
                                                a.range(), problem.data().data())),
                                new Term(gradient, prior(gradient, w))))
                .weighted(omega, true);
        ChambollePock.State state = warm == null ? method.start(goal.leastSquares()) : method.start(warm, w);
        Outcome outcome =
                new Runner("tv", Stopping.at(iterations, tolerance).every(20), listeners).resume(method, state);
        notes.put(
                "misfit",
                String.format(
                        Locale.ROOT,
                        "%.4f of the root of m sigma^2 = %.4g; %s",
                        goal.reached(a, outcome.solution()),
                        goal.radius(),
                        goal.note()));
        return result(
                new Image(space, outcome.solution()),
                outcome.status(),
                outcome.iterations(),
                outcome.history(),
                w,
                notes);
    }

    private Proximable prior(Gradient gradient, double w) {
        return isotropic ? new GroupL1(gradient.range(), w) : new L1(gradient.range(), w);
    }

    /** A guess of |x* - x_0| / |y*|: the size of the image over that of a residual at the noise level and of full duals. */
    private static double primalWeight(LinearOperator a, Gradient gradient, Discrepancy goal, double weight) {
        double fit = a.norm() * goal.radius();
        double prior = gradient.norm() * weight * Math.sqrt(a.domain().points());
        double omega = 0.25 * Vectors.norm(goal.leastSquares()) / Math.hypot(fit, prior);
        return omega > 0 && Double.isFinite(omega) ? omega : 1;
    }

    private static String chosen(
            MultiplierSearch search, MultiplierSearch.State state, Discrepancy goal, Outcome found) {
        String how = String.format(
                Locale.ROOT,
                "chosen by the discrepancy principle in %d iterations: %s, |A x - b| = %.4g for %d samples",
                found.iterations(),
                goal.note(),
                goal.radius(),
                goal.samples());
        if (search.bounded(state)) {
            return how + "; no weight within bounds reaches it, so the weight is the nearest bound";
        }
        return found.status() == Status.CONVERGED
                ? how
                : how + "; " + found.status().message();
    }

    private Reconstruction result(
            Image image, Status status, int made, List<Progress.Row> history, double w, Map<String, String> notes) {
        Map<String, String> parameters = new LinkedHashMap<>();
        parameters.put("weight", Double.toString(w));
        parameters.put("type", isotropic ? "isotropic" : "anisotropic");
        parameters.put("nonNegative", Boolean.toString(nonNegative));
        parameters.put("iterations", Integer.toString(iterations));
        parameters.put("tolerance", Double.toString(tolerance));
        return new Reconstruction(
                image, status, made, history, new Provenance(METHOD.name(), METHOD.reference(), parameters, notes));
    }
}
