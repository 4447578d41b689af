package org.preimage.priors.training;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.preimage.priors.model.DenoisingModel;
import org.preimage.priors.model.GradientStepDenoising;
import org.preimage.priors.tensor.ComputeDevice;
import org.preimage.priors.tensor.Scope;
import org.preimage.priors.tensor.Tape;
import org.preimage.priors.tensor.Tensor;
import org.preimage.priors.tensor.Var;
import org.preimage.priors.weights.Layout;
import org.preimage.priors.weights.Weights;

/**
 * Training of a gradient-step denoiser D = I - grad g with its Lipschitz constant under control:
 *
 * <pre>denoising loss + c E (|H(x)| - (1 - e))_+,</pre>
 *
 * with |H(x)| the spectral norm of g's Hessian, by power iterations, at points x from the clean to the noisy image. Where it is below 1, D
 * is a proximal map.
 *
 * <p>Hurault, Leclaire and Papadakis 2022, Proximal denoiser for convergent plug-and-play optimization with nonconvex
 * regularization, ICML; the norm by power iterations: Pesquet, Repetti, Terris and Wiaux 2021, Learning maximally monotone operators
 * for image recovery, SIAM J. Imaging Sci. 14.
 *
 * @param denoising the images and their noise, and the loss; its model is the one that is trained
 * @param model the same
 * @param margin e
 * @param factor c, at least 0; 0 for no control
 * @param powerSteps power iterations of each step
 */
public record GradientStepTraining(
        DenoiserTraining denoising, GradientStepDenoising model, double margin, double factor, int powerSteps)
        implements Objective {
    private static final int THOROUGH = 30;

    public GradientStepTraining {
        if (!denoising.model().equals(model)) {
            throw new IllegalArgumentException("the images are for another model than the one that is trained");
        }
    }

    @Override
    public Layout layout() {
        return model.layout();
    }

    @Override
    public Var loss(Tape tape, long from, int count) {
        Var loss = denoising.loss(tape, from, count);
        if (factor == 0) {
            return loss;
        }
        DenoiserTraining.Draw draw = denoising.draw(from, count);
        RandomGenerator random = Draws.of(denoising.seed() + 1, from);
        Tensor share = Tensor.of(uniform(count, random), count, 1, 1, 1);
        Tensor at = draw.clean().plus(draw.noisy().minus(draw.clean()).times(share));
        Tensor start = normal(at.shape(), random);
        Tensor levels = DenoisingModel.levels(at.shape(), draw.sigmas());
        return tape.segment(
                (w, in) -> {
                    Tensor steep = model.steepness(at, levels, start, powerSteps, w);
                    return in[0].plus(steep.affine(1, margin - 1).relu().mean().times(factor));
                },
                loss);
    }

    private static float[] uniform(int n, RandomGenerator random) {
        float[] out = new float[n];
        for (int i = 0; i < n; i++) {
            out[i] = random.nextFloat();
        }
        return out;
    }

    private static Tensor normal(int[] shape, RandomGenerator random) {
        float[] out = new float[shape[0] * shape[1] * shape[2] * shape[3]];
        for (int i = 0; i < out.length; i++) {
            out[i] = (float) random.nextGaussian();
        }
        return Tensor.of(out, shape);
    }

    @Override
    public double validate(Weights weights, ComputeDevice device) {
        return denoising.validate(weights, device);
    }

    @Override
    public String measure() {
        return denoising.measure();
    }

    /** Those of denoising, and the largest |H| found on parts with noise that no step has drawn. */
    @Override
    public Map<String, Double> figures(Weights weights, ComputeDevice device) {
        Map<String, Double> figures = new LinkedHashMap<>(denoising.figures(weights, device));
        double steepest = 0;
        for (int i = 1; i <= 8; i++) {
            try (Scope scope = Scope.open(device)) {
                Tape tape = Tape.recording(scope, weights);
                DenoiserTraining.Draw draw = denoising.draw(-1_000_000L * i, 4);
                Tensor start = normal(draw.noisy().shape(), Draws.of(denoising.seed() + 2, i));
                Tensor levels = DenoisingModel.levels(draw.noisy().shape(), draw.sigmas());
                Var steep = tape.segment((w, none) -> model.steepness(draw.noisy(), levels, start, THOROUGH, w));
                for (float s : steep.value().toFloats()) {
                    steepest = Math.max(steepest, s);
                }
            }
        }
        figures.put("Lipschitz constant of the step, largest found", steepest);
        return figures;
    }
}
