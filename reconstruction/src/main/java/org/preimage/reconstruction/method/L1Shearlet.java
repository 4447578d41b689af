package org.preimage.reconstruction.method;

import java.util.List;
import java.util.OptionalDouble;
import org.preimage.operators.LinearOperator;
import org.preimage.operators.shearlet.ShearletTransform;
import org.preimage.operators.space.Space;
import org.preimage.reconstruction.InverseProblem;
import org.preimage.reconstruction.Reconstruction;
import org.preimage.reconstruction.Reconstructor;
import org.preimage.reconstruction.functional.DetailSparsity;
import org.preimage.reconstruction.solver.Listener;

/**
 * Sparse shearlet coefficients, min 1/2 |A x - b|<sup>2</sup> + w |S x|<sub>1</sub>, where the sum runs over the directional
 * bands of the {@link ShearletTransform} and leaves the low-pass alone. In 2D, and plane by plane where there are more axes: edges along curves and oriented textures
 * have few large coefficients.
 *
 * @param weight w; empty to fit the data to the noise estimated from them
 * @param nonNegative whether x &gt;= 0 as well; complex images have no such constraint
 * @param iterations iterations at most, those that choose the weight not counted
 * @param tolerance relative duality gap at which to stop
 */
public record L1Shearlet(OptionalDouble weight, boolean nonNegative, int iterations, double tolerance)
        implements Reconstructor {
    /** The entry in the list of methods. */
    public static final Method METHOD = new Method(
            "l1-shearlet",
            "Least squares with the magnitudes of shearlet coefficients, for 2D images of edges and oriented textures.",
            List.of(Method.ANY_LINEAR),
            List.of(
                    Parameter.auto(
                            "weight",
                            Double.MIN_NORMAL,
                            Double.MAX_VALUE,
                            "data unit squared per image unit",
                            "Weight of the coefficients' magnitudes against half the squared misfit; auto fits the data to"
                                    + " the noise found in them."),
                    TotalVariation.NON_NEGATIVE,
                    Parameter.integer("iterations", 1000, 1, 10_000_000, "Iterations at most."),
                    Parameter.number(
                            "tolerance", 1e-3, 0, 1, "", "Relative duality gap at which the iteration stops.")),
            "Colonna, Easley, Guo and Labate 2010, Radon transform inversion using the shearlet representation, Appl. Comput."
                    + " Harmon. Anal. 29; Kutyniok and Labate (eds.) 2012, Shearlets, Birkhäuser",
            s -> new L1Shearlet(
                    s.numberOrAuto("weight"), s.flag("nonNegative"), s.integer("iterations"), s.number("tolerance")));

    @Override
    public Reconstruction reconstruct(InverseProblem problem, Listener... listeners) {
        LinearOperator a = problem.linear("l1-shearlet");
        Space space = a.domain();
        Protocol protocol = new Protocol(METHOD)
                .used("weight", weight.orElse(0))
                .used("nonNegative", nonNegative)
                .used("iterations", iterations)
                .used("tolerance", tolerance);
        return new Variational(protocol, weight, iterations, tolerance)
                .reconstruct(
                        problem,
                        new DetailSparsity(ShearletTransform.of(space)),
                        TotalVariation.constraint(space, nonNegative, protocol),
                        listeners);
    }
}
