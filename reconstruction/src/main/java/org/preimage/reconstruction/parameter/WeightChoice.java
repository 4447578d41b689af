package org.preimage.reconstruction.parameter;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.preimage.operators.LinearOperator;
import org.preimage.operators.space.Vectors;
import org.preimage.reconstruction.solver.Status;

/**
 * A weight chosen by a {@link WeightRule}.
 *
 * <p>Weights are tried one after the other, each solve from where the last one ended. The degrees of freedom are the change of the
 * projections along a random vector of signs that the data are perturbed with, a second solve for each weight; for a method that is
 * linear in its data, the projections of that vector's own reconstruction (Girard 1989, A
 * fast Monte-Carlo cross-validation procedure for large least squares problems with noisy data, Numer. Math. 56; Ramani, Blu and
 * Unser 2008, Monte-Carlo SURE: a black-box optimization of regularization parameters for general denoising algorithms, IEEE
 * Trans. Image Process. 17). The probe is the same for all weights, so that its chance hardly moves the minimum.
 *
 * <p>Where the operator models the measurement on a grid, its error is no noise: it sits at edges, where an image follows it. So
 * misfits are told from b - e, with e the error that the first image tried predicts ({@link LinearOperator#modelErrorOf}).
 *
 * <p>Where the data do not tell their noise, as random measurements, it is what the fit of generalised cross-validation leaves,
 * sigma<sup>2</sup> = |A x - b|<sup>2</sup> / (m - df) (Wahba 1990, Spline models for observational data, SIAM).
 *
 * <p>Cost: usually 4 to 7 weights, at most {@value #MOST}, of two solves each; one each for the L-curve, of 9 to 13 weights.
 *
 * @param weight the weight
 * @param state where the last solve ended, a start for the next one; null if nothing was solved
 * @param status {@link Status#CANCELLED} if a listener ended the search
 * @param trials what was tried, in order
 * @param note how the weight was found, in words
 */
public record WeightChoice<S>(double weight, S state, Status status, List<Trial> trials, String note) {
    /** Weights tried at most, for the rules that search a minimum or a root. */
    public static final int MOST = 14;

    /** Each weight is this factor from the last until the best lies between two others. */
    private static final double STEP = 2.5;

    /** Of the data in the noise's standard deviation, for differences: small against it, large against rounding. */
    private static final double PERTURBATION = 0.3;

    /** The noise tells the weight better than that; far beyond, an L-curve has further corners. */
    private static final double LONGEST_CURVE = 30;

    /**
     * Of the discrepancy principle, for noise that is not known exactly: where the misfit hardly changes with the weight, to fit
     * noise costs more than to miss a little of the image.
     */
    private static final double SAFETY = 1.01;

    /** Of the misfit that noise leaves: below it cross-validation counts no closer fit. */
    private static final double CLOSEST = 0.8;

    /** Of the variance of the noise: if a fit leaves more, the noise is stronger than estimated, as of counts on a dark ground. */
    private static final double DOUBT = 1.5;

    /** The predicted error of a grid is increased at most so much to meet its estimated size. */
    private static final double MOST_INCREASE = 2;

    /**
     * A weight tried.
     *
     * @param weight w
     * @param misfit |A x - b + e|<sup>2</sup>
     * @param freedom df, NaN where the rule did not ask
     * @param prior R(x)
     */
    public record Trial(double weight, double misfit, double freedom, double prior) {}

    /**
     * Chooses.
     *
     * @param rule how
     * @param solve the method
     * @param operator A
     * @param goal what is known of data and noise
     * @param guess first weight, positive
     * @param range the weight stays within guess / range and guess * range
     */
    public static <S> WeightChoice<S> of(
            WeightRule rule,
            WeightedSolve<S> solve,
            LinearOperator operator,
            Discrepancy goal,
            double guess,
            double range) {
        return new Search<>(rule, solve, operator, goal).run(guess, range);
    }

    /** The state of a search. */
    private static final class Search<S> {
        private final WeightRule rule;
        private final WeightedSolve<S> solve;
        private final LinearOperator operator;
        private final Discrepancy goal;
        private final float[] data;
        private final float[] perturbed;
        private final float[] probe;
        private final double epsilon;
        private double variance;
        private final List<Trial> trials = new ArrayList<>();
        private float[] target;
        private S state;
        private S other;
        private boolean cancelled;

        Search(WeightRule rule, WeightedSolve<S> solve, LinearOperator operator, Discrepancy goal) {
            this.rule = rule;
            this.solve = solve;
            this.operator = operator;
            this.goal = goal;
            this.data = goal.data();
            this.variance = goal.noise() * goal.noise();
            this.epsilon = PERTURBATION * Math.hypot(goal.noise(), goal.model());
            if (rule.needsFreedom()) {
                probe = new float[data.length];
                perturbed = solve.linear() ? probe : data.clone();
                RandomGenerator random =
                        RandomGeneratorFactory.of("Xoshiro256PlusPlus").create(1);
                for (int i = 0; i < probe.length; i++) {
                    probe[i] = random.nextBoolean() ? 1 : -1;
                    if (!solve.linear()) {
                        perturbed[i] += (float) epsilon * probe[i];
                    }
                }
            } else {
                probe = null;
                perturbed = null;
            }
        }

