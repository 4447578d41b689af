package org.preimage.reconstruction.method;

import java.util.List;
import java.util.OptionalDouble;
import java.util.stream.Stream;
import org.preimage.operators.Identity;
import org.preimage.operators.LinearOperator;
import org.preimage.operators.space.Space;
import org.preimage.operators.space.Vectors;
import org.preimage.reconstruction.InverseProblem;
import org.preimage.reconstruction.Reconstruction;
import org.preimage.reconstruction.Reconstructor;
import org.preimage.reconstruction.parameter.Discrepancy;
import org.preimage.reconstruction.parameter.RidgeWeight;
import org.preimage.reconstruction.parameter.WeightChoice;
import org.preimage.reconstruction.parameter.WeightRule;
import org.preimage.reconstruction.solver.Cg;
import org.preimage.reconstruction.solver.Listener;
import org.preimage.reconstruction.solver.Runner;
import org.preimage.reconstruction.solver.Status;
import org.preimage.reconstruction.solver.Stopping;

/**
 * SENSE for any sampling, min 1/2 |A x - b|<sup>2</sup> + w/2 |x|<sup>2</sup>, by conjugate gradients for the normal equations
 * (A* A + w) x = A* b from zero. Few iterations regularise as well.
 *
 * <p>An automatic weight is that of least generalised cross-validation, without regard to the noise level: in small images the
 * outermost samples hold signal, and the noise is overestimated. On a measured brain (8 coils, Poisson discs, R = 2, 4 and 8, with its
 * own noise and with 4 times as much added) it was within 0.1 dB of the best weight, or better than all tried. {@link
 * WeightRule#NOISE} costs nothing and takes {@value #FACTOR} times {@link RidgeWeight}'s, since what few samples see, an image's fine
 * structure, is weaker than the rest: within 0.4 dB there.
 *
 * @param weight w, in units of squared sensitivity: maps whose squares sum to 1, as ESPIRiT's, make it a fraction of what
 *     fully sampled data would see; empty to choose it from the data
 * @param rule how the weight is chosen; {@link WeightRule#GCV} for {@link WeightRule#AUTO}
 * @param iterations iterations at most, those that choose the weight not counted
 * @param tolerance |A* b - (A* A + w) x| / |A* b| at which to stop
 */
public record Sense(OptionalDouble weight, WeightRule rule, int iterations, double tolerance) implements Reconstructor {
    private static final double FACTOR = 2;
    private static final double RANGE = 1e4;
    private static final double SEARCH_TOLERANCE = 1e-3;

    /** The entry in the list of methods. */
    public static final Method METHOD = new Method(
            "sense",
            "Least squares with all coils' sensitivities, by conjugate gradients.",
            List.of(MriProblem.OPERATOR),
            List.of(
                    Parameter.auto(
                            "weight",
                            0,
                            Double.MAX_VALUE,
                            "squared sensitivity",
                            "Weight of the squared image against the squared misfit (Tikhonov); auto chooses it from the data"
                                    + " by the rule."),
                    Parameter.choice(
                            "rule",
                            Stream.of(WeightRule.values())
                                    .map(WeightRule::label)
                                    .toList(),
                            "How an automatic weight is chosen: as for other priors, but auto is generalised cross-validation"
                                    + " without regard to the noise level."),
                    Parameter.integer("iterations", 30, 1, 10_000_000, "Iterations at most."),
                    Parameter.number("tolerance", 1e-4, 0, 1, "", "Relative residual at which the iteration stops.")),
            "Pruessmann, Weiger, Boernert and Boesiger 2001, Advances in sensitivity encoding with arbitrary k-space"
                    + " trajectories, Magn. Reson. Med. 46",
            s -> new Sense(
                    s.numberOrAuto("weight"),
                    WeightRule.labelled(s.choice("rule")),
                    s.integer("iterations"),
                    s.number("tolerance")));

    @Override
    public Reconstruction reconstruct(InverseProblem problem, Listener... listeners) {
        MriProblem mri = MriProblem.of(problem, "sense");
        LinearOperator a = mri.forward();
        Space space = a.domain();
        WeightRule chosen = rule.or(WeightRule.GCV);
        Protocol protocol = new Protocol(METHOD)
                .used("weight", weight.orElse(0))
                .used("rule", chosen.label())
                .used("iterations", iterations)
                .used("tolerance", tolerance);
        float[] start = space.zeros();
        double w = weight.orElse(0);
        if (weight.isEmpty()) {
            Discrepancy goal = Discrepancy.estimate(a, mri.data());
            RidgeWeight guess = RidgeWeight.of(a, goal).times(FACTOR);
            w = guess.weight();
            protocol.used("weight", w).note("weight", guess.note());
            if (chosen != WeightRule.NOISE) {
                IterativeSolve solve = new IterativeSolve(
                        a,
                        (b, v) -> new Cg(normal(a, v), a.adjoint(b)),
                        x -> 0.5 * Vectors.normSquared(x),
                        start,
                        true,
                        new Runner(
                                "choosing the weight",
                                Stopping.at(iterations, Math.max(tolerance, SEARCH_TOLERANCE)),
                                listeners));
                WeightChoice<float[]> found = WeightChoice.of(
                        chosen, solve, a, chosen == WeightRule.GCV ? goal.withoutLevel() : goal, w, RANGE);
                protocol.noteWeight(found, goal);
                w = found.weight();
                if (found.status() == Status.CANCELLED) {
                    return protocol.result(space, found.state(), Status.CANCELLED);
                }
            }
        }
        return protocol.result(
                space,
                new Runner("sense", Stopping.at(iterations, tolerance).every(1), listeners)
                        .run(new Cg(normal(a, w), a.adjoint(mri.data())), start));
    }

    private static LinearOperator normal(LinearOperator a, double weight) {
        return weight > 0 ? a.gram().plus(new Identity(a.domain()).scaled(weight)) : a.gram();
    }
}
