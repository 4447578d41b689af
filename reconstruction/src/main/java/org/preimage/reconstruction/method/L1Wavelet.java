package org.preimage.reconstruction.method;

import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.stream.Stream;
import org.preimage.operators.AnalysisOperator;
import org.preimage.operators.Identity;
import org.preimage.operators.LinearOperator;
import org.preimage.operators.space.Space;
import org.preimage.operators.wavelet.SymmetricWaveletTransform;
import org.preimage.operators.wavelet.UndecimatedWaveletTransform;
import org.preimage.operators.wavelet.Wavelet;
import org.preimage.operators.wavelet.WaveletTransform;
import org.preimage.reconstruction.InverseProblem;
import org.preimage.reconstruction.Reconstruction;
import org.preimage.reconstruction.Reconstructor;
import org.preimage.reconstruction.functional.CycleSpinning;
import org.preimage.reconstruction.functional.DetailL1;
import org.preimage.reconstruction.functional.DetailSparsity;
import org.preimage.reconstruction.functional.LeastSquares;
import org.preimage.reconstruction.functional.NormalLeastSquares;
import org.preimage.reconstruction.functional.OrthogonalComposition;
import org.preimage.reconstruction.functional.Proximable;
import org.preimage.reconstruction.parameter.Discrepancy;
import org.preimage.reconstruction.parameter.KSpaceWeight;
import org.preimage.reconstruction.parameter.WeightChoice;
import org.preimage.reconstruction.parameter.WeightRule;
import org.preimage.reconstruction.solver.Admm;
import org.preimage.reconstruction.solver.CondatVu;
import org.preimage.reconstruction.solver.Fista;
import org.preimage.reconstruction.solver.Iteration;
import org.preimage.reconstruction.solver.Listener;
import org.preimage.reconstruction.solver.Runner;
import org.preimage.reconstruction.solver.Status;
import org.preimage.reconstruction.solver.Stopping;
import org.preimage.reconstruction.solver.Term;

/**
 * Compressed sensing with wavelets, min 1/2 |A x - b|<sup>2</sup> + w |W x|<sub>1</sub>, where the sum runs over the details of
 * a wavelet transform W and leaves its approximation alone.
 *
 * <p>For MRI operators and an orthogonal W the proximal map is exact, and with cycle spinning the image is shifted at random in
 * each iteration, the same way in every run; not with ADMM. Where the sensitivities have several maps (L1-ESPIRiT), each map's
 * image is thresholded by itself, and so is each frame of a series. Any other transform, and any other operator, takes the
 * primal-dual method with W as it is.
 *
 * @param weight w; empty to choose it from the data
 * @param rule how the weight is chosen; for {@link WeightRule#AUTO} it is that of {@link KSpaceWeight} in MRI, else {@link
 *     WeightRule#SURE}
 * @param transform how lines are continued and whether coefficients are left out
 * @param wavelet of the transform
 * @param levels of the transform; 0 for as many as leave at least {@value #COARSEST} averages along the shortest axis
 * @param nonNegative whether x &gt;= 0 as well; complex images have no such constraint
 * @param cycleSpinning whether to shift at random
 * @param seed of the shifts
 * @param solver which algorithm
 * @param iterations iterations at most; 0 for {@value #MRI_ITERATIONS} in MRI, else {@value #ITERATIONS}
 * @param tolerance relative change of the image in one iteration at which to stop (for ADMM, its relative residuals; where the
 *     primal-dual method is the only one, the relative duality gap)
 */
