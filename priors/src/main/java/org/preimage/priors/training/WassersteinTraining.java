package org.preimage.priors.training;

import java.util.Map;
import java.util.random.RandomGenerator;
import org.preimage.priors.model.GenerativeAdversarialPair;
import org.preimage.priors.tensor.Bound;
import org.preimage.priors.tensor.ComputeDevice;
import org.preimage.priors.tensor.Scope;
import org.preimage.priors.tensor.Tape;
import org.preimage.priors.tensor.Tensor;
import org.preimage.priors.tensor.Var;
import org.preimage.priors.weights.Layout;
import org.preimage.priors.weights.Weights;

/**
 * Training of a {@link GenerativeAdversarialPair}: a generator G of images from standard normal z against a critic f that tells them
 * from real ones x,
 *
 * <pre>min over G   E f(G(z)),
 * min over f   E f(x) - E f(G(z)) + 10 E (|grad f(t x + (1 - t) G(z))| - 1)<sup>2</sup>,   0 &lt;= t &lt;= 1,</pre>
 *
 * in the same step, each with the other one as it is. The second line makes E f(G(z)) - E f(x) the Wasserstein-1 distance of both kinds
 * of images. As neither loss tells how good the images are, the {@link SlicedWasserstein} distance of as many made ones to held-out
 * ones does.
 *
 * <p>Gulrajani, Ahmed, Arjovsky, Dumoulin and Courville 2017, Improved training of Wasserstein GANs, NeurIPS.
 *
 * @param model G and f
 * @param training images of the model's size
 * @param validation images that it does not see
 * @param test images for figures
 * @param seed of the order of images, z and t
 */
public record WassersteinTraining(
        GenerativeAdversarialPair model, Slices training, Slices validation, Slices test, long seed)
        implements Objective {
    private static final double PENALTY = 10;
    private static final int DIRECTIONS = 256;
    private static final int PART = 100;

    public WassersteinTraining {
        Draws.requireSize(model, training);
        Draws.requireSize(model, validation);
        Draws.requireSize(model, test);
    }

    @Override
    public Layout layout() {
        return model.layout();
    }

    @Override
    public Var loss(Tape tape, long from, int count) {
        float[][] images = new float[count][];
        float[] latent = new float[count * model.latent()];
        float[] shares = new float[count];
        for (int i = 0; i < count; i++) {
            RandomGenerator random = Draws.of(seed, from + i);
            images[i] = training.values().get(random.nextInt(training.count()));
            Draws.normal(random, latent, i * model.latent(), model.latent());
            shares[i] = random.nextFloat();
        }
        Tensor real = Draws.images(model, images);
        Tensor z = Tensor.of(latent, count, model.latent(), 1, 1);
        Tensor t = Tensor.of(shares, count, 1, 1, 1);
        return tape.segment((w, none) -> {
            Tensor made = model.make(z, w).images();
            // Without a history: the critic's part does not teach the generator.
            Tensor fixed = made.detached();
            Tensor between = fixed.plus(real.minus(fixed).times(t));
            return model.valueOfFixed(made, w).mean().plus(distance(real, fixed, between, w));
        });
    }

    private Tensor distance(Tensor real, Tensor made, Tensor between, Bound w) {
        Tensor distance = model.value(real, w).mean().minus(model.value(made, w).mean());
        Tensor slopes = CriticTraining.slopes(x -> model.value(x, w), between);
        return distance.plus(slopes.affine(1, -1).square().mean().times(PENALTY));
    }

    /** Minus the sliced Wasserstein distance of made images to validation images; z is always the same. */
    @Override
    public double validate(Weights weights, ComputeDevice device) {
        return -distance(validation, weights, device);
    }

    private double distance(Slices images, Weights weights, ComputeDevice device) {
        int n = images.count();
        int pixels = model.rows() * model.columns();
        float[] made = new float[n * pixels];
        for (int from = 0; from < n; from += PART) {
            int count = Math.min(PART, n - from);
            float[] latent = new float[count * model.latent()];
            for (int i = 0; i < count; i++) {
                Draws.normal(Draws.of(seed, ~(long) (from + i)), latent, i * model.latent(), model.latent());
            }
            try (Scope scope = Scope.open(device)) {
                Tensor z = Tensor.of(latent, count, model.latent(), 1, 1);
                float[] part = Tape.evaluating(scope, weights)
                        .segment((w, none) -> model.make(z, w).images())
                        .value()
                        .toFloats();
                System.arraycopy(part, 0, made, from * pixels, part.length);
            }
        }
        try (Scope scope = Scope.open(device)) {
            Tensor real = Draws.images(model, images.values().toArray(float[][]::new));
            Tensor others = scope.tensor(made, real.shape());
            return Math.sqrt(
                    new SlicedWasserstein(DIRECTIONS, seed).of(others, real).toDouble());
        }
    }

    @Override
    public String measure() {
        return "minus sliced Wasserstein distance";
    }

    /** The sliced Wasserstein distance to test images. */
    @Override
    public Map<String, Double> figures(Weights weights, ComputeDevice device) {
        return Map.of("test sliced Wasserstein distance", distance(test, weights, device));
    }

    @Override
    public void project(float[] weights) {
        model.project(new Weights(layout(), weights));
    }
}
