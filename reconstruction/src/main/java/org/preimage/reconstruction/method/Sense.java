package org.preimage.reconstruction.method;

import java.util.List;
import org.preimage.operators.Identity;
import org.preimage.operators.LinearOperator;
import org.preimage.operators.space.Space;
import org.preimage.reconstruction.InverseProblem;
import org.preimage.reconstruction.Reconstruction;
import org.preimage.reconstruction.Reconstructor;
import org.preimage.reconstruction.solver.Cg;
import org.preimage.reconstruction.solver.Listener;
import org.preimage.reconstruction.solver.Runner;
import org.preimage.reconstruction.solver.Stopping;

/**
 * SENSE for any sampling, min 1/2 |A x - b|<sup>2</sup> + w/2 |x|<sup>2</sup>, by conjugate gradients for the normal equations
 * (A* A + w) x = A* b from zero. Few iterations regularise as well.
 *
 * @param weight w, in units of squared sensitivity: maps whose squares sum to 1, as ESPIRiT's, make it a fraction of what
 *     fully sampled data would see
 * @param iterations iterations at most
 * @param tolerance |A* b - (A* A + w) x| / |A* b| at which to stop
 */
public record Sense(double weight, int iterations, double tolerance) implements Reconstructor {
    /** The entry in the list of methods. */
    public static final Method METHOD = new Method(
            "sense",
            "Least squares with all coils' sensitivities, by conjugate gradients.",
            List.of(MriProblem.OPERATOR),
            List.of(
                    Parameter.number(
                            "weight",
                            0.005,
                            0,
                            Double.MAX_VALUE,
                            "squared sensitivity",
                            "Weight of the squared image against the squared misfit (Tikhonov)."),
                    Parameter.integer("iterations", 30, 1, 10_000_000, "Iterations at most."),
                    Parameter.number("tolerance", 1e-4, 0, 1, "", "Relative residual at which the iteration stops.")),
            "Pruessmann, Weiger, Boernert and Boesiger 2001, Advances in sensitivity encoding with arbitrary k-space"
                    + " trajectories, Magn. Reson. Med. 46",
            s -> new Sense(s.number("weight"), s.integer("iterations"), s.number("tolerance")));

    @Override
    public Reconstruction reconstruct(InverseProblem problem, Listener... listeners) {
        MriProblem mri = MriProblem.of(problem, "sense");
        LinearOperator a = mri.forward();
        Space space = a.domain();
        Protocol protocol = new Protocol(METHOD)
                .used("weight", weight)
                .used("iterations", iterations)
                .used("tolerance", tolerance);
        LinearOperator normal = weight > 0 ? a.gram().plus(new Identity(space).scaled(weight)) : a.gram();
        return protocol.result(
                space,
                new Runner("sense", Stopping.at(iterations, tolerance).every(1), listeners)
                        .run(new Cg(normal, a.adjoint(mri.data())), space.zeros()));
    }
}
