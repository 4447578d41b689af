package org.preimage.priors.model;

import org.preimage.priors.network.Convolution;
import org.preimage.priors.tensor.Bound;
import org.preimage.priors.tensor.Samples;
import org.preimage.priors.tensor.Tape;
import org.preimage.priors.tensor.Tensor;
import org.preimage.priors.tensor.Var;
import org.preimage.priors.weights.Law;
import org.preimage.priors.weights.Layout;

/**
 * Learned ISTA: for k = 1, ..., K a gradient step and a soft threshold in a learned frame,
 *
 * <pre>
 * r &lt;- x - eta_k B (A x - y)
 * x &lt;- r + G_k T_k soft(H_k D_k r, theta_k)
 * </pre>
 *
 * with convolutions D, G between the image and several channels, H and T of two convolutions with a rectified linear unit between
 * them, a threshold theta = exp(w) &gt; 0 for each channel, and a learned step. B is A*, or a pseudo-inverse of A, and x begins
 * at B y. The published network's second loss, by which T is to be the inverse of H, is left out.
 *
 * <p>J. Zhang, B. Ghanem, "ISTA-Net: interpretable optimization-inspired deep network for image compressive sensing", CVPR
 * 2018, ISTA-Net+; after K. Gregor, Y. LeCun, "Learning fast approximations of sparse coding", ICML 2010.
 *
 * @param iterations K
 * @param images channels of the image, 1 or 2
 * @param width channels of the frame
 * @param step eta with which training begins, for an operator of norm 1
 * @param threshold theta with which training begins, in the unit of the image
 * @param inverse whether B is the pseudo-inverse
 */
public record LearnedIsta(int iterations, int images, int width, double step, double threshold, boolean inverse)
        implements Model {
    public LearnedIsta {
        if (iterations < 1 || images < 1 || images > 2 || width < 1 || !(step > 0) || !(threshold > 0)) {
            throw new IllegalArgumentException("learned ISTA has " + iterations + " iterations, images of " + images
                    + " channels, " + width + " channels, a step of " + step + " and a threshold of " + threshold
                    + ", but needs positive numbers and images of 1 or 2 channels");
        }
    }

    private static String at(int k) {
        return "step." + k;
    }

    private Convolution inner() {
        return new Convolution(width, width, 3);
    }

    @Override
    public void declare(Layout.Builder weights) {
        for (int k = 0; k < iterations; k++) {
            Layout.Builder own = weights.within(at(k));
            own.add("eta", Law.constant(step), 1);
            own.add("log-threshold", Law.constant(Math.log(threshold)), 1, width, 1, 1);
            new Convolution(images, width, 3).gain(1).declare(own.within("enter"));
            inner().declare(own.within("analysis0"));
            inner().gain(1).declare(own.within("analysis1"));
            inner().declare(own.within("synthesis0"));
            inner().gain(1).declare(own.within("synthesis1"));
            new Convolution(width, images, 3).gain(0.1).declare(own.within("leave"));
        }
    }

    @Override
    public Var reconstruct(Tape tape, Physics physics, Var data) {
        if (Samples.channels(physics.image()) != images) {
            throw new IllegalArgumentException("the images have " + Samples.channels(physics.image())
                    + " channels, but the model is for " + images);
        }
        Var x = physics.back(tape, data, inverse);
        for (int k = 0; k < iterations; k++) {
            String name = at(k);
            Var gradient = physics.gradient(tape, x, data, inverse);
            x = tape.segment((w, in) -> step(in[0], in[1], w.within(name)), x, gradient);
        }
        return x;
    }

    private Tensor step(Tensor x, Tensor gradient, Bound w) {
        Tensor r = x.minus(gradient.times(w.get("eta")));
        Tensor h = new Convolution(images, width, 3).forward(r, w.within("enter"));
        h = inner().forward(inner().forward(h, w.within("analysis0")).relu(), w.within("analysis1"));
        Tensor theta = w.get("log-threshold").exp();
        // max(h - theta, 0) - max(-h - theta, 0)
        h = h.minus(theta).relu().minus(h.times(-1).minus(theta).relu());
        h = inner().forward(inner().forward(h, w.within("synthesis0")).relu(), w.within("synthesis1"));
        return r.plus(new Convolution(width, images, 3).forward(h, w.within("leave")));
    }
}
