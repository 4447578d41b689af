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
 * <pre>X(f) = conj(H) Y / (|H|<sup>2</sup> + k / s(f)),  s(f) ~ |f|<sup>-d</sup> or 1, of mean 1,</pre>
 *
 * with the noise-to-signal ratio k = noise variance / signal variance and the signal's power s in d dimensions: edges make
 * it fall about so, and the mean is kept. Unless it is given, k is found from the data: the noise from differences of
 * neighbours, the signal's variance from the energy that is left, which is sum |H|<sup>2</sup> s times it.
 *
 * @param noiseToSignal k; empty to find it
 * @param spectrum "falling" or "flat"
 * @param background value of the data without signal
 * @param padding "auto", "on" or "off": whether data are continued to a larger period, which they need unless they are periodic
 */
public record Wiener(OptionalDouble noiseToSignal, String spectrum, double background, String padding)
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
            "Deconvolution by Wiener's filter with the noise-to-signal ratio of the data.",
            List.of("blur"),
            List.of(
                    Parameter.auto(
                            "noiseToSignal",
                            Double.MIN_NORMAL,
                            Double.MAX_VALUE,
                            "",
                            "Variance of the noise over that of the signal; auto finds both in the data."),
                    Parameter.choice(
                            "spectrum",
                            List.of("falling", "flat"),
                            "Power of the signal: falling with frequency as edges make it, or the same for all."),
                    EmissionData.BACKGROUND,
                    PADDING),
            "Wiener 1949, Extrapolation, interpolation, and smoothing of stationary time series, MIT Press",
            s -> new Wiener(
                    s.numberOrAuto("noiseToSignal"),
                    s.choice("spectrum"),
                    s.number("background"),
                    s.choice("padding")));

    @Override
    public Reconstruction reconstruct(InverseProblem problem, Listener... listeners) {
        Blur blur = blur(METHOD.name(), problem);
        Protocol protocol = new Protocol(METHOD)
                .used("spectrum", spectrum)
                .used("background", background)
                .used("padding", padding);
        float[] signal = above(problem.data().data(), background);
        PeriodicData data = PeriodicData.of(blur, signal, padded(blur, padding));
        double[] power = power(data);
        double k = noiseToSignal.orElse(0);
        if (noiseToSignal.isEmpty()) {
            k = estimate(blur.range(), signal, data, power, protocol);
        }
        protocol.used("noiseToSignal", k);
        int[] index = {0};
        double share = k;
        TransferFunction damping = TransferFunction.real(data.grid(), cycles -> share / power[index[0]++]);
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
    private double[] power(PeriodicData data) {
        int axes = data.grid().sizes().length;
        double[] s = new double[data.grid().points()];
        double[] cycles = new double[axes];
        double[] times = data.multiplicity();
        double sum = 0;
        double all = 0;
        for (int i = 0; i < s.length; i++) {
            data.grid().frequency(i, cycles);
            double square = 0;
            for (int a = 0; a < axes; a++) {
                square += cycles[a] * cycles[a];
            }
            s[i] = square == 0 ? 0 : spectrum.equals("flat") ? 1 : Math.pow(square, -0.5 * axes);
            sum += times[i] * s[i];
            all += square == 0 ? 0 : times[i];
        }
        double largest = 0;
        for (int i = 0; i < s.length; i++) {
            s[i] *= sum > 0 ? all / sum : 1;
            largest = Math.max(largest, s[i]);
        }
        s[0] = 1e6 * Math.max(1, largest);
        return s;
    }

    private static double estimate(Space space, float[] signal, PeriodicData data, double[] power, Protocol protocol) {
        double rms = Vectors.norm(signal) / Math.sqrt(signal.length);
        double sigma = NoiseLevel.of(new Image(space, signal));
        double noise = sigma > NOISE_FREE * rms ? sigma : NOISE_FREE * rms;
        double[] measured = data.power();
        double[] squares = data.squaredTransfer();
        double[] times = data.multiplicity();
        double left = 0;
        double passed = 0;
        for (int i = 1; i < measured.length; i++) {
            left += measured[i] - times[i] * noise * noise;
            passed += times[i] * squares[i] * power[i];
        }
        double variance = left > 0 && passed > 0 ? left / passed : 0;
        double k = variance > 0 ? noise * noise / variance : MOST;
        k = Math.min(MOST, Math.max(LEAST, k));
        protocol.note(
                "noiseToSignal",
                String.format(
                        Locale.ROOT,
                        "noise of standard deviation %.4g%s and a signal of %.4g found in the data",
                        noise,
                        sigma > NOISE_FREE * rms ? "" : " (none was seen)",
                        Math.sqrt(variance)));
        return k;
    }
}
