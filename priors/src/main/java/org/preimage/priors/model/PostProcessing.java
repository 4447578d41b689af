package org.preimage.priors.model;

import org.preimage.priors.network.Network;
import org.preimage.priors.tensor.Tape;
import org.preimage.priors.tensor.Var;
import org.preimage.priors.weights.Layout;

/**
 * A network that corrects a direct reconstruction: x = B y + N(B y), with filtered back-projection or another pseudo-inverse
 * B where one is known, else the adjoint.
 *
 * <p>K. H. Jin, M. T. McCann, E. Froustey, M. Unser, "Deep convolutional neural network for inverse problems in imaging", IEEE
 * Trans. Image Process. 26 (2017).
 *
 * @param network from as many channels as the image has, 1 or 2, to as many
 */
public record PostProcessing(Network network) implements Model {
    @Override
    public void declare(Layout.Builder weights) {
        network.declare(weights);
    }

    @Override
    public Var reconstruct(Tape tape, Physics physics, Var data) {
        Var start = physics.direct(tape, data);
        return tape.segment((w, in) -> in[0].plus(network.forward(in[0], w)), start);
    }
}
