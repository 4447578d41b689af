package org.preimage.priors.method;

import java.util.Arrays;
import org.preimage.operators.space.Field;
import org.preimage.operators.space.Space;
import org.preimage.priors.bundle.Bundle;
import org.preimage.priors.model.DenoisingModel;
import org.preimage.priors.tensor.ComputeDevice;
import org.preimage.priors.tensor.Scope;
import org.preimage.priors.tensor.Tape;
import org.preimage.priors.tensor.Tensor;
import org.preimage.priors.tensor.Var;
import org.preimage.reconstruction.denoise.Denoiser;

/**
 * A trained denoiser for images of any unit. What lies between the first and the last hundredth of the values is brought to 0 to
 * 1, as the network has learned it, and sigma with it; where sigma is then beyond what the network was made for, the range becomes
 * smaller, so that it is not. Planes of volumes, and real and imaginary parts of complex images, are denoised each for itself.
 */
public final class LearnedDenoiser implements Denoiser {
    private static final double TAIL = 0.01;

    private final Space domain;
    private final Bundle bundle;
    private final DenoisingModel model;
    private final ComputeDevice device;

    /**
     * @param domain of the images: two axes, or more that are taken plane by plane
     * @param bundle whose model is {@link DenoisingModel}
     * @throws IllegalArgumentException if it is another model, or images have one axis
     */
    public LearnedDenoiser(Space domain, Bundle bundle, ComputeDevice device) {
        if (!(bundle.card().model().core() instanceof DenoisingModel denoising)) {
            throw new IllegalArgumentException("the model " + bundle.card().name() + " is no denoiser, but a "
                    + bundle.card().model().core().getClass().getSimpleName());
        }
        if (domain.dimensions() < 2) {
            throw new IllegalArgumentException("images are " + domain + ", but a learned denoiser needs two axes");
        }
        this.domain = domain;
        this.bundle = bundle;
        this.model = denoising;
        this.device = device;
    }

    @Override
    public Space domain() {
        return domain;
    }

    @Override
    public void denoise(float[] noisy, double sigma, float[] out) {
        domain.require("noisy", noisy);
        domain.require("out", out);
        if (!(sigma > 0)) {
            throw new IllegalArgumentException("sigma is " + sigma + ", but must be positive");
        }
        int parts = domain.field() == Field.COMPLEX ? 2 : 1;
        int plane = domain.size(0) * domain.size(1);
        double[] range = range(noisy, sigma);
        try (Scope scope = Scope.open(device)) {
            Tape tape = Tape.evaluating(scope, bundle.weights());
            float[] level = {(float) (sigma / range[1])};
            float[] part = new float[plane];
            for (int from = 0; from < noisy.length; from += parts * plane) {
                for (int c = 0; c < parts; c++) {
                    for (int i = 0; i < plane; i++) {
                        part[i] = (float) ((noisy[from + parts * i + c] - range[0]) / range[1]);
                    }
                    try (Scope each = Scope.inner()) {
                        Var x = tape.constant(each.tensor(part, 1, 1, domain.size(1), domain.size(0)));
                        Tensor clean = model.denoise(tape, x, level).value();
                        float[] values = clean.toFloats();
                        for (int i = 0; i < plane; i++) {
                            out[from + parts * i + c] = (float) (range[0] + range[1] * values[i]);
                        }
                    }
                }
            }
        }
    }

    /** What becomes 0, and what becomes 1 above it. */
    private double[] range(float[] values, double sigma) {
        float[] sorted = values.clone();
        Arrays.sort(sorted);
        double low = sorted[(int) (TAIL * (sorted.length - 1))];
        double high = sorted[(int) ((1 - TAIL) * (sorted.length - 1))];
        return new double[] {low, Math.max(high - low, sigma / model.highest())};
    }
}
