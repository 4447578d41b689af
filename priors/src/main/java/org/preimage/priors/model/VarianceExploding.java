package org.preimage.priors.model;

/**
 * Noise added to an image that keeps its size: a = 1, s(t) = l (h / l)<sup>t</sup>.
 *
 * @param lowest l, positive
 * @param highest h, greater
 */
public record VarianceExploding(double lowest, double highest) implements Diffusion {
    public VarianceExploding {
        if (!(lowest > 0 && highest > lowest) || Double.isInfinite(highest)) {
            throw new IllegalArgumentException(
                    "levels go from " + lowest + " to " + highest + ", but must be positive and rise");
        }
    }

    @Override
    public double level(double time) {
        return lowest * Math.pow(highest / lowest, time);
    }

    @Override
    public double time(double level) {
        return Math.log(level / lowest) / Math.log(highest / lowest);
    }

    @Override
    public double signal(double time) {
        return 1;
    }
}