public record L1Wavelet(
        OptionalDouble weight,
        WeightRule rule,
        Transform transform,
        Wavelet wavelet,
        int levels,
        boolean nonNegative,
        boolean cycleSpinning,
        int seed,
        Solver solver,
        int iterations,
        double tolerance)
        implements Reconstructor {
    /** The algorithms. */
    public enum Solver {
        /** {@link Fista}: with an orthogonal transform the proximal map is exact. */
        FISTA,
        /** {@link Admm}, with conjugate gradients inside. */
        ADMM,
        /** {@link CondatVu}; {@link Variational} outside MRI. */
        PRIMAL_DUAL;

        /** Lower case with a hyphen, as in settings. */
        public String label() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    /** The transforms. */
    public enum Transform {
        /** Periodic in MRI; elsewhere undecimated, with a biorthogonal wavelet symmetric. */
        AUTO,
        /** {@link WaveletTransform}. */
        PERIODIC,
        /** {@link SymmetricWaveletTransform}. */
        SYMMETRIC,
        /** {@link UndecimatedWaveletTransform}. */
        UNDECIMATED;

        /** Lower case, as in settings. */
        public String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    private static final int COARSEST = 12;
    private static final int MRI_ITERATIONS = 100;
    private static final int ITERATIONS = 1000;
    private static final int INNER_ITERATIONS = 10;
    private static final int SEARCH_ITERATIONS = 40;
    private static final double SEARCH_RANGE = 1e3;

    /** Iterations between records, each of which costs about as much as an iteration. */
    private static final int RECORD = 20;

    private static final double INNER_TOLERANCE = 0.1;

    /** Penalty and dual step for operators of norm 1. */
    private static final double PENALTY = 0.05;

    /** The entry in the list of methods. */
    public static final Method METHOD = new Method(
            "l1-wavelet",
            "Least squares with the magnitudes of wavelet details: compressed sensing, L1-ESPIRiT.",
            List.of(Method.ANY_LINEAR),
            List.of(
                    Parameter.auto(
                            "weight",
                            Double.MIN_NORMAL,
                            Double.MAX_VALUE,
                            "data unit squared per image unit",
                            "Weight of the details' magnitudes against half the squared misfit; auto chooses it from the data by the"
                                    + " rule."),
                    Variational.RULE,
                    Parameter.choice(
                            "transform",
                            Stream.of(Transform.values()).map(Transform::label).toList(),
                            "Periodic, symmetric at the boundaries, or undecimated; auto is periodic in MRI, else undecimated"
                                    + " (symmetric with a biorthogonal wavelet)."),
                    Parameter.choice(
                            "wavelet",
                            Stream.concat(
                                            Stream.of("db4"),
                                            Wavelet.names().stream().filter(n -> !n.equals("db4")))
                                    .toList(),
                            "Haar's, Daubechies' (db) or a symlet (sym) by its vanishing moments, or a biorthogonal one (cdf)."),
                    Parameter.integer(
                            "levels", 0, 0, 30, "Levels of the transform; 0 for as many as the image allows sensibly."),
                    TotalVariation.NON_NEGATIVE,
                    Parameter.flag(
                            "cycleSpinning",
                            true,
                            "Shift the image at random in each iteration; with a periodic transform in MRI only."),
                    Parameter.integer("seed", 1, 0, Integer.MAX_VALUE, "Seed of the random shifts."),
                    Parameter.choice(
                            "solver",
                            Stream.of(Solver.values()).map(Solver::label).toList(),
                            "Algorithm; all have the same minimiser without cycle spinning. Outside MRI it is primal-dual."),
                    Parameter.integer(
                            "iterations", 0, 0, 10_000_000, "Iterations at most; 0 for 100 in MRI and 1000 otherwise."),
                    Parameter.number(
                            "tolerance", 1e-4, 0, 1, "", "Relative change in one iteration at which to stop.")),
            "Lustig, Donoho and Pauly 2007, Sparse MRI, Magn. Reson. Med. 58; Uecker et al. 2014, ESPIRiT - an eigenvalue"
                    + " approach to autocalibrating parallel MRI, Magn. Reson. Med. 71",
            s -> new L1Wavelet(
                    s.numberOrAuto("weight"),
                    WeightRule.labelled(s.choice("rule")),
                    Transform.valueOf(s.choice("transform").toUpperCase(Locale.ROOT)),
                    Wavelet.named(s.choice("wavelet")),
                    s.integer("levels"),
                    s.flag("nonNegative"),
                    s.flag("cycleSpinning"),
                    s.integer("seed"),
                    Solver.valueOf(s.choice("solver").toUpperCase(Locale.ROOT).replace('-', '_')),
                    s.integer("iterations"),
                    s.number("tolerance")));

    @Override
    public Reconstruction reconstruct(InverseProblem problem, Listener... listeners) {
        boolean mri = MriProblem.fits(problem.forward());
        LinearOperator a = problem.linear("l1-wavelet");
        AnalysisOperator analysis = analysis(a.domain(), mri);
        boolean exact = mri && analysis instanceof WaveletTransform && analysis.isParseval();
        Protocol protocol = new Protocol(METHOD)
                .used("weight", weight.orElse(0))
                .used("rule", rule.or(mri ? WeightRule.NOISE : WeightRule.SURE).label())
                .used("nonNegative", nonNegative)
                .used("cycleSpinning", cycleSpinning && exact)
                .used("seed", seed)
                .used("solver", (exact ? solver : Solver.PRIMAL_DUAL).label())
                .used("iterations", iterations > 0 ? iterations : mri ? MRI_ITERATIONS : ITERATIONS)
                .used("tolerance", tolerance);
        describe(analysis, protocol);
        if (cycleSpinning && !exact) {
            protocol.note("cycleSpinning", "without effect: it needs MRI and an orthogonal transform");
        }
        if (solver != Solver.PRIMAL_DUAL && !exact) {
            protocol.note("solver", "primal-dual, as " + solver.label() + " needs MRI and an orthogonal transform");
        }
        Proximable constraint = TotalVariation.constraint(a.domain(), nonNegative, protocol);
        if (mri) {
            return mri(MriProblem.of(problem, "l1-wavelet"), analysis, exact, protocol, listeners);
        }
        return new Variational(protocol, weight, rule, iterations > 0 ? iterations : ITERATIONS, tolerance)
                .reconstruct(problem, new DetailSparsity(analysis), constraint, listeners);
    }

    private AnalysisOperator analysis(Space space, boolean mri) {
        Transform chosen = transform != Transform.AUTO
                ? transform
                : mri ? Transform.PERIODIC : wavelet.isOrthogonal() ? Transform.UNDECIMATED : Transform.SYMMETRIC;
        int usual = levels == 0 ? levelsFor(space) : levels;
        return switch (chosen) {
            case SYMMETRIC -> {
                int most = SymmetricWaveletTransform.mostLevels(space, wavelet);
                yield new SymmetricWaveletTransform(space, wavelet, levels == 0 ? Math.min(usual, most) : levels);
            }
            case UNDECIMATED -> new UndecimatedWaveletTransform(space, wavelet, usual);
            default -> new WaveletTransform(space, wavelet, usual);
        };
    }

    private void describe(AnalysisOperator analysis, Protocol protocol) {
        Transform used;
        int depth;
        if (analysis instanceof SymmetricWaveletTransform symmetric) {
            used = Transform.SYMMETRIC;
            depth = symmetric.levels();
        } else if (analysis instanceof UndecimatedWaveletTransform undecimated) {
            used = Transform.UNDECIMATED;
            depth = undecimated.levels();
        } else {
            used = Transform.PERIODIC;
            depth = ((WaveletTransform) analysis).levels();
        }
        protocol.used("transform", used.label()).used("wavelet", wavelet.name()).used("levels", depth);
    }

    private Reconstruction mri(
            MriProblem mri, AnalysisOperator analysis, boolean exact, Protocol protocol, Listener... listeners) {
        LinearOperator a = mri.forward();
        Space space = a.domain();
        float[] start = space.zeros();
        double w = weight.orElse(0);
        if (weight.isEmpty()) {
            KSpaceWeight noise = KSpaceWeight.forWavelets(a, mri.data());
            w = noise.weight();
            protocol.used("weight", w).note("weight", noise.note());
            WeightRule chosen = rule.or(WeightRule.NOISE);
            if (chosen != WeightRule.NOISE && w > 0) {
                Discrepancy goal = Discrepancy.estimate(a, mri.data());
                WeightChoice<float[]> found = WeightChoice.of(
                        chosen, search(mri, analysis, exact, protocol, listeners), a, goal, w, SEARCH_RANGE);
                w = found.weight();
                start = found.state();
                protocol.noteWeight(found, goal);
                if (found.status() == Status.CANCELLED) {
                    return protocol.result(space, start, Status.CANCELLED);
                }
            }
        }
        Runner runner = new Runner(
                "l1-wavelet",
                Stopping.at(iterations > 0 ? iterations : MRI_ITERATIONS, tolerance)
                        .every(RECORD),
                listeners);
        return protocol.result(space, runner.run(iteration(mri, analysis, exact, w, true, protocol), start));
    }

    /** Solves for other data and weights. */
    private IterativeSolve search(
            MriProblem mri, AnalysisOperator analysis, boolean exact, Protocol protocol, Listener... listeners) {
        Proximable one = new DetailL1(analysis.range(), analysis.approximation(), 1);
        Runner runner = new Runner(
                "choosing the weight", Stopping.at(SEARCH_ITERATIONS, 0).every(SEARCH_ITERATIONS), listeners);
        return new IterativeSolve(
                mri.forward(),
                (b, w) ->
                        iteration(new MriProblem(mri.forward(), mri.frames(), b), analysis, exact, w, false, protocol),
                x -> one.value(analysis.apply(x)),
                mri.forward().domain().zeros(),
                false,
                runner);
    }

    private Iteration<?> iteration(
            MriProblem mri, AnalysisOperator analysis, boolean exact, double w, boolean restart, Protocol protocol) {
        Proximable details = new DetailL1(analysis.range(), analysis.approximation(), w);
        return exact
                ? exact(mri, (WaveletTransform) analysis, details, restart, protocol)
                : primalDual(mri, new Term(analysis, details));
    }

    /** With the proximal map of an orthogonal transform. */
    private Iteration<?> exact(
            MriProblem mri, WaveletTransform analysis, Proximable details, boolean restart, Protocol protocol) {
        Proximable prior = new OrthogonalComposition(details, analysis);
        if (cycleSpinning && solver == Solver.ADMM) {
            // Its dual variable remembers where the details stood.
            protocol.note("cycleSpinning", "without effect: ADMM needs the same transform in each iteration");
        } else if (cycleSpinning) {
            prior = new CycleSpinning(prior, 1 << analysis.levels(), seed);
        }
        LinearOperator a = mri.forward();
        Term term = new Term(new Identity(a.domain()), prior);
        return switch (solver) {
            case FISTA -> {
                NormalLeastSquares fit = new NormalLeastSquares(a, mri.data());
                yield restart ? new Fista(fit, prior) : new Fista(fit, prior, 1 / fit.lipschitz(), false);
            }
            case ADMM ->
                new Admm(new LeastSquares(a, mri.data()), List.of(term), penalty(a), INNER_ITERATIONS, INNER_TOLERANCE);
            case PRIMAL_DUAL -> primalDual(mri, term);
        };
    }

    private static Iteration<?> primalDual(MriProblem mri, Term term) {
        LinearOperator a = mri.forward();
        return new CondatVu(new NormalLeastSquares(a, mri.data()), List.of(term), penalty(a));
    }

    private static double penalty(LinearOperator a) {
        double bound = a.normBound();
        return PENALTY * bound * bound;
    }

    /** As many as leave enough averages along the shortest spatial axis that has so many at all; at least 1. */
    static int levelsFor(Space space) {
        int shortest = space.axes().stream()
                .filter(axis -> axis.role().isSpatial() && axis.size() >= 2 * COARSEST)
                .mapToInt(axis -> axis.size())
                .min()
                .orElse(2 * COARSEST);
        int levels = 0;
        for (int n = shortest; (n + 1) / 2 >= COARSEST; n = (n + 1) / 2) {
            levels++;
        }
        return Math.max(1, Math.min(levels, WaveletTransform.mostLevels(space)));
    }
}
