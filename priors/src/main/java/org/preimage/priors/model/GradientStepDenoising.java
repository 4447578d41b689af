package org.preimage.priors.model;

import java.util.List;
import org.preimage.priors.network.Network;
import org.preimage.priors.tensor.Bound;
import org.preimage.priors.tensor.Gradients;
import org.preimage.priors.tensor.Tape;
import org.preimage.priors.tensor.Tensor;
import org.preimage.priors.tensor.Var;
import org.preimage.priors.weights.Layout;

/**
 * A denoiser that is a step of gradient descent, D = I - grad g, on the potential
 *
 * <pre>g(x, s) = 1/2 |F(x, s)|<sup>2</sup></pre>
 *
 * of a network F that sees the noise level s as a second channel; I - F is a first denoiser. In plug-and-play g stands for the prior itself, which is
 * bounded below, so that schemes that search their steps decrease one functional and converge. Where grad g has a
 * Lipschitz constant below 1, D is the proximal map of a functional, too.
 *
 * <p>Hurault, Leclaire and Papadakis 2022, Gradient step denoiser for convergent plug-and-play, ICLR; the same, Proximal denoiser for
 * convergent plug-and-play optimization with nonconvex regularization, ICML.
 *
 * @param network F, from 2 channels to 1, with continuous slopes
 * @param highest standard deviation that it was made for, in the unit of the images
 */
public record GradientStepDenoising(Network network, double highest) implements DenoisingModel {
    public GradientStepDenoising {
        if (!(highest > 0)) {
            throw new IllegalArgumentException("highest is " + highest + ", but must be positive");
        }
    }

    @Override
    public void declare(Layout.Builder weights) {
        network.declare(weights);
    }

    /**
     * g of each image, [N, 1, 1, 1].
     *
     * @param x [N, 1, H, W]
     * @param levels of noise, as {@link DenoisingModel#levels} makes them
     */
    public Tensor potential(Tensor x, Tensor levels, Bound weights) {
        return network.forward(Tensor.channels(x, levels), weights)
                .square()
                .sumOver(1, 2, 3)
                .times(0.5);
    }

    /** grad g, which can be differentiated again, at a recorded x. */
    private Tensor gradient(Tensor x, Tensor levels, Bound weights) {
        return Gradients.of(potential(x, levels, weights), x);
    }

    @Override
    public Var denoise(Tape tape, Var noisy, float[] sigmas) {
        Tensor levels = DenoisingModel.levels(noisy.value().shape(), sigmas);
        // The gradient is needed for the value already.
        Tape recording = tape.isRecording() ? tape : tape.recordingVariables();
        Var x = recording.segment(
                (w, in) -> {
                    Tensor at = Gradients.recorded(in[0]);
                    return at.minus(gradient(at, levels, w));
                },
                noisy);
        return tape.isRecording() ? x : tape.constant(x.value());
    }

    /**
     * About the spectral norm of the Hessian of g at each image, which is how much grad g stretches distances there: |H v| for v
     * after some power iterations.
     *
     * @param images [N, 1, H, W]
     * @param start v at the beginning, of the same shape
     * @param steps power iterations
     * @return [N, 1, 1, 1], to be differentiated by the weights
     */
    public Tensor steepness(Tensor images, Tensor levels, Tensor start, int steps, Bound weights) {
        Tensor x = Gradients.variable(images);
        Tensor slope = gradient(x, levels, weights);
        Tensor v = unit(start);
        for (int k = 0; k < steps; k++) {
            v = unit(Gradients.of(List.of(slope), List.of(x), List.of(v), false).get(0));
        }
        Tensor product =
                Gradients.of(List.of(slope), List.of(x), List.of(v), true).get(0);
        return norm(product);
    }

    private static Tensor norm(Tensor v) {
        return v.square().sumOver(1, 2, 3).affine(1, 1e-20).sqrt();
    }

    private static Tensor unit(Tensor v) {
        Tensor given = v.detached();
        return given.over(norm(given));
    }
}
