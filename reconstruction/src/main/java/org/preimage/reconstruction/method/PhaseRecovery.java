package org.preimage.reconstruction.method;

import java.util.List;
import java.util.Locale;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.preimage.operators.phase.OversampledFourier;
import org.preimage.operators.phase.PhaseRetrieval;
import org.preimage.operators.space.Field;
import org.preimage.operators.space.Space;
import org.preimage.operators.space.Vectors;
import org.preimage.reconstruction.InverseProblem;
import org.preimage.reconstruction.Reconstruction;
import org.preimage.reconstruction.Reconstructor;
import org.preimage.reconstruction.solver.AmplitudeFlow;
import org.preimage.reconstruction.solver.Listener;
import org.preimage.reconstruction.solver.Outcome;
import org.preimage.reconstruction.solver.RelaxedReflections;
import org.preimage.reconstruction.solver.Runner;
import org.preimage.reconstruction.solver.Status;
import org.preimage.reconstruction.solver.Stopping;

/**
 * The image behind intensities or magnitudes of a wave: relaxed averaged alternating reflections, then Wirtinger flow on the
 * magnitudes. From coded patterns the start is spectral, from the far field of an object in zeros random.
 *
 * <p>What the data cannot tell, no method finds: a global phase (for real images the sign), and for far fields whether the object is
 * turned by 180 degrees, or where in a support that is too large it lies.
 *
 * @param algorithm "auto", "flow" or "reflections"; flow alone where reflections have no closed form
 * @param iterations iterations at most, of each part
 * @param tolerance misfit of the magnitudes relative to the data at which to stop
 * @param nonNegative whether x &gt;= 0; complex images have no such constraint
 * @param starts random starts of far fields at most, of which the best counts
 * @param seed of the random starts
 */
public record PhaseRecovery(
        String algorithm, int iterations, double tolerance, boolean nonNegative, int starts, int seed)
        implements Reconstructor {
    private static final int POWER_STEPS = 100;

    /** Of reflections: coded patterns may relax more, far fields get caught if they do. */
    private static final double CODED = 0.95;

    private static final double FAR = 1;

    /** Misfit of a start of a far field that solved it: those that are caught stay above 0.005. */
    private static final double SOLVED = 1e-3;

    /** The entry in the list of methods. */
    public static final Method METHOD = new Method(
            "phase-retrieval",
            "The image behind intensities of a wave, by relaxed alternating reflections and Wirtinger flow.",
            List.of("phase-retrieval"),
            List.of(
                    Parameter.choice(
                            "algorithm",
                            List.of("auto", "flow", "reflections"),
                            "Wirtinger flow alone, or reflections before it; auto takes reflections where they have a closed form."),
                    Parameter.integer("iterations", 2000, 1, 10_000_000, "Iterations at most."),
                    Parameter.number(
                            "tolerance", 1e-6, 0, 1, "", "Misfit of the magnitudes relative to them at which to stop."),
                    TotalVariation.NON_NEGATIVE,
                    Parameter.integer(
                            "starts", 8, 1, 1000, "Random starts of far fields at most, of which the best counts."),
                    Parameter.integer("seed", 1, 0, Integer.MAX_VALUE, "Of the random starts.")),
            "Candes, Li and Soltanolkotabi 2015, Phase retrieval via Wirtinger flow, IEEE Trans. Inf. Theory 61; Luke 2005,"
                    + " Relaxed averaged alternating reflections for diffraction imaging, Inverse Problems 21",
            s -> new PhaseRecovery(
                    s.choice("algorithm"),
                    s.integer("iterations"),
                    s.number("tolerance"),
                    s.flag("nonNegative"),
                    s.integer("starts"),
                    s.integer("seed")));

    @Override
    public Reconstruction reconstruct(InverseProblem problem, Listener... listeners) {
        if (!(problem.forward() instanceof PhaseRetrieval forward)) {
            throw new IllegalArgumentException(
                    "phase-retrieval needs intensities or magnitudes of a wave, but the forward operator is another one");
        }
        Space space = forward.domain();
        boolean far = forward.propagation() instanceof OversampledFourier;
        boolean reflections = algorithm.equals("auto")
                ? forward.propagation().dampedNormal().isPresent()
                : algorithm.equals("reflections");
        Protocol protocol = new Protocol(METHOD)
                .used("algorithm", reflections ? "reflections" : "flow")
                .used("iterations", iterations)
                .used("tolerance", tolerance)
                .used("nonNegative", nonNegative)
                .used("starts", starts)
                .used("seed", seed);
        boolean positive = nonNegative && space.field() == Field.REAL;
        if (nonNegative && !positive) {
            protocol.note("nonNegative", "without effect: the image is complex");
        }
        float[] magnitudes = forward.magnitudes(problem.data().data());
        if (Vectors.norm(magnitudes) == 0) {
            return protocol.result(space, space.zeros(), Status.CONVERGED);
        }
        RandomGenerator random = RandomGeneratorFactory.of("Xoshiro256PlusPlus").create(seed);
        AmplitudeFlow flow = new AmplitudeFlow(forward, magnitudes, positive);
        float[] x = null;
        double best = Double.POSITIVE_INFINITY;
        for (int k = 1; k <= (far ? starts : 1) && best > SOLVED; k++) {
            float[] candidate = noise(space, random);
            if (far) {
                Vectors.scale(
                        Vectors.norm(magnitudes)
                                / Vectors.norm(forward.propagation().apply(candidate)),
                        candidate);
                protocol.note("start", "random, the best of " + k);
            } else {
                candidate = AmplitudeFlow.spectralStart(forward, magnitudes, candidate, POWER_STEPS);
                protocol.note("start", "spectral, " + POWER_STEPS + " steps of the power method");
            }
            if (reflections) {
                Outcome coarse = new Runner("reflections", Stopping.at(iterations, tolerance), listeners)
                        .run(new RelaxedReflections(forward, magnitudes, far ? FAR : CODED, positive), candidate);
                candidate = coarse.solution();
                if (coarse.status() == Status.CANCELLED) {
                    return protocol.result(space, candidate, Status.CANCELLED);
                }
            }
            double misfit = misfit(flow, candidate);
            x = misfit < best ? candidate : x;
            best = Math.min(best, misfit);
        }
        Outcome outcome = new Runner("phase-retrieval", Stopping.at(iterations, tolerance), listeners).run(flow, x);
        double misfit = misfit(flow, outcome.solution());
        protocol.note("misfit", String.format(Locale.ROOT, "magnitudes differ from the data by %.2e of them", misfit));
        return protocol.result(space, outcome);
    }

    /** | |A x| - b | / |b|. */
    private static double misfit(AmplitudeFlow flow, float[] x) {
        return Math.sqrt(2 * flow.objective(flow.start(x))) / Vectors.norm(flow.magnitudes());
    }

    private float[] noise(Space space, RandomGenerator random) {
        float[] x = space.zeros();
        for (int i = 0; i < x.length; i++) {
            x[i] = (float) (space.field() == Field.REAL && nonNegative ? random.nextDouble() : random.nextGaussian());
        }
        return x;
    }
}
