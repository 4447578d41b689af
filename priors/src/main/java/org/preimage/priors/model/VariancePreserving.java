package org.preimage.priors.model;

/**
 * Noise that takes the image's place: a<sup>2</sup> + b<sup>2</sup> = 1, a(u) = exp(-1/2 u f - 1/4 u<sup>2</sup> (g - f)) with u = e + (1 - e) t.
 *
 * @param first f, the rate at which noise comes at the beginning, positive
 * @param last g, at the end, greater
 * @param start e, from which on levels are told apart, between 0 and 1
 */
public record VariancePreserving(double first, double last, double start) implements Diffusion {
    public VariancePreserving {
        if (!(first > 0 && last > first) || Double.isInfinite(last) || !(start > 0 && start < 1)) {
            throw new IllegalArgumentException("rates go from " + first + " to " + last + " from " + start
                    + " on, but must be positive and rise, and the start must lie between 0 and 1");
        }
    }

    /** -log a. */
    private double decay(double u) {
        return 0.5 * u * first + 0.25 * u * u * (last - first);
    }

    @Override
    public double level(double time) {
        return Math.sqrt(Math.expm1(2 * decay(start + (1 - start) * time)));
    }

    @Override
    public double time(double level) {
        double q = 0.5 * Math.log1p(level * level);
        double u = 4 * q / (first + Math.sqrt(first * first + 4 * q * (last - first)));
        return (u - start) / (1 - start);
    }

    @Override
    public double signal(double time) {
        return Math.exp(-decay(start + (1 - start) * time));
    }
}
