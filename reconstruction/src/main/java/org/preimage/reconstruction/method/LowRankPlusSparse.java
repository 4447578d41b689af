package org.preimage.reconstruction.method;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.stream.Stream;
import org.preimage.operators.Framewise;
import org.preimage.operators.fourier.FourierTransform;
import org.preimage.operators.space.Image;
import org.preimage.operators.space.Space;
import org.preimage.operators.space.Vectors;
import org.preimage.reconstruction.InverseProblem;
import org.preimage.reconstruction.Reconstruction;
import org.preimage.reconstruction.Reconstructor;
import org.preimage.reconstruction.functional.L1;
import org.preimage.reconstruction.functional.NormalLeastSquares;
import org.preimage.reconstruction.functional.NuclearNorm;
import org.preimage.reconstruction.functional.OrthogonalComposition;
import org.preimage.reconstruction.parameter.Discrepancy;
import org.preimage.reconstruction.parameter.WeightChoice;
import org.preimage.reconstruction.parameter.WeightRule;
import org.preimage.reconstruction.parameter.WeightedSolve;
import org.preimage.reconstruction.solver.Listener;
import org.preimage.reconstruction.solver.Outcome;
import org.preimage.reconstruction.solver.Runner;
import org.preimage.reconstruction.solver.Status;
import org.preimage.reconstruction.solver.Stopping;
import org.preimage.reconstruction.solver.TwoComponents;

/**
 * A series in time as a background that few images span and changes that few temporal frequencies hold,
 *
 * <pre>min over L, S of 1/2 |A (L + S) - b|<sup>2</sup> + a |L|<sub>*</sub> + c |F S|<sub>1</sub>,</pre>
 *
 * with the nuclear norm of the matrix of frames and the Fourier transform F in time. The image is L + S. Cartesian series and
 * those along trajectories.
 *
 * <p>c is relative to the largest number of the temporal spectrum of the zero-filled series A* b that belongs to no constant in
 * time; a is relative to c sqrt(P) with the P pixels of a frame, the balance of Candes et al. 2011 (Robust principal component
 * analysis? J. ACM 58). A constant is also a single temporal frequency: above about 1 it is the cheaper in S, and L stays
 * empty; far below, L takes what moves as well. The sum depends less on it than the components do.
 *
 * <p>An automatic c is chosen by the rule, each weight with {@value #SEARCH_ITERATIONS} iterations from zero. Frames are often so small
 * that their outermost samples hold signal, and the noise is overestimated; cross-validation does without it. An automatic a is
 * {@value #HALF}.
 *
 * <p>Otazo, Candes and Sodickson 2015, Low-rank plus sparse matrix decomposition for accelerated dynamic MRI with separation
 * of background and dynamic components, Magn. Reson. Med. 73.
 *
 * @param lowRank a, relative; empty for {@value #HALF}
 * @param sparse c, relative; empty to choose it from the data
 * @param rule how c is chosen; {@link WeightRule#GCV} for {@link WeightRule#AUTO}
 * @param iterations iterations at most, those that choose the weight not counted
 * @param tolerance relative change of L + S in one iteration at which to stop
 */
