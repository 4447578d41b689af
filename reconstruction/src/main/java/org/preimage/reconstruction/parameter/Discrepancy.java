package org.preimage.reconstruction.parameter;

import java.util.Locale;
import java.util.OptionalDouble;
import java.util.random.RandomGeneratorFactory;
import org.preimage.operators.LinearOperator;
import org.preimage.operators.space.Vectors;
import org.preimage.reconstruction.solver.Cgls;
import org.preimage.reconstruction.solver.Listener;
import org.preimage.reconstruction.solver.Outcome;
import org.preimage.reconstruction.solver.Runner;
import org.preimage.reconstruction.solver.Status;
import org.preimage.reconstruction.solver.Stopping;

/**
 * The discrepancy principle's goal for a linear problem: fit the data no closer than the noise and the operator's own
 * error allow, |A x - b|<sup>2</sup> = m (sigma<sup>2</sup> + h<sup>2</sup>) for m samples of standard deviation sigma
 * (Morozov 1966) and h the {@link LinearOperator#modelError} (Goncharsky, Leonov and Yagola 1973).
 *
 * <p>Only samples that depend on x and hold noise count; a mask's other samples, rays that miss the image and the share of places where the
 * data are exactly zero do not. They stand in
 * {@link #data} as zeros, which changes no minimiser. Where the data are noise-free, sigma is taken as 1e-4 of their root
 * mean square. Where not even a close fit comes down to the goal, because the data hold errors that belong to no image
 * (rings, truncation), the misfit of that fit is added in squares. Where the noise cannot be told from the data
 * ({@link LinearOperator#noiseLevel}), as of random measurements, it is taken as 1e-2 of their root mean square for a start, and
 * {@link WeightChoice} finds it. {@link #note} says so.
 *
 * @param data b with zeros where the operator has rows of zeros
 * @param samples m
 * @param sigma noise level estimated; NaN if there were too few samples
 * @param told whether the data tell the noise
 * @param noise the noise level taken, above 0 unless the data are zero
 * @param model h, the operator's own error
 * @param radius the goal for |A x - b|
 * @param scale the goal per sample times the root mean square of the operator's column norms: what errors contribute to
 *     each entry of A* b, a unit for weights
 * @param leastSquares an image that fits the data, from conjugate gradients: a start for other methods
 * @param status how the conjugate gradients ended
 * @param note how the goal was chosen, in words
 */
