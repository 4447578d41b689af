package org.preimage.priors.training;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.preimage.priors.model.Generator;
import org.preimage.priors.model.VariationalAutoencoder;
import org.preimage.priors.tensor.Bound;
import org.preimage.priors.tensor.ComputeDevice;
import org.preimage.priors.tensor.Scope;
import org.preimage.priors.tensor.Tape;
import org.preimage.priors.tensor.Tensor;
import org.preimage.priors.tensor.Var;
import org.preimage.priors.weights.Layout;
import org.preimage.priors.weights.Weights;

/**
 * Training of a {@link VariationalAutoencoder} by the evidence lower bound of images x,
 *
 * <pre>ELBO = E_{z ~ N(m(x), v(x))} log N(x; G(z), diag s(z)<sup>2</sup>) - KL(N(m(x), v(x)) || N(0, 1)),</pre>
 *
 * with one draw of z for each image. What is minimised is minus the bound over the number of pixels.
 *
 * <p>Kingma and Welling 2014, Auto-encoding variational Bayes, ICLR.
 *
 * @param model G with its deviation s, and the encoder
 * @param training images of the model's size
 * @param validation images that it does not see
 * @param test images for figures
 * @param seed of the order of images, and of z
 */
public record VariationalAutoencoderTraining(
        VariationalAutoencoder model, Slices training, Slices validation, Slices test, long seed) implements Objective {
    private static final int PART = 100;

    public VariationalAutoencoderTraining {
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
        float[] noise = new float[count * model.latent()];
        for (int i = 0; i < count; i++) {
            RandomGenerator random = Draws.of(seed, from + i);
            images[i] = training.values().get(random.nextInt(training.count()));
            Draws.normal(random, noise, i * model.latent(), model.latent());
        }
        Tensor x = Draws.images(model, images);
        Tensor e = Tensor.of(noise, count, model.latent(), 1, 1);
        double pixels = (double) model.rows() * model.columns();
        return tape.segment((w, none) -> bound(x, e, w).times(-1 / (count * pixels)));
    }

    /** The sum of the bounds of images, with a draw e of standard normal numbers for each. */
    private Tensor bound(Tensor x, Tensor e, Bound weights) {
        VariationalAutoencoder.Code code = model.encode(x, weights);
        Generator.Made made = model.make(code.at(e), weights);
        double constant = 0.5 * Math.log(2 * Math.PI) * x.size(0) * model.rows() * model.columns();
        Tensor likelihood = x.minus(made.images())
                .over(made.deviations())
                .square()
                .times(0.5)
                .plus(made.deviations().log())
                .sum()
                .affine(-1, -constant);
        return likelihood.minus(code.divergence());
    }

    /** Mean bound over validation images, each with one draw of its own that is always the same. */
    @Override
    public double validate(Weights weights, ComputeDevice device) {
        return bound(validation, weights, device);
    }

    private double bound(Slices images, Weights weights, ComputeDevice device) {
        double sum = 0;
        for (int from = 0; from < images.count(); from += PART) {
            int count = Math.min(PART, images.count() - from);
            float[] noise = new float[count * model.latent()];
            for (int i = 0; i < count; i++) {
                Draws.normal(Draws.of(seed, ~(long) (from + i)), noise, i * model.latent(), model.latent());
            }
            try (Scope scope = Scope.open(device)) {
                Tape tape = Tape.evaluating(scope, weights);
                Tensor x = Draws.images(
                        model, images.values().subList(from, from + count).toArray(float[][]::new));
                Tensor e = Tensor.of(noise, count, model.latent(), 1, 1);
                sum += tape.segment((w, none) -> bound(x, e, w)).value().toDouble();
            }
        }
        return sum / images.count();
    }

    @Override
    public String measure() {
        return "ELBO in nats";
    }

    /** The bound, and the root mean square distance of test images from what decoder and encoder make of them. */
    @Override
    public Map<String, Double> figures(Weights weights, ComputeDevice device) {
        double squares = 0;
        for (float[] image : test.values()) {
            try (Scope scope = Scope.open(device)) {
                Tensor x = Draws.images(model, image);
                squares += Tape.evaluating(scope, weights)
                        .segment((w, none) -> x.minus(
                                        model.make(model.encode(x, w).mean(), w).images())
                                .square()
                                .mean())
                        .value()
                        .toDouble();
            }
        }
        Map<String, Double> figures = new LinkedHashMap<>();
        figures.put("test ELBO in nats", bound(test, weights, device));
        figures.put("test distance from the decoded code, root mean square", Math.sqrt(squares / test.count()));
        return figures;
    }
}
