package org.preimage.reconstruction.method;

import java.util.Arrays;
import java.util.Locale;
import java.util.OptionalDouble;
import org.preimage.operators.LinearOperator;
import org.preimage.operators.space.Field;
import org.preimage.operators.space.Vectors;
import org.preimage.reconstruction.parameter.EmissionGain;
import org.preimage.reconstruction.parameter.ExpectedDeviance;

/**
 * Data of a problem that are counts times a gain, b = g k, k ~ Poisson((A x + r) / g), as methods for emission need them.
 *
 * <p>Values below zero, which a detector's noise makes, are no counts: then all data and the background are raised by the
 * same constant, as if the detector's offset were higher. That leaves A x = b - r as it was, and trusts dim values less.
 *
 * @param counts b, not negative; zero where the operator has rows of zeros
 * @param background r
 * @param gain g; 0 if it is not known
 * @param goal half the deviance, times the gain, that noise makes; 0 if the gain is not known
 */
record EmissionData(LinearOperator forward, float[] counts, float[] background, double gain, double goal) {
    static final Parameter BACKGROUND = Parameter.number(
            "background",
            0,
            0,
            Double.MAX_VALUE,
            "data unit",
            "Value of the data without any signal, as a camera's offset or an even glow.");
    static final Parameter GAIN = Parameter.auto(
            "gain",
            Double.MIN_NORMAL,
            Double.MAX_VALUE,
            "data unit",
            "Value of one count, variance over mean; auto estimates it from the data's noise.");
    static final Parameter DISCREPANCY =
            Parameter.flag("discrepancy", true, "Stop where half the deviance meets what the noise of counts makes.");

    private static final int REACH = 2;

    /**
     * Prepares the data.
     *
     * @param forward A, real
     * @param data as measured, in the range of A
     * @param offset the background's value
     * @param gain empty to estimate it
     * @throws IllegalArgumentException if A is complex
     */
    static EmissionData of(
            LinearOperator forward, float[] data, double offset, OptionalDouble gain, Protocol protocol) {
        if (forward.domain().field() == Field.COMPLEX || forward.range().field() == Field.COMPLEX) {
            throw new IllegalArgumentException("method " + protocol.method()
                    + " needs an operator of real spaces, but the forward operator maps " + forward.domain() + " to "
                    + forward.range());
        }
        float[] ones = forward.domain().zeros();
        Arrays.fill(ones, 1);
        float[] seen = forward.apply(ones);
        float largest = 0;
        for (float v : seen) {
            largest = Math.max(largest, v);
        }
        float least = 1e-6f * largest;
        float smallest = 0;
        for (int i = 0; i < data.length; i++) {
            smallest = seen[i] > least ? Math.min(smallest, data[i]) : smallest;
        }
        if (smallest < 0) {
            protocol.note(
                    "negative",
                    String.format(
                            Locale.ROOT,
                            "the data go down to %.4g, so data and background are raised by as much",
                            smallest));
        }
        float[] counts = data.clone();
        float[] background = forward.range().zeros();
        boolean[] counted = new boolean[counts.length];
        for (int i = 0; i < counts.length; i++) {
            counted[i] = seen[i] > least;
            counts[i] = counted[i] ? data[i] - smallest : 0;
            background[i] = counted[i] ? (float) (offset - smallest) : 0;
        }
        double g = gain.orElse(0);
        if (gain.isEmpty()) {
            EmissionGain found = EmissionGain.of(forward.range(), counts);
            g = found.gain();
            protocol.note("gain", found.note());
        }
        g = g > 0 ? g : 0;
        protocol.used("gain", g);
        return new EmissionData(forward, counts, background, g, g == 0 ? 0 : goal(counts, counted, g));
    }

    /** The expected divergence, with means over neighbours in place of the true ones, which single counts are far from. */
    private static double goal(float[] counts, boolean[] counted, double gain) {
        double goal = 0;
        for (int i = 0; i < counts.length; i++) {
            double sum = 0;
            int n = 0;
            for (int j = Math.max(0, i - REACH); counted[i] && j <= Math.min(counts.length - 1, i + REACH); j++) {
                sum += counted[j] ? counts[j] : 0;
                n += counted[j] ? 1 : 0;
            }
            goal += n == 0 ? 0 : gain * ExpectedDeviance.half(sum / n / gain);
        }
        return goal;
    }

    /** Whether there is any signal. */
    boolean empty() {
        return Vectors.normSquared(counts) == 0;
    }

    /** What the divergence of a result is of its goal. */
    void note(Protocol protocol, double divergence) {
        if (goal > 0) {
            protocol.note(
                    "deviance",
                    String.format(
                            Locale.ROOT,
                            "half the deviance is %.4g of what noise makes, %.4g for a gain of %.4g",
                            divergence / goal,
                            goal / gain,
                            gain));
        }
    }
}
