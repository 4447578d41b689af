package org.preimage.priors.functional;

import org.preimage.operators.space.Field;
import org.preimage.operators.space.Space;
import org.preimage.priors.model.DenoisingModel;
import org.preimage.priors.model.GradientStepDenoising;
import org.preimage.priors.tensor.ComputeDevice;
import org.preimage.priors.tensor.Scope;
import org.preimage.priors.tensor.Tape;
import org.preimage.priors.tensor.Tensor;
import org.preimage.priors.tensor.Var;
import org.preimage.priors.weights.Weights;
import org.preimage.reconstruction.functional.Differentiable;

/**
 * The potential of a gradient-step denoiser as a prior,
 *
 * <pre>f(x) = w r<sup>2</sup> g((x - l) / r, s / r),   grad f(x) = w (x - D(x)),</pre>
 *
 * with the denoiser D at the noise level s, of images whose values lie between l and l + r. Planes of volumes, and real and imaginary
 * parts of complex images, count each for itself. No Lipschitz constant is known for certain: {@link #lipschitz} is infinite, and
 * solvers have to search their steps.
 *
 * <p>Hurault, Leclaire and Papadakis 2022, Gradient step denoiser for convergent plug-and-play, ICLR.
 */
public final class GradientStepPrior implements Differentiable {
    private final Space domain;
    private final GradientStepDenoising model;
    private final Weights weights;
    private final double low;
    private final double range;
    private final double sigma;
    private final double factor;
    private final ComputeDevice device;

    /**
     * @param domain of images with at least two axes
     * @param weights of the model; not copied
     * @param low l
     * @param range r, positive
     * @param sigma s, positive, in the unit of the images; s / r at most what the model was made for
     * @param factor w, positive
     * @throws IllegalArgumentException if a number is out of its range, or images have one axis
     */
    public GradientStepPrior(
            Space domain,
            GradientStepDenoising model,
            Weights weights,
            double low,
            double range,
            double sigma,
            double factor,
            ComputeDevice device) {
        if (domain.dimensions() < 2) {
            throw new IllegalArgumentException("images are " + domain + ", but a learned denoiser needs two axes");
        }
        if (!(range > 0) || !(sigma > 0) || !(factor > 0)) {
            throw new IllegalArgumentException(
                    "range is " + range + ", sigma " + sigma + " and factor " + factor + ", but they must be positive");
        }
        if (sigma > model.highest() * range * (1 + 1e-6)) {
            throw new IllegalArgumentException("sigma is " + sigma / range
                    + " of the range, but the denoiser was made for at most " + model.highest());
        }
        this.domain = domain;
        this.model = model;
        this.weights = weights;
        this.low = low;
        this.range = range;
        this.sigma = sigma;
        this.factor = factor;
        this.device = device;
    }

    /** w. */
    public double factor() {
        return factor;
    }

    /** The same with another factor. */
    public GradientStepPrior times(double other) {
        return new GradientStepPrior(domain, model, weights, low, range, sigma, other, device);
    }

    @Override
    public Space domain() {
        return domain;
    }

    @Override
    public double value(float[] x) {
        return walk(x, null);
    }

    @Override
    public double gradient(float[] x, float[] out) {
        domain.require("out", out);
        return walk(x, out);
    }

    private double walk(float[] x, float[] out) {
        domain.require("x", x);
        int parts = domain.field() == Field.COMPLEX ? 2 : 1;
        int rows = domain.size(1);
        int columns = domain.size(0);
        int plane = rows * columns;
        float[] part = new float[plane];
        double sum = 0;
        for (int from = 0; from < x.length; from += parts * plane) {
            for (int c = 0; c < parts; c++) {
                for (int i = 0; i < plane; i++) {
                    part[i] = (float) ((x[from + parts * i + c] - low) / range);
                }
                try (Scope scope = Scope.open(device)) {
                    Tape tape = out == null ? Tape.evaluating(scope, weights) : Tape.recording(scope, weights);
                    Var at = tape.variable(scope.tensor(part, 1, 1, rows, columns));
                    Tensor levels = DenoisingModel.levels(
                            new int[] {1, 1, rows, columns}, new float[] {(float) (sigma / range)});
                    Var g = tape.segment((w, in) -> model.potential(in[0], levels, w), at);
                    sum += g.value().toDouble();
                    if (out != null) {
                        float[] slope = tape.product(g, g.value().times(0).affine(1, 1), at)
                                .toFloats();
                        for (int i = 0; i < plane; i++) {
                            out[from + parts * i + c] = (float) (factor * range * slope[i]);
                        }
                    }
                }
            }
        }
        return factor * range * range * sum;
    }

    /** Infinite: none is known for certain. */
    @Override
    public double lipschitz() {
        return Double.POSITIVE_INFINITY;
    }

    @Override
    public boolean convex() {
        return false;
    }
}
