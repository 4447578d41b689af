package org.preimage.priors.training;

import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import org.preimage.priors.model.BlindSpot;
import org.preimage.priors.tensor.ComputeDevice;
import org.preimage.priors.tensor.Scope;
import org.preimage.priors.tensor.Tape;
import org.preimage.priors.tensor.Tensor;
import org.preimage.priors.tensor.Var;
import org.preimage.priors.weights.Layout;
import org.preimage.priors.weights.Weights;

/**
 * Noise2Self: a denoiser is trained on the noisy images that it is to denoise. Pixels of a part of the grid are predicted from the
 * others, mean square of the differences from what was measured there; independent noise cannot be predicted, so that what is
 * learned is the image.
 *
 * <p>Weights are judged by the same loss on the middles of some slices. These are learned from as well: there is nothing to keep
 * apart, as the slices are what is to be denoised.
 *
 * <p>J. Batson, L. Royer, "Noise2Self: blind denoising by self-supervision", ICML (2019).
 */
public final class Noise2Self implements Objective {
    private static final int VALIDATED = 4;
    private static final int LARGEST_MIDDLE = 128;

    private final BlindSpot model;
    private final Slices slices;
    private final Slices judged;
    private final int patch;
    private final long seed;

    /**
     * @param model what is trained
     * @param noisy slices; each is brought to the unit of the model by itself
     * @param patch side of the parts that are learned from; smaller slices are taken as they are, as squares
     * @param seed of parts and pixels
     * @throws IllegalArgumentException if slices are smaller than four pixels
     */
    public Noise2Self(BlindSpot model, Slices noisy, int patch, long seed) {
        int side = Math.min(noisy.width(), noisy.height());
        if (side < 4) {
            throw new IllegalArgumentException("slices are " + noisy.width() + " x " + noisy.height()
                    + ", but must be 4 x 4 pixels at least to learn one pixel from others");
        }
        this.model = model;
        this.patch = Math.min(patch, side);
        this.seed = seed;
        List<float[]> unit = new ArrayList<>();
        for (float[] slice : noisy.values()) {
            float[] range = BlindSpot.range(slice);
            float[] scaled = new float[slice.length];
            for (int i = 0; i < scaled.length; i++) {
                scaled[i] = (slice[i] - range[0]) / range[1];
            }
            unit.add(scaled);
        }
        slices = new Slices(noisy.width(), noisy.height(), unit, noisy.subjects());
        judged = slices.thinned(VALIDATED);
    }

    @Override
    public Layout layout() {
        return model.layout();
    }

    @Override
    public Var loss(Tape tape, long from, int count) {
        float[] all = new float[count * patch * patch];
        for (int i = 0; i < count; i++) {
            System.arraycopy(slices.draw(Draws.of(seed, from + i), patch), 0, all, i * patch * patch, patch * patch);
        }
        RandomGenerator random = Draws.of(seed + 1, from);
        return model.loss(tape, Tensor.of(all, count, 1, patch, patch), random.nextInt(model.parts()));
    }

    /** The parts are shared out among the slices, so that there is a step to stop at soon. */
    @Override
    public double validate(Weights weights, ComputeDevice device) {
        int side = Math.min(LARGEST_MIDDLE, Math.min(slices.width(), slices.height()));
        double sum = 0;
        int count = 0;
        for (int i = 0; i < judged.count(); i++) {
            for (int part = i; part < model.parts(); part += judged.count()) {
                try (Scope scope = Scope.open(device)) {
                    Tape tape = Tape.evaluating(scope, weights);
                    sum += model.loss(tape, Tensor.of(judged.middle(i, side), 1, 1, side, side), part)
                            .value()
                            .toDouble();
                    count++;
                }
            }
        }
        return -sum / count;
    }

    @Override
    public String measure() {
        return "minus the loss";
    }
}
