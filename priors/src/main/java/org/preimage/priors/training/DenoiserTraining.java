package org.preimage.priors.training;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.preimage.priors.model.DenoisingModel;
import org.preimage.priors.tensor.ComputeDevice;
import org.preimage.priors.tensor.Scope;
import org.preimage.priors.tensor.Tape;
import org.preimage.priors.tensor.Tensor;
import org.preimage.priors.tensor.Var;
import org.preimage.priors.weights.Layout;
import org.preimage.priors.weights.Weights;

/**
 * Training of a denoiser on parts of images with white Gaussian noise of levels drawn uniformly from 0 to the highest.
 *
 * @param model what is trained
 * @param kinds images with values from 0 to 1, of which each kind is drawn as often as another
 * @param validation whole images, measured at half of the highest level
 * @param test kinds of whole images by name
 * @param patch side of the parts
 * @param loss distance of result and image
 * @param seed of parts and noise
 */
public record DenoiserTraining(
        DenoisingModel model,
        List<Slices> kinds,
        List<Slices> validation,
        Map<String, Slices> test,
        int patch,
        Loss loss,
        long seed)
        implements Objective {
    @Override
    public Layout layout() {
        return model.layout();
    }

    @Override
    public Var loss(Tape tape, long from, int count) {
        Draw draw = draw(from, count);
        Var x = model.denoise(tape, tape.constant(draw.noisy), draw.sigmas);
        return tape.segment((w, in) -> loss.of(in[0], draw.clean), x);
    }

    /**
     * Parts of images.
     *
     * @param clean [N, 1, patch, patch]
     * @param noisy the same with noise
     * @param sigmas standard deviation of the noise of each
     */
    record Draw(Tensor clean, Tensor noisy, float[] sigmas) {}

    Draw draw(long from, int count) {
        float[] clean = new float[count * patch * patch];
        float[] noisy = new float[clean.length];
        float[] sigmas = new float[count];
        for (int n = 0; n < count; n++) {
            RandomGenerator random = Draws.of(seed, from + n);
            float[] part = kinds.get((int) Math.floorMod(from + n, (long) kinds.size()))
                    .draw(random, patch);
            sigmas[n] = (float) (model.highest() * random.nextDouble());
            System.arraycopy(part, 0, clean, n * part.length, part.length);
            System.arraycopy(noisy(part, sigmas[n], random), 0, noisy, n * part.length, part.length);
        }
        return new Draw(Tensor.of(clean, count, 1, patch, patch), Tensor.of(noisy, count, 1, patch, patch), sigmas);
    }

    private static float[] noisy(float[] clean, double sigma, RandomGenerator random) {
        float[] out = new float[clean.length];
        for (int i = 0; i < out.length; i++) {
            out[i] = (float) (clean[i] + sigma * random.nextGaussian());
        }
        return out;
    }

    @Override
    public double validate(Weights weights, ComputeDevice device) {
        double sum = 0;
        for (Slices kind : validation) {
            sum += psnr(weights, device, kind, model.highest() / 2, -1_000_000) / validation.size();
        }
        return sum;
    }

    /** The mean PSNR of each kind at 15, 25 and 50 hundredths of the range over 2.55, as far as the model goes. */
    @Override
    public Map<String, Double> figures(Weights weights, ComputeDevice device) {
        Map<String, Double> figures = new LinkedHashMap<>();
        test.forEach((name, slices) -> {
            for (int level : new int[] {15, 25, 50}) {
                if (level <= 255.001 * model.highest()) {
                    figures.put(
                            String.format(Locale.ROOT, "test %s at noise %d/255, %s", name, level, measure()),
                            psnr(weights, device, slices, level / 255.0, -2_000_000));
                }
            }
        });
        return figures;
    }

    /** At a range of 1. */
    private double psnr(Weights weights, ComputeDevice device, Slices slices, double sigma, long number) {
        double sum = 0;
        for (int i = 0; i < slices.count(); i++) {
            float[] clean = slices.values().get(i);
            float[] noisy = noisy(clean, sigma, Draws.of(seed, number - i));
            double square = 0;
            try (Scope scope = Scope.open(device)) {
                Tape tape = Tape.evaluating(scope, weights);
                Var x = tape.constant(Tensor.of(noisy, 1, 1, slices.height(), slices.width()));
                float[] out = model.denoise(tape, x, new float[] {(float) sigma})
                        .value()
                        .toFloats();
                for (int j = 0; j < out.length; j++) {
                    square += Math.pow(out[j] - clean[j], 2);
                }
            }
            sum += 10 * Math.log10(clean.length / square);
        }
        return sum / slices.count();
    }

    @Override
    public String measure() {
        return "PSNR in dB";
    }

    @Override
    public String toString() {
        return "training of " + model + " on parts of " + patch + " pixels of "
                + Arrays.toString(kinds.stream().map(Slices::count).toArray()) + " images";
    }
}