        WeightChoice<S> run(double first, double range) {
            double guess = first;
            double weight;
            String how;
            String fit = "";
            if (!goal.told() && rule.needsFreedom()) {
                guess = least(WeightRule.GCV, first, range).weight();
                if (!cancelled) {
                    variance = leftOver(nearest(guess));
                    fit = String.format(
                            Locale.ROOT,
                            "; noise of standard deviation %.4g, which the fit of generalised cross-validation leaves",
                            Math.sqrt(variance));
                }
            }
            switch (rule) {
                case DISCREPANCY -> {
                    WeightSearch found = WeightSearch.run(guess, range, STEP, MOST, w -> {
                        Trial t = trial(w);
                        double left = variance * Math.max(goal.samples() - t.freedom, 1e-6 * goal.samples());
                        return cancelled ? Double.NaN : Math.sqrt(t.misfit / left) / SAFETY;
                    });
                    weight = found.weight();
                    how = "";
                    if (!found.reached() && !cancelled) {
                        Risk least = leastRisk(guess, range);
                        weight = least.weight;
                        how =
                                "; none met it, as the data hold errors beyond the noise, so the weight is that of least risk"
                                        + least.how;
                    }
                }
                case SURE -> {
                    Risk least = leastRisk(guess, range);
                    weight = least.weight;
                    how = least.how;
                }
                case GCV -> {
                    RiskSearch found = least(WeightRule.GCV, guess, range);
                    weight = found.weight();
                    how = still(found);
                }
                case L_CURVE -> {
                    LCurve found = LCurve.run(guess, Math.min(range, LONGEST_CURVE), w -> {
                        Trial t = trial(w);
                        return cancelled ? null : new LCurve.Point(w, t.misfit, t.prior);
                    });
                    weight = found.weight();
                    how = found.corner() ? "" : "; it has no corner, so the weight is the first guess";
                }
                case NOISE -> {
                    weight = guess;
                    how = "";
                }
                default -> throw new AssertionError(rule);
            }
            String note = rule.words();
            if (!trials.isEmpty()) {
                note = String.format(
                        Locale.ROOT,
                        "by %s from %d weight%s%s",
                        note,
                        trials.size(),
                        trials.size() == 1 ? "" : "s",
                        how);
            }
            if (rule.needsFreedom() && !trials.isEmpty()) {
                Trial nearest = nearest(weight);
                note += String.format(
                        Locale.ROOT, "; %.3g degrees of freedom of %d samples", nearest.freedom, goal.samples());
                note += fit;
            }
            return new WeightChoice<>(
                    weight, state, cancelled ? Status.CANCELLED : Status.CONVERGED, List.copyOf(trials), note);
        }

        /** A weight and the end of a sentence on it. */
        private record Risk(double weight, String how) {}

        /** Of least risk by Stein's estimate, unless that fit shows that the noise is stronger than estimated. */
        private Risk leastRisk(double guess, double range) {
            RiskSearch found = least(WeightRule.SURE, guess, range);
            double noise = variance + goal.model() * goal.model();
            if (cancelled || leftOver(nearest(found.weight())) <= DOUBT * noise) {
                return new Risk(found.weight(), still(found));
            }
            return new Risk(
                    least(WeightRule.GCV, found.weight(), range).weight(),
                    "; as its fit leaves more than the noise, cross-validation decides");
        }

        private static String still(RiskSearch found) {
            return found.bracketed() ? "" : "; it was still falling at the last one";
        }

        private RiskSearch least(WeightRule by, double guess, double range) {
            return RiskSearch.run(guess, range, STEP, MOST, true, w -> {
                Trial t = trial(w);
                return cancelled ? Double.NaN : risk(by, t);
            });
        }

        private double risk(WeightRule by, Trial t) {
            if (by == WeightRule.SURE) {
                return t.misfit + 2 * variance * t.freedom;
            }
            double left = Math.max(1e-6, 1 - t.freedom / goal.samples());
            double least = Double.isNaN(goal.sigma()) ? 0 : CLOSEST * variance * goal.samples() * left;
            return Math.max(t.misfit, least) / (left * left);
        }

        /** What a fit leaves of each sample that it has not spent, an estimate of the noise's variance. */
        private double leftOver(Trial t) {
            return t.misfit / Math.max(goal.samples() - t.freedom, 1e-6 * goal.samples());
        }

        private Trial nearest(double weight) {
            Trial best = trials.get(0);
            for (Trial t : trials) {
                boolean nearer = Math.abs(Math.log(t.weight / weight)) < Math.abs(Math.log(best.weight / weight));
                best = nearer ? t : best;
            }
            return best;
        }

        private Trial trial(double w) {
            for (Trial known : trials) {
                if (Math.abs(known.weight - w) < 1e-9 * w) {
                    return known;
                }
            }
            WeightedSolve.Result<S> solved = solve.solve(data, w, state);
            state = solved.state();
            cancelled = solved.status() == Status.CANCELLED;
            double freedom = Double.NaN;
            if (rule.needsFreedom() && !cancelled) {
                WeightedSolve.Result<S> moved = solve.solve(perturbed, w, other);
                other = moved.state();
                cancelled = moved.status() == Status.CANCELLED;
                freedom = Vectors.dot(probe, moved.projections());
                if (!solve.linear()) {
                    freedom = (freedom - Vectors.dot(probe, solved.projections())) / epsilon;
                }
            }
            if (target == null) {
                target = target(solved.projections());
            }
            Trial t = new Trial(w, Vectors.distanceSquared(solved.projections(), target), freedom, solved.prior());
            trials.add(t);
            return t;
        }

        /** b - e, with the error of the grid that an image of these projections makes. */
        private float[] target(float[] projections) {
            if (goal.model() == 0) {
                return data;
            }
            float[] shifted = new float[data.length];
            operator.modelErrorOf(projections, shifted);
            double size = Vectors.norm(shifted) / Math.sqrt(goal.samples());
            double factor = size > 0 ? Math.min(MOST_INCREASE, goal.model() / size) : 0;
            Vectors.combine(1, data, -factor, shifted, shifted);
            return shifted;
        }
    }
}
