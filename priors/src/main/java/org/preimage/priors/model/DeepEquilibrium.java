package org.preimage.priors.model;

import java.util.Locale;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.preimage.priors.network.Network;
import org.preimage.priors.tensor.Scope;
import org.preimage.priors.tensor.Tape;
import org.preimage.priors.tensor.Tensor;
import org.preimage.priors.tensor.Var;
import org.preimage.priors.weights.Law;
import org.preimage.priors.weights.Layout;

/**
 * A deep equilibrium model: the fixed point of one learned gradient step,
 *
 * <pre>
 * f(x) = x - eta (B (A x - y) + mu x - N(x))
 * </pre>
 *
 * with learned eta = exp(w) and mu = exp(v); B is A*, or a pseudo-inverse of A. So the result solves B (A x - y) + mu x = N(x), as
 * many iterations as that takes. For B = A*, eta below 2 / (2 + mu) and N of a Lipschitz constant below mu, f contracts.
 *
 * <p>Found by {@link Anderson} acceleration from B y; the gradient goes through the equation alone (implicit function theorem), whose
 * transpose is solved the same way, so that memory does not grow with the iterations. Notes of the tape, "fixed point" and "adjoint
 * fixed point", say how far both came.
 *
 * <p>D. Gilton, G. Ongie, R. Willett, "Deep equilibrium architectures for inverse problems in imaging", IEEE Trans. Comput.
 * Imaging 7 (2021), DE-Grad with the linear part of the regulariser apart; S. Bai, J. Z. Kolter, V. Koltun, "Deep equilibrium
 * models", NeurIPS 2019.
 *
 * @param network N, from as many channels as the image has, 1 or 2, to as many
 * @param step eta with which training begins, for an operator of norm 1
 * @param weight mu with which training begins
 * @param inverse whether B is the pseudo-inverse
 * @param solver of both equations
 */
public record DeepEquilibrium(Network network, double step, double weight, boolean inverse, Anderson solver)
        implements Model {
    /** The note on the solution. */
    public static final String FORWARD = "fixed point";

    /** The note on the gradient. */
    public static final String BACKWARD = "adjoint fixed point";

    public DeepEquilibrium {
        if (!(step > 0 && weight > 0)) {
            throw new IllegalArgumentException("a deep equilibrium model has a step of " + step + " and a weight of "
                    + weight + ", but both must be positive");
        }
    }

    @Override
    public void declare(Layout.Builder weights) {
        weights.add("log-eta", Law.constant(Math.log(step)), 1);
        weights.add("log-mu", Law.constant(Math.log(weight)), 1);
        network.declare(weights.within("network"));
    }

    @Override
    public Var reconstruct(Tape tape, Physics physics, Var data) {
        Tensor start = physics.back(tape, tape.constant(data.value()), inverse).value();
        int[] shape = start.shape();
        Anderson.Solution found = solver.solve(
                x -> values(() -> {
                    Tape values = tape.evaluating();
                    Var y = values.constant(data.value());
                    return step(values, physics, values.constant(Tensor.of(x, shape)), y)
                            .value();
                }),
                start.toFloats());
        tape.note(FORWARD, words(found));
        return tape.fixedPoint(
                (inner, x) -> step(inner, physics, x, data),
                Tensor.of(found.x(), shape),
                (product, c) -> adjoint(tape, product, c));
    }

    private Var step(Tape tape, Physics physics, Var x, Var data) {
        Var gradient = physics.gradient(tape, x, data, inverse);
        return tape.segment(
                (w, in) -> in[0].minus(in[1].plus(in[0].times(w.get("log-mu").exp()))
                        .minus(network.forward(in[0], w.within("network")))
                        .times(w.get("log-eta").exp())),
                x,
                gradient);
    }

    private Tensor adjoint(Tape tape, UnaryOperator<Tensor> product, Tensor c) {
        int[] shape = c.shape();
        Anderson.Solution found = solver.solve(
                u -> values(() -> product.apply(Tensor.of(u, shape)).plus(c)), c.toFloats());
        tape.note(BACKWARD, words(found));
        return Tensor.of(found.x(), shape);
    }

    /** Computes in a scope of its own, so that iterations leave no native memory. */
    private static float[] values(Supplier<Tensor> tensor) {
        try (Scope scope = Scope.inner()) {
            return tensor.get().toFloats();
        }
    }

    private static String words(Anderson.Solution found) {
        return String.format(
                Locale.ROOT,
                "%s after %d iterations with a relative change of %.2g",
                found.converged() ? "converged" : "not converged",
                found.iterations(),
                found.residual());
    }
}