public record Discrepancy(
        float[] data,
        int samples,
        double sigma,
        boolean told,
        double noise,
        double model,
        double radius,
        double scale,
        float[] leastSquares,
        Status status,
        String note) {
    private static final int FIT_ITERATIONS = 100;
    private static final double NOISE_FREE = 1e-4;
    private static final double UNTOLD = 1e-2;

    /**
     * The goal for {@code operator} and {@code data} without a fit to them: what the noise alone says, which might be out
     * of reach. The image is zero.
     */
    public static Discrepancy estimate(LinearOperator operator, float[] data) {
        return estimate(operator, data, OptionalDouble.empty());
    }

    /**
     * The same for noise that is known.
     *
     * @param given standard deviation of the noise; empty to estimate it; 0 for data without noise
     */
    public static Discrepancy estimate(LinearOperator operator, float[] data, OptionalDouble given) {
        operator.range().require("data", data);
        float[] probe = operator.domain().zeros();
        var random = RandomGeneratorFactory.of("Xoshiro256PlusPlus").create(1);
        for (int i = 0; i < probe.length; i++) {
            probe[i] = (float) random.nextGaussian();
        }
        float[] seen = operator.apply(probe);
        boolean[] counted = new boolean[data.length];
        float[] kept = data.clone();
        int samples = 0;
        for (int i = 0; i < data.length; i++) {
            counted[i] = seen[i] != 0;
            if (counted[i]) {
                samples++;
            } else {
                kept[i] = 0;
            }
        }
        OptionalDouble known = given.isPresent() ? given : operator.noiseLevel(data);
        boolean told = known.isEmpty() || !Double.isNaN(known.getAsDouble());
        double sigma;
        if (known.isPresent()) {
            sigma = known.getAsDouble();
        } else {
            NoiseLevel.Level level = NoiseLevel.measure(operator.range(), data, counted);
            sigma = level.sd();
            samples = (int) Math.round(samples * level.share());
        }
        double rms = samples == 0 ? 0 : Vectors.norm(kept) / Math.sqrt(samples);
        boolean noiseFree = !(sigma > NOISE_FREE * rms);
        double noise = !told ? UNTOLD * rms : noiseFree ? NOISE_FREE * rms : sigma;
        double model = operator.modelError(kept, noise);
        double level = Math.hypot(noise, model);
        String note = !told
                ? "these data do not tell their noise; taken as 1e-2 of their root mean square"
                : Double.isNaN(sigma)
                        ? "too few samples to estimate the noise; taken as 1e-4 of the data's root mean square"
                        : noiseFree
                                ? "the data show no noise; taken as 1e-4 of their root mean square"
                                : String.format(
                                        Locale.ROOT,
                                        "noise of standard deviation %.4g %s",
                                        sigma,
                                        given.isPresent() ? "given" : "estimated from the data");
        if (model > 0) {
            note += String.format(Locale.ROOT, ", error of the operator's grid estimated as %.4g", model);
        }
        double scale = samples == 0
                ? 0
                : level * Vectors.norm(seen) / Math.sqrt(operator.domain().length());
        double radius = level * Math.sqrt(samples);
        return new Discrepancy(
                kept,
                samples,
                sigma,
                told,
                noise,
                model,
                radius,
                scale,
                operator.domain().zeros(),
                Status.CONVERGED,
                radius == 0 ? "the data are zero wherever they depend on the image" : note);
    }

    /**
     * The goal for {@code operator} and {@code data}, one that least squares can reach.
     *
     * @param listeners told of the least-squares fit; they may cancel
     */
    public static Discrepancy of(LinearOperator operator, float[] data, Listener... listeners) {
        Discrepancy noise = estimate(operator, data);
        if (noise.radius == 0) {
            return noise;
        }
        Cgls cgls = new Cgls(operator, noise.data, noise.radius);
        Cgls.State state = cgls.start(operator.domain().zeros());
        Outcome fit = new Runner("fitting the data", Stopping.at(FIT_ITERATIONS, 1e-6), listeners).resume(cgls, state);
        Discrepancy fitted = noise.fitted(fit);
        boolean outOfReach = state.discrepancy() > 1.001 * noise.radius && fit.status() != Status.CANCELLED;
        return outOfReach ? fitted.raised(state.discrepancy(), "least squares") : fitted;
    }

    /** The same with an image that fits. */
    public Discrepancy fitted(Outcome fit) {
        return new Discrepancy(
                data, samples, sigma, told, noise, model, radius, scale, fit.solution(), fit.status(), note);
    }

    /**
     * The goal for data of which part fits no image: noise and misfit, taken as independent, add up in squares.
     *
     * @param misfit the |A x - b| of the closest fit
     * @param what made the closest fit, for the note
     */
    public Discrepancy raised(double misfit, String what) {
        double factor = Math.hypot(1, misfit / radius);
        return new Discrepancy(
                data,
                samples,
                sigma,
                told,
                noise,
                model,
                radius * factor,
                scale * factor,
                leastSquares,
                status,
                note
                        + String.format(
                                Locale.ROOT,
                                "; %s come no closer than %.4g, so the goal is raised %.3g times",
                                what,
                                misfit,
                                factor));
    }

    /** The same with a noise level that {@link WeightRule#GCV} does not take as a bound, where its estimate is doubtful. */
    public Discrepancy withoutLevel() {
        return new Discrepancy(
                data, samples, Double.NaN, told, noise, model, radius, scale, leastSquares, status, note);
    }

    /** |A x - b| over the samples that count, relative to the goal: 1 is perfect. */
    public double reached(LinearOperator operator, float[] x) {
        return radius == 0 ? 1 : Math.sqrt(Vectors.distanceSquared(operator.apply(x), data)) / radius;
    }
}
