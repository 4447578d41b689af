package org.preimage.reconstruction.method;

import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.preimage.operators.Identity;
import org.preimage.operators.LinearOperator;
import org.preimage.operators.space.Space;
import org.preimage.operators.wavelet.Wavelet;
import org.preimage.operators.wavelet.WaveletTransform;
import org.preimage.reconstruction.InverseProblem;
import org.preimage.reconstruction.Reconstruction;
import org.preimage.reconstruction.Reconstructor;
import org.preimage.reconstruction.functional.CycleSpinning;
import org.preimage.reconstruction.functional.DetailL1;
import org.preimage.reconstruction.functional.LeastSquares;
import org.preimage.reconstruction.functional.NormalLeastSquares;
import org.preimage.reconstruction.functional.OrthogonalComposition;
import org.preimage.reconstruction.functional.Proximable;
import org.preimage.reconstruction.parameter.KSpaceWeight;
import org.preimage.reconstruction.solver.Admm;
import org.preimage.reconstruction.solver.CondatVu;
import org.preimage.reconstruction.solver.Fista;
import org.preimage.reconstruction.solver.Iteration;
import org.preimage.reconstruction.solver.Listener;
import org.preimage.reconstruction.solver.Runner;
import org.preimage.reconstruction.solver.Stopping;
import org.preimage.reconstruction.solver.Term;

/**
 * Compressed sensing with wavelets, min 1/2 |A x - b|<sup>2</sup> + w |W x|<sub>1</sub>, where the sum runs over the details of
 * an orthogonal wavelet transform W and leaves its approximation alone.
 *
 * <p>With cycle spinning the image is shifted at random in each iteration, the same way in every run; not with ADMM. Where the sensitivities
 * have several maps (L1-ESPIRiT), each map's image is thresholded by itself, and so is each frame of a series.
 *
 * @param weight w; empty for the rule of {@link KSpaceWeight}
 * @param wavelet of the transform
 * @param levels of the transform; 0 for as many as leave at least {@value #COARSEST} averages along the shortest axis
 * @param cycleSpinning whether to shift at random
 * @param seed of the shifts
 * @param solver which algorithm
 * @param iterations iterations at most
 * @param tolerance relative change of the image in one iteration at which to stop (for ADMM, its relative residuals)
 */
public record L1Wavelet(
        OptionalDouble weight,
        Wavelet wavelet,
        int levels,
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
        /** {@link CondatVu}. */
        PRIMAL_DUAL;

        /** Lower case with a hyphen, as in settings. */
        public String label() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    private static final int COARSEST = 12;
    private static final int INNER_ITERATIONS = 10;

    /** Iterations between records, each of which costs about as much as an iteration. */
    private static final int RECORD = 20;

    private static final double INNER_TOLERANCE = 0.1;

    /** Penalty and dual step for operators of norm 1. */
    private static final double PENALTY = 0.05;

    /** The entry in the list of methods. */
    public static final Method METHOD = new Method(
            "l1-wavelet",
            "Least squares with the magnitudes of wavelet details: compressed sensing, L1-ESPIRiT.",
            List.of(MriProblem.OPERATOR),
            List.of(
                    Parameter.auto(
                            "weight",
                            Double.MIN_NORMAL,
                            Double.MAX_VALUE,
                            "data unit squared per image unit",
                            "Weight of the details' magnitudes against half the squared misfit; auto goes by the noise in k-space."),
                    Parameter.choice(
                            "wavelet",
                            Stream.concat(
                                            Stream.of("db4", "haar"),
                                            IntStream.of(2, 3, 5, 6, 7, 8, 9, 10)
                                                    .mapToObj(n -> "db" + n))
                                    .toList(),
                            "Haar's wavelet, or Daubechies' by its number of vanishing moments."),
                    Parameter.integer(
                            "levels", 0, 0, 30, "Levels of the transform; 0 for as many as the image allows sensibly."),
                    Parameter.flag("cycleSpinning", true, "Shift the image at random in each iteration."),
                    Parameter.integer("seed", 1, 0, Integer.MAX_VALUE, "Seed of the random shifts."),
                    Parameter.choice(
                            "solver",
                            Stream.of(Solver.values()).map(Solver::label).toList(),
                            "Algorithm; all have the same minimiser without cycle spinning."),
                    Parameter.integer("iterations", 100, 1, 10_000_000, "Iterations at most."),
                    Parameter.number(
                            "tolerance", 1e-4, 0, 1, "", "Relative change in one iteration at which to stop.")),
            "Lustig, Donoho and Pauly 2007, Sparse MRI, Magn. Reson. Med. 58; Uecker et al. 2014, ESPIRiT - an eigenvalue"
                    + " approach to autocalibrating parallel MRI, Magn. Reson. Med. 71",
            s -> new L1Wavelet(
                    s.numberOrAuto("weight"),
                    Wavelet.named(s.choice("wavelet")),
                    s.integer("levels"),
                    s.flag("cycleSpinning"),
                    s.integer("seed"),
                    Solver.valueOf(s.choice("solver").toUpperCase(Locale.ROOT).replace('-', '_')),
                    s.integer("iterations"),
                    s.number("tolerance")));

    @Override
    public Reconstruction reconstruct(InverseProblem problem, Listener... listeners) {
        MriProblem mri = MriProblem.of(problem, "l1-wavelet");
        LinearOperator a = mri.forward();
        Space space = a.domain();
        Protocol protocol = new Protocol(METHOD);
        double w;
        if (weight.isPresent()) {
            w = weight.getAsDouble();
        } else {
            KSpaceWeight found = KSpaceWeight.forWavelets(a, mri.data());
            w = found.weight();
            protocol.note("weight", found.note());
        }
        WaveletTransform transform = new WaveletTransform(space, wavelet, levels == 0 ? levelsFor(space) : levels);
        protocol.used("weight", w)
                .used("wavelet", wavelet.name())
                .used("levels", transform.levels())
                .used("cycleSpinning", cycleSpinning)
                .used("seed", seed)
                .used("solver", solver.label())
                .used("iterations", iterations)
                .used("tolerance", tolerance);
        Proximable prior =
                new OrthogonalComposition(new DetailL1(transform.range(), transform.approximation(), w), transform);
        if (cycleSpinning && solver == Solver.ADMM) {
            // Its dual variable remembers where the details stood.
            protocol.note("cycleSpinning", "without effect: ADMM needs the same transform in each iteration");
        } else if (cycleSpinning) {
            prior = new CycleSpinning(prior, 1 << transform.levels(), seed);
        }
        Runner runner =
                new Runner("l1-wavelet", Stopping.at(iterations, tolerance).every(RECORD), listeners);
        return protocol.result(space, runner.run(iteration(mri, prior), space.zeros()));
    }

    private Iteration<?> iteration(MriProblem mri, Proximable prior) {
        LinearOperator a = mri.forward();
        double bound = a.normBound();
        double penalty = PENALTY * bound * bound;
        List<Term> terms = List.of(new Term(new Identity(a.domain()), prior));
        return switch (solver) {
            case FISTA -> new Fista(new NormalLeastSquares(a, mri.data()), prior);
            case ADMM -> new Admm(new LeastSquares(a, mri.data()), terms, penalty, INNER_ITERATIONS, INNER_TOLERANCE);
            case PRIMAL_DUAL -> new CondatVu(new NormalLeastSquares(a, mri.data()), terms, penalty);
        };
    }

    /** As many as leave enough averages along the shortest spatial axis that has so many at all; at least 1. */
    private static int levelsFor(Space space) {
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