public record LowRankPlusSparse(
        OptionalDouble lowRank, OptionalDouble sparse, WeightRule rule, int iterations, double tolerance)
        implements Reconstructor {
    private static final String NAME = "low-rank-plus-sparse";

    private static final double HALF = 0.5;
    private static final double GUESS = 0.01;
    private static final double RANGE = 100;
    private static final int SEARCH_ITERATIONS = 25;

    /** The entry in the list of methods. */
    public static final Method METHOD = new Method(
            NAME,
            "Series in time: a background that few images span plus changes that few temporal frequencies hold.",
            List.of(MriProblem.OPERATOR),
            List.of(
                    Parameter.auto(
                            "lowRank",
                            Double.MIN_NORMAL,
                            1000,
                            "",
                            "Weight of the singular values, relative to that of temporal frequencies times the root of the number of"
                                    + " pixels; above 1 what stays the same counts as sparse. Auto is half that balance."),
                    Parameter.auto(
                            "sparse",
                            Double.MIN_NORMAL,
                            1,
                            "",
                            "Weight of temporal frequencies, relative to the largest but that of constants in the"
                                    + " zero-filled series; auto chooses it from the data by the rule."),
                    Parameter.choice(
                            "rule",
                            Stream.of(WeightRule.values())
                                    .map(WeightRule::label)
                                    .toList(),
                            "How an automatic weight of temporal frequencies is chosen: as for other priors, but auto is"
                                    + " generalised cross-validation without regard to the noise level."),
                    Parameter.integer("iterations", 100, 1, 10_000_000, "Iterations at most."),
                    Parameter.number(
                            "tolerance", 5e-4, 0, 1, "", "Relative change in one iteration at which to stop.")),
            "Otazo, Candes and Sodickson 2015, Low-rank plus sparse matrix decomposition for accelerated dynamic MRI with"
                    + " separation of background and dynamic components, Magn. Reson. Med. 73",
            s -> new LowRankPlusSparse(
                    s.numberOrAuto("lowRank"),
                    s.numberOrAuto("sparse"),
                    WeightRule.labelled(s.choice("rule")),
                    s.integer("iterations"),
                    s.number("tolerance")));

    /**
     * The series with its components.
     *
     * @param reconstruction with the series L + S
     * @param lowRank L, the background
     * @param sparse S, what changes
     * @param singularValues of L, largest first
     */
    public record Components(Reconstruction reconstruction, Image lowRank, Image sparse, double[] singularValues) {}

    @Override
    public Reconstruction reconstruct(InverseProblem problem, Listener... listeners) {
        return components(problem, listeners).reconstruction();
    }

    /**
     * The series and its two components.
     *
     * @param problem a series: a {@link Framewise} of MRI operators with at least two frames, and its data
     * @param listeners told of each iteration
     * @throws IllegalArgumentException if the operator is another one, or the data are zero
     */
    public Components components(InverseProblem problem, Listener... listeners) {
        MriProblem mri = MriProblem.of(problem, NAME);
        if (!(mri.forward() instanceof Framewise series) || mri.frames().size() < 2) {
            throw new IllegalArgumentException(
                    NAME + " needs a series of at least two frames in time, but the data are one frame");
        }
        Space space = series.domain();
        int time = space.dimensions() - 1;
        FourierTransform temporal = new FourierTransform(space, time);
        float[] zeroFilled = series.adjoint(mri.data());
        // A series without any change has a spectrum of rounding errors, which must not become the weight.
        double spectrum = Math.max(
                largestChange(temporal.apply(zeroFilled), space.size(time)),
                1e-3 * Vectors.norm(zeroFilled) / Math.sqrt(space.points()));
        double balance = lowRank.orElse(HALF) * Math.sqrt(space.points() / (double) space.size(time));
        Protocol protocol = new Protocol(METHOD)
                .used("lowRank", lowRank.orElse(HALF))
                .used("sparse", sparse.orElse(0))
                .used("rule", rule.or(WeightRule.GCV).label())
                .used("iterations", iterations)
                .used("tolerance", tolerance);
        if (lowRank.isEmpty()) {
            protocol.note(
                    "lowRank",
                    "half the balance of Candes et al. 2011, which keeps what stays the same out of the changes");
        }
        double c = sparse.orElse(0) * spectrum;
        if (sparse.isEmpty()) {
            Discrepancy goal = Discrepancy.estimate(series, mri.data());
            WeightChoice<float[]> found = choose(series, goal, temporal, balance, spectrum, listeners);
            c = found.weight();
            protocol.used("sparse", c / spectrum).note("sparse", "chosen " + found.note() + "; " + goal.note());
            if (found.status() == Status.CANCELLED) {
                Image zero = Image.zeros(space);
                return new Components(
                        protocol.result(space, found.state(), Status.CANCELLED), zero, zero, new double[0]);
            }
        }
        double a = balance * c;
        NuclearNorm nuclear = new NuclearNorm(space, a);
        TwoComponents components = components(series, mri.data(), temporal, a, c);
        TwoComponents.State state = components.start(space.zeros());
        Outcome outcome = new Runner(NAME, Stopping.at(iterations, tolerance), listeners).resume(components, state);
        Image low = new Image(space, components.first(state));
        Image changes = new Image(space, components.second(state));
        double[] sigma = nuclear.singularValues(low.data());
        long rank = Arrays.stream(sigma).filter(s -> s > 1e-6 * sigma[0]).count();
        protocol.note(
                "weights",
                String.format(
                        Locale.ROOT,
                        "%.4g of the singular values, %.4g of the temporal frequencies, in units of the data",
                        a,
                        c));
        protocol.note("components", String.format(Locale.ROOT, "the background has rank %d of %d", rank, sigma.length));
        return new Components(protocol.result(space, outcome), low, changes, sigma);
    }

    private static TwoComponents components(
            Framewise series, float[] data, FourierTransform temporal, double a, double c) {
        return new TwoComponents(
                new NormalLeastSquares(series, data),
                new NuclearNorm(series.domain(), a),
                new OrthogonalComposition(new L1(temporal.range(), c), temporal));
    }

    private WeightChoice<float[]> choose(
            Framewise series,
            Discrepancy goal,
            FourierTransform temporal,
            double balance,
            double spectrum,
            Listener... listeners) {
        Runner runner = new Runner("choosing the weight", Stopping.at(SEARCH_ITERATIONS, 0), listeners);
        WeightedSolve<float[]> solve = (b, w, from) -> {
            TwoComponents method = components(series, b, temporal, balance * w, w);
            TwoComponents.State state = method.start(series.domain().zeros());
            Status status = runner.resume(method, state).status();
            double prior = (method.g().value(method.first(state)) + method.h().value(method.second(state))) / w;
            float[] x = method.solution(state).clone();
            return new WeightedSolve.Result<>(x, series.apply(x), prior, status);
        };
        WeightRule chosen = rule.or(WeightRule.GCV);
        return WeightChoice.of(
                chosen, solve, series, chosen == WeightRule.GCV ? goal.withoutLevel() : goal, GUESS * spectrum, RANGE);
    }

    /** The largest modulus outside the temporal frequency 0. */
    private static double largestChange(float[] spectrum, int frames) {
        int length = spectrum.length / frames;
        double largest = 0;
        for (int i = 0; i < spectrum.length; i += 2) {
            if (i / length != frames / 2) {
                largest = Math.max(largest, Math.hypot(spectrum[i], spectrum[i + 1]));
            }
        }
        return largest;
    }
}
