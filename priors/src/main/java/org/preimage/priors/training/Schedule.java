package org.preimage.priors.training;

/** The learning rate during training. */
@FunctionalInterface
public interface Schedule {
    /**
     * The rate of a step.
     *
     * @param done fraction of all steps that are done, from 0 to below 1
     */
    double at(double done);

    /** Always the same. */
    static Schedule constant(double rate) {
        return done -> rate;
    }

    /**
     * Linear from 0 to the highest rate, then half a period of a cosine down to a fraction of it.
     *
     * <p>Loshchilov and Hutter 2017, SGDR: stochastic gradient descent with warm restarts, ICLR.
     *
     * @param rate the highest
     * @param warmUp fraction of all steps in which it rises
     * @param last the lowest over the highest rate
     */
    static Schedule cosine(double rate, double warmUp, double last) {
        return done -> {
            if (done < warmUp) {
                return rate * (done + 1e-3) / (warmUp + 1e-3);
            }
            double t = (done - warmUp) / (1 - warmUp);
            return rate * (last + (1 - last) * 0.5 * (1 + Math.cos(Math.PI * t)));
        };
    }

    /** Constant after a linear rise, then linear to 0 over the last part: can be prolonged without choosing its end before. */
    static Schedule trapezoid(double rate, double warmUp, double fall) {
        return done -> rate * Math.min(1, Math.min((done + 1e-3) / (warmUp + 1e-3), (1 - done) / fall));
    }
}
