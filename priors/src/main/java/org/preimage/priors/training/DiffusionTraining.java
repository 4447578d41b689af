package org.preimage.priors.training;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.apache.commons.math3.distribution.NormalDistribution;
import org.preimage.priors.model.DiffusionModel;
import org.preimage.priors.tensor.ComputeDevice;
import org.preimage.priors.tensor.Samples;
import org.preimage.priors.tensor.Scope;
import org.preimage.priors.tensor.Tape;
import org.preimage.priors.tensor.Tensor;
import org.preimage.priors.tensor.Var;
import org.preimage.priors.weights.Layout;
import org.preimage.priors.weights.Weights;

/**
 * Training of a {@link DiffusionModel} by denoising score matching,
 *
 * <pre>E |D(x + s e, s) - x|<sup>2</sup> / w(s)<sup>2</sup>,    w = s d / (s<sup>2</sup> + d<sup>2</sup>)<sup>1/2</sup>,</pre>
 *
 * at levels s with a normal ln(s / d), mean -1 and deviation 1.5, held within those of the process; each share of a batch is from a
 * stretch of its own. So 95 % of them are between 0.02 d and 7 d, where images take shape: below, nothing is left to remove, above,
 * only the mean is to be told.
 *
 * <p>Vincent 2011, A connection between score matching and denoising autoencoders, Neural Comput. 23; weight and levels as in Karras,
 * Aittala, Aila and Laine 2022, Elucidating the design space of diffusion-based generative models, NeurIPS, but for the two numbers.
 *
 * @param model D
 * @param images what it learns from
 * @param seed of times and noise
 */
public record DiffusionTraining(DiffusionModel model, Images images, long seed) implements Objective {
    /** Fractions of time at which validation looks. */
    private static final double[] TIMES = {0.1, 0.25, 0.4, 0.55, 0.7, 0.85};

    /** Of ln(s / d) in training. */
    private static final NormalDistribution LOGARITHM = new NormalDistribution(null, -1, 1.5);

    /** Images at once. */
    private static final int PART = 8;

    public DiffusionTraining {
        if (Samples.channels(images.space()) != model.channels()) {
            throw new IllegalArgumentException(
                    "images are " + images.space() + ", but the model has " + model.channels() + " channels");
        }
    }

    @Override
    public Layout layout() {
        return model.layout();
    }

    @Override
    public Var loss(Tape tape, long from, int count) {
        float[][] clean = new float[count][];
        float[][] noisy = new float[count][];
        double[] levels = new double[count];
        float[] weights = new float[count];
        for (int i = 0; i < count; i++) {
            RandomGenerator random = Draws.of(seed + 1, from + i);
            clean[i] = images.training(from + i);
            levels[i] = level((i + random.nextDouble()) / count);
            noisy[i] = noisy(clean[i], levels[i], random);
            weights[i] = (float) (1 / model.share(levels[i]));
        }
        Tensor x = Samples.tensor(clean, images.space());
        Tensor z = Samples.tensor(noisy, images.space());
        Tensor w = Tensor.of(weights, count, 1, 1, 1);
        return tape.segment((bound, none) ->
                model.denoise(z, levels, bound).minus(x).times(w).square().mean());
    }

    /** The level below which a share of all is. */
    private double level(double share) {
        double level = model.deviation() * Math.exp(LOGARITHM.inverseCumulativeProbability(share));
        return Math.max(model.level(0), Math.min(model.level(1), level));
    }

    private static float[] noisy(float[] clean, double level, RandomGenerator random) {
        float[] out = new float[clean.length];
        for (int i = 0; i < out.length; i++) {
            out[i] = (float) (clean[i] + level * random.nextGaussian());
        }
        return out;
    }

    @Override
    public double validate(Weights weights, ComputeDevice device) {
        double sum = 0;
        for (double time : TIMES) {
            sum += quality(weights, device, images.validation(), time, -3_000_000) / TIMES.length;
        }
        return sum;
    }

    /** Mean over images of 10 log10(d^2 / error^2) at a time. */
    private double quality(Weights weights, ComputeDevice device, List<float[]> of, double time, long number) {
        double level = model.level(time);
        double sum = 0;
        for (int from = 0; from < of.size(); from += PART) {
            int count = Math.min(PART, of.size() - from);
            double[] levels = new double[count];
            List<float[]> noisy = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                levels[i] = level;
                noisy.add(noisy(of.get(from + i), level, Draws.of(seed + 1, number - from - i)));
            }
            try (Scope scope = Scope.open(device)) {
                Tensor z = Samples.tensor(noisy.toArray(float[][]::new), images.space());
                Tensor d = Tape.evaluating(scope, weights)
                        .segment((w, none) -> model.denoise(z, levels, w))
                        .value();
                List<float[]> found = Samples.arrays(d, images.space());
                for (int i = 0; i < count; i++) {
                    double square = 0;
                    float[] truth = of.get(from + i);
                    for (int k = 0; k < truth.length; k++) {
                        square += Math.pow(found.get(i)[k] - truth[k], 2) / truth.length;
                    }
                    sum += 10 * Math.log10(model.deviation() * model.deviation() / square);
                }
            }
        }
        return sum / of.size();
    }

    @Override
    public String measure() {
        return "variance over denoising error in dB, mean over levels";
    }

    /** The same on test images, for each level by itself. */
    @Override
    public Map<String, Double> figures(Weights weights, ComputeDevice device) {
        Map<String, Double> figures = new LinkedHashMap<>();
        for (double time : TIMES) {
            figures.put(
                    String.format(
                            Locale.ROOT,
                            "test variance over denoising error in dB at noise of %.2g times the deviation",
                            model.process().level(time)),
                    quality(weights, device, images.test(), time, -4_000_000));
        }
        return figures;
    }
}
