package org.preimage.priors.model;

import org.preimage.priors.network.Conditional;
import org.preimage.priors.tensor.Bound;
import org.preimage.priors.tensor.Tensor;
import org.preimage.priors.weights.Layout;

/**
 * A denoiser for all levels of noise, from which the score of noisy images follows: with z = x + s e,
 *
 * <pre>D(z, s) = E[x | z],    grad log p_s(z) = (D(z, s) - z) / s^2.</pre>
 *
 * A network F makes it, preconditioned so that its input and what it is to give have unit variance at every level:
 *
 * <pre>D = m + d^2 / (s^2 + d^2) (z - m) + s d / (s^2 + d^2)^1/2 F((z - m) / (s^2 + d^2)^1/2, s / d).</pre>
 *
 * <p>Karras, Aittala, Aila and Laine 2022, Elucidating the design space of diffusion-based generative models, NeurIPS; Vincent 2011, A
 * connection between score matching and denoising autoencoders, Neural Comput. 23.
 *
 * @param network F, of as many channels as images have, with an even number of conditions
 * @param process for which it is trained, in units of d
 * @param channels of the images: 1 for real, 2 for complex ones
 * @param mean m of the images' values
 * @param deviation d, their standard deviation about m
 */
public record DiffusionModel(Conditional network, Diffusion process, int channels, double mean, double deviation)
        implements Architecture {
    /** By which logarithms of levels are multiplied, so that their waves tell neighbours apart. */
    private static final double LOGARITHM = 30;

    public DiffusionModel {
        if (network.conditions() < 2 || network.conditions() % 2 != 0) {
            throw new IllegalArgumentException("the network takes " + network.conditions()
                    + " conditions, but an even number from 2 on is needed for the level of noise");
        }
        if (channels < 1 || !Double.isFinite(mean) || !(deviation > 0) || Double.isInfinite(deviation)) {
            throw new IllegalArgumentException("images of " + channels + " channels with values of " + mean + " +- "
                    + deviation + " need a channel, a finite mean and a positive deviation");
        }
    }

    @Override
    public void declare(Layout.Builder weights) {
        network.declare(weights);
    }

    /** The level of a time, in the unit of the images. */
    public double level(double time) {
        return deviation * process.level(time);
    }

    /**
     * D.
     *
     * @param noisy z [N, channels, H, W]
     * @param levels s of each image, positive
     */
    public Tensor denoise(Tensor noisy, double[] levels, Bound weights) {
        int n = levels.length;
        float[] in = new float[n];
        float[] kept = new float[n];
        float[] added = new float[n];
        double[] logs = new double[n];
        for (int i = 0; i < n; i++) {
            double total = Math.hypot(levels[i], deviation);
            in[i] = (float) (1 / total);
            kept[i] = (float) (deviation * deviation / (total * total));
            added[i] = (float) share(levels[i]);
            logs[i] = LOGARITHM * Math.log(levels[i] / deviation);
        }
        Tensor waves = Tensor.of(Conditional.waves(logs, network.conditions()), n, network.conditions());
        Tensor z = mean == 0 ? noisy : noisy.affine(1, -mean);
        Tensor f = network.forward(z.times(factors(in)), waves, weights);
        Tensor x = z.times(factors(kept)).plus(f.times(factors(added)));
        return mean == 0 ? x : x.affine(1, mean);
    }

    /** How much F counts in D: s d / (s<sup>2</sup> + d<sup>2</sup>)<sup>1/2</sup>. */
    public double share(double level) {
        return level * deviation / Math.hypot(level, deviation);
    }

    private static Tensor factors(float[] values) {
        return Tensor.of(values, values.length, 1, 1, 1);
    }
}
