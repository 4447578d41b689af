package org.preimage.reconstruction.method;

import java.util.List;
import org.preimage.operators.fourier.FourierTransform;
import org.preimage.operators.mri.CartesianMri;
import org.preimage.operators.parallel.Parallel;
import org.preimage.operators.space.Image;
import org.preimage.operators.space.Vectors;
import org.preimage.reconstruction.InverseProblem;
import org.preimage.reconstruction.Reconstruction;
import org.preimage.reconstruction.Reconstructor;
import org.preimage.reconstruction.solver.Checkpoint;
import org.preimage.reconstruction.solver.Iteration;
import org.preimage.reconstruction.solver.Listener;
import org.preimage.reconstruction.solver.Outcome;
import org.preimage.reconstruction.solver.Runner;
import org.preimage.reconstruction.solver.Stopping;

/**
 * Projections onto convex sets (POCS) for partial Fourier scans: each coil's image is projected in turn onto the images with
 * the phase of its smooth version, x = max(0, Re(x conj(p))) p, and onto those with the k-space measured. Before the gap, what is
 * measured gives way to the estimate over some samples, so that their edge does not ring. Axis, side and extent are read
 * from the mask.
 *
 * <p>Cuppen and van Est 1987, Reducing MR imaging time by one-sided reconstruction, Magn. Reson. Imaging 5; Haacke, Lindskog
 * and Lin 1991, A fast, iterative, partial-Fourier technique capable of local phase recovery, J. Magn. Reson. 92.
 *
 * @param iterations iterations at most
 * @param tolerance relative change of k-space in one iteration at which to stop
 * @param transition samples over which measured data give way to the estimate
 * @param combination of the coil images
 */
public record PhaseProjections(int iterations, double tolerance, int transition, CoilCombination combination)
        implements Reconstructor {
    private static final String NAME = "pocs";

    /** The entry in the list of methods. */
    public static final Method METHOD = new Method(
            NAME,
            "Partial Fourier by alternating projections onto the phase of the centre and the data measured.",
            List.of("mri"),
            List.of(
                    Parameter.integer("iterations", 10, 1, 10_000_000, "Iterations at most."),
                    Parameter.number("tolerance", 1e-4, 0, 1, "", "Relative change in one iteration at which to stop."),
                    Parameter.integer(
                            "transition",
                            4,
                            0,
                            1_000_000,
                            "Samples before the gap over which measured data give way to the estimate."),
                    CoilCombination.PARAMETER),
            "Haacke, Lindskog and Lin 1991, A fast, iterative, partial-Fourier technique capable of local phase recovery,"
                    + " J. Magn. Reson. 92",
            s -> new PhaseProjections(
                    s.integer("iterations"), s.number("tolerance"), s.integer("transition"), CoilCombination.of(s)));

    @Override
    public Reconstruction reconstruct(InverseProblem problem, Listener... listeners) {
        CartesianMri mri = MriProblem.cartesian(NAME, problem.forward());
        PartialFourier partial = PartialFourier.of(NAME, mri.mask());
        MriProblem.requireSignal(problem.data());
        float[] data = problem.data().data();
        Projections projections =
                new Projections(mri.fourier(), partial, data, partial.phase(mri, data), partial.transition(transition));
        Outcome outcome =
                new Runner(NAME, Stopping.at(iterations, tolerance).every(1), listeners).run(projections, data);
        Image image = combination.combine(mri, mri.fourier().adjoint(outcome.solution()));
        Protocol protocol = new Protocol(METHOD)
                .used("iterations", iterations)
                .used("tolerance", tolerance)
                .used("transition", transition)
                .used("combine", combination);
        protocol.note("mask", partial.describe());
        return protocol.result(
                image.space(), new Outcome(image.data(), outcome.status(), outcome.iterations(), outcome.history()));
    }

    /** The alternating projections; the solution is k-space of all coils. */
    private record Projections(
            FourierTransform fourier, PartialFourier partial, float[] data, float[] phase, float[] measured)
            implements Iteration<Projections.State> {
        /** All buffers of a run. */
        private static final class State {
            private final float[] kspace;
            private final float[] last;
            private final float[] images;

            private State(float[] x0) {
                kspace = x0.clone();
                last = x0.clone();
                images = new float[x0.length];
            }
        }

        @Override
        public State start(float[] x0) {
            return new State(x0);
        }

        @Override
        public void step(State s) {
            System.arraycopy(s.kspace, 0, s.last, 0, s.last.length);
            fourier.adjoint(s.kspace, s.images);
            PartialFourier.project(s.images, phase, true);
            fourier.apply(s.images, s.kspace);
            Parallel.ranges(data.length / 2, 1 << 14, (from, to) -> {
                for (int i = from; i < to; i++) {
                    float w = measured[partial.index(i)];
                    s.kspace[2 * i] += w * (data[2 * i] - s.kspace[2 * i]);
                    s.kspace[2 * i + 1] += w * (data[2 * i + 1] - s.kspace[2 * i + 1]);
                }
            });
        }

        @Override
        public float[] solution(State s) {
            return s.kspace;
        }

        /** |y' - y| / |y'| of the last step. */
        @Override
        public double residual(State s) {
            return Vectors.relativeDistance(s.last, s.kspace);
        }

        @Override
        public void persist(State s, Checkpoint c) {
            c.same("data", data);
            c.array("kspace", s.kspace);
            c.array("last", s.last);
        }
    }
}
