package org.preimage.reconstruction.method;

import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import org.preimage.operators.blur.Blur;
import org.preimage.operators.fourier.TransferFunction;
import org.preimage.operators.space.Image;
import org.preimage.operators.space.Space;
import org.preimage.operators.space.Vectors;
import org.preimage.reconstruction.InverseProblem;
import org.preimage.reconstruction.Reconstruction;
import org.preimage.reconstruction.Reconstructor;
import org.preimage.reconstruction.parameter.NoiseLevel;
import org.preimage.reconstruction.solver.Listener;
import org.preimage.reconstruction.solver.Status;

/**
 * Wiener's filter for blur with white noise,
 *
 * <pre>X(f) = conj(H) Y / (|H|<sup>2</sup> + k / s(f)),  s(f) ~ |f|<sup>-q</sup>, of mean 1,</pre>
 *
 * with the noise-to-signal ratio k = noise variance / signal variance and the signal's power s, which keeps the mean. Unless they
 * are given, k and q are found from the data: the noise from differences of neighbours, then the signal as the most likely
 * one if the power of the data at each frequency is exponentially distributed with mean |H|<sup>2</sup> v s + noise variance
 * (Whittle 1953, Estimation and information in stationary time series, Ark. Mat. 2).
 *
 * @param noiseToSignal k; empty to find it
 * @param fall q; empty to find it, 0 for a signal whose power is the same at all frequencies
 * @param background value of the data without signal
 * @param padding "auto", "on" or "off": whether data are continued to a larger period, which they need unless they are periodic
 */
public record Wiener(OptionalDouble noiseToSignal, OptionalDouble fall, double background, String padding)
        implements Reconstructor {
    private static final double LEAST = 1e-12;
    private static final double MOST = 1e6;

    /** Relative to the data's root mean square. */
    private static final double NOISE_FREE = 1e-4;

    static final Parameter PADDING = Parameter.choice(
            "padding",
            List.of("auto", "on", "off"),
            "Continue the data beyond the field of view, lest one edge leave traces at the other; auto does unless the blur is periodic.");

    /** The entry in the list of methods. */
    public static final Method METHOD = new Method(
            "wiener",
            "Deconvolution by Wiener's filter with the signal's spectrum and the noise found in the data.",
            List.of("blur"),
            List.of(
                    Parameter.auto(
                            "noiseToSignal",
                            Double.MIN_NORMAL,
                            Double.MAX_VALUE,
                            "",
                            "Variance of the noise over that of the signal; auto finds both in the data."),
                    Parameter.auto(
                            "fall",
                            0,
                            20,
                            "",
                            "Exponent with which the signal's power falls with frequency, 0 for a flat one; auto finds it in the data."),
                    EmissionData.BACKGROUND,
                    PADDING),
            "Wiener 1949, Extrapolation, interpolation, and smoothing of stationary time series, MIT Press",
            s -> new Wiener(
                    s.numberOrAuto("noiseToSignal"),
                    s.numberOrAuto("fall"),
                    s.number("background"),
                    s.choice("padding")));

    @Override
    public Reconstruction reconstruct(InverseProblem problem, Listener... listeners) {
        Blur blur = blur(METHOD.name(), problem);
        Protocol protocol = new Protocol(METHOD).used("background", background).used("padding", padding);
        float[] signal = above(problem.data().data(), background);
        PeriodicData data = PeriodicData.of(blur, signal, padded(blur, padding));
        double k = noiseToSignal.orElse(0);
        double q = fall.orElse(0);
        if (noiseToSignal.isEmpty() || fall.isEmpty()) {
            Fit fit = Fit.of(blur.range(), signal, data, fall, protocol);
            q = fit.fall;
            k = noiseToSignal.orElse(fit.ratio);
        }
        protocol.used("noiseToSignal", k).used("fall", q);
        double[] power = power(data, q);
        int[] next = {0};
        double ratio = k;
        TransferFunction damping = TransferFunction.real(data.grid(), cycles -> ratio / power[next[0]++]);
        return protocol.result(
                blur.domain(),
                data.filtered(data.convolution().transfer().regularisedInverse(damping)),
                Status.CONVERGED);
    }

    /** Whether data are continued. */
    static boolean padded(Blur blur, String padding) {
        return padding.equals("on") || padding.equals("auto") && blur.periodic().isEmpty();
    }

    /** @throws IllegalArgumentException if the forward operator is another */
    static Blur blur(String method, InverseProblem problem) {
        if (problem.forward() instanceof Blur blur) {
            return blur;
        }
        throw new IllegalArgumentException("method " + method + " needs a blur, but the forward operator is of another"
                + " kind (" + problem.forward().getClass().getSimpleName() + ")");
    }

    static float[] above(float[] data, double background) {
        float[] signal = data.clone();
        for (int i = 0; i < signal.length; i++) {
            signal[i] -= (float) background;
        }
        return signal;
    }

    /** s at each frequency kept: of mean 1 but for the mean of the image, whose power is taken as large. */
    private static double[] power(PeriodicData data, double fall) {
        int axes = data.grid().sizes().length;
        double[] s = new double[data.grid().points()];
        double[] cycles = new double[axes];
        double[] times = data.multiplicity();
        double sum = 0;
        double all = 0;
        for (int i = 1; i < s.length; i++) {
            data.grid().frequency(i, cycles);
            double square = 0;
            for (double c : cycles) {
                square += c * c;
            }
            s[i] = Math.pow(square, -0.5 * fall);
            sum += times[i] * s[i];
            all += times[i];
        }
        double largest = 1;
        for (int i = 1; i < s.length; i++) {
            s[i] *= all / sum;
            largest = Math.max(largest, s[i]);
        }
        s[0] = 1e6 * largest;
        return s;
    }

    /** The most likely signal. */
    private record Fit(double ratio, double fall) {
        private static final double STEEPEST = 8;
        private static final double STEP = 0.25;

        /** Frequencies that are looked at: neighbours say much the same. */
        private static final int MOST_FREQUENCIES = 20_000;

        static Fit of(Space space, float[] signal, PeriodicData data, OptionalDouble fall, Protocol protocol) {
            double rms = Vectors.norm(signal) / Math.sqrt(signal.length);
            double sigma = NoiseLevel.of(new Image(space, signal));
            boolean noisy = sigma > NOISE_FREE * rms;
            double noise = noisy ? sigma : NOISE_FREE * rms;
            double[] measured = data.power();
            double[] squares = data.squaredTransfer();
            double[] times = data.multiplicity();
            Fit best = new Fit(MOST, fall.orElse(0));
            double least = Double.POSITIVE_INFINITY;
            int stride = 1 + measured.length / MOST_FREQUENCIES;
            for (double q = fall.orElse(0); noise > 0 && q <= fall.orElse(STEEPEST); q += STEP) {
                double[] power = power(data, q);
                for (double k = LEAST; k <= MOST; k *= 1.5) {
                    double sum = 0;
                    for (int i = 1; i < measured.length; i += stride) {
                        double mean = noise * noise * (1 + squares[i] * power[i] / k);
                        sum += times[i] * Math.log(mean) + measured[i] / mean;
                    }
                    if (sum < least) {
                        least = sum;
                        best = new Fit(k, q);
                    }
                }
            }
            protocol.note(
                    "noiseToSignal",
                    String.format(
                            Locale.ROOT,
                            "the most likely signal beside noise of standard deviation %.4g%s has %.4g times its variance"
                                    + " and falls as |f|^-%.4g",
                            noise,
                            noisy ? "" : " (none was seen)",
                            1 / best.ratio,
                            best.fall));
            return best;
        }
    }
}
