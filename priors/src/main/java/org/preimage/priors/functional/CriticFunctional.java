package org.preimage.priors.functional;

import org.preimage.operators.space.Space;
import org.preimage.priors.bundle.Bundle;
import org.preimage.priors.model.Critic;
import org.preimage.priors.tensor.ComputeDevice;
import org.preimage.priors.tensor.Samples;
import org.preimage.priors.tensor.Scope;
import org.preimage.priors.tensor.Tape;
import org.preimage.priors.tensor.Tensor;
import org.preimage.priors.tensor.Var;
import org.preimage.priors.weights.Weights;
import org.preimage.reconstruction.functional.Differentiable;

/**
 * The adversarial regulariser w f(x) with a trained {@link Critic} f. No Lipschitz constant of its gradient is known: {@link
 * #lipschitz} is infinite, and solvers have to search their steps, as {@link
 * org.preimage.reconstruction.solver.BacktrackingForwardBackward} does.
 *
 * <p>Lunz, Oktem and Schonlieb 2018, Adversarial regularizers in inverse problems, NeurIPS; Mukherjee et al. 2020, Learned convex
 * regularizers for inverse problems, arXiv:2008.02839.
 */
public final class CriticFunctional implements Differentiable {
    private final Space domain;
    private final Critic critic;
    private final Weights weights;
    private final double factor;
    private final ComputeDevice device;

    /**
     * @param domain of plane images: real for critics of one channel, complex for two
     * @param critic f
     * @param weights its weights; not copied
     * @param factor w, positive
     * @throws IllegalArgumentException if the critic takes other images or the factor is not positive
     */
    public CriticFunctional(Space domain, Critic critic, Weights weights, double factor, ComputeDevice device) {
        if (domain.axes().size() != 2 || Samples.channels(domain) != critic.channels()) {
            throw new IllegalArgumentException("the critic rates plane " + (critic.channels() == 1 ? "real" : "complex")
                    + " images, but these are " + domain);
        }
        if (!(factor > 0 && Double.isFinite(factor))) {
            throw new IllegalArgumentException("factor is " + factor + ", but must be positive");
        }
        this.domain = domain;
        this.critic = critic;
        this.weights = weights;
        this.factor = factor;
        this.device = device;
    }

    /** That of a bundle, whose model must be a critic. */
    public static CriticFunctional of(Bundle bundle, Space domain, double factor, ComputeDevice device) {
        if (!(bundle.card().model() instanceof Critic critic)) {
            throw new IllegalArgumentException("the model " + bundle.card().name() + " is no critic, but a "
                    + bundle.card().model().core().getClass().getSimpleName());
        }
        return new CriticFunctional(domain, critic, bundle.weights(), factor, device);
    }

    /** The same with another factor. */
    public CriticFunctional times(double other) {
        return new CriticFunctional(domain, critic, weights, other, device);
    }

    @Override
    public Space domain() {
        return domain;
    }

    @Override
    public double value(float[] x) {
        domain.require("x", x);
        try (Scope scope = Scope.open(device)) {
            Tape tape = Tape.evaluating(scope, weights);
            return factor
                    * number(tape, tape.constant(Samples.tensor(x, domain)))
                            .value()
                            .toDouble();
        }
    }

    @Override
    public double gradient(float[] x, float[] out) {
        domain.require("x", x);
        domain.require("out", out);
        try (Scope scope = Scope.open(device)) {
            Tape tape = Tape.recording(scope, weights);
            Var at = tape.variable(Samples.tensor(x, domain));
            Var number = number(tape, at);
            Tensor slope = tape.product(number, number.value().times(0).affine(1, 1), at);
            float[] gradient = Samples.arrays(slope, domain).get(0);
            for (int i = 0; i < out.length; i++) {
                out[i] = (float) (factor * gradient[i]);
            }
            return factor * number.value().toDouble();
        }
    }

    private Var number(Tape tape, Var x) {
        return tape.segment((w, in) -> critic.value(in[0], w).sum(), x);
    }

    /** Infinite: none is known. */
    @Override
    public double lipschitz() {
        return Double.POSITIVE_INFINITY;
    }

    @Override
    public boolean convex() {
        return critic.convex();
    }

    @Override
    public double strongConvexity() {
        return factor * critic.strongConvexity();
    }
}
