package org.preimage.reconstruction.method;

import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.function.Function;
import org.preimage.operators.Identity;
import org.preimage.operators.space.Image;
import org.preimage.operators.space.Space;
import org.preimage.operators.wavelet.Wavelet;
import org.preimage.reconstruction.InverseProblem;
import org.preimage.reconstruction.Reconstruction;
import org.preimage.reconstruction.Reconstructor;
import org.preimage.reconstruction.denoise.Denoiser;
import org.preimage.reconstruction.denoise.NonLocalMeans;
import org.preimage.reconstruction.denoise.WaveletShrinkage;
import org.preimage.reconstruction.parameter.NoiseLevel;
import org.preimage.reconstruction.solver.Listener;
import org.preimage.reconstruction.solver.Status;

/**
 * A denoiser by itself, for data that are the image with noise.
 *
 * @param entry the method in the list of methods
 * @param settings all of its parameters but sigma
 * @param denoiser makes the denoiser for a space
 * @param sigma noise level; empty to estimate it ({@link NoiseLevel})
 */
public record Denoising(Method entry, Settings settings, Function<Space, Denoiser> denoiser, OptionalDouble sigma)
        implements Reconstructor {
    private static final Parameter SIGMA = Parameter.auto(
            "sigma",
            Double.MIN_NORMAL,
            Double.MAX_VALUE,
            "image unit",
            "Standard deviation of the noise, of complex images that of each part; auto estimates it.");

    private static final List<String> WAVELETS = List.of("db4", "db2", "haar", "db8");

    /** Block matching and 3D filtering. */
    public static final Method BM3D = method(
            "bm3d",
            "Denoising by block matching and 3D filtering.",
            List.of(SIGMA),
            ImageDenoiser.BM3D.reference(),
            s -> ImageDenoiser.BM3D.make());

    /** Non-local means. */
    public static final Method NLM = method(
            "nlm",
            "Denoising by non-local means.",
            List.of(
                    SIGMA,
                    Parameter.integer("patch", 2, 0, 20, "Pixels of a patch to each side of its centre."),
                    Parameter.integer("search", 10, 1, 100, "Pixels to each side among which similar ones are sought."),
                    Parameter.number(
                            "strength",
                            0.4,
                            Double.MIN_NORMAL,
                            Double.MAX_VALUE,
                            "sigma",
                            "Difference of patches beyond that of noise at which a weight falls to 1/e.")),
            ImageDenoiser.NLM.reference(),
            s -> space -> new NonLocalMeans(space, s.integer("patch"), s.integer("search"), s.number("strength")));

    /** Wavelet shrinkage. */
    public static final Method WAVELET = method(
            "wavelet-shrinkage",
            "Denoising by undecimated wavelet shrinkage.",
            List.of(
                    SIGMA,
                    Parameter.choice(
                            "wavelet", WAVELETS, "Daubechies' wavelets of so many vanishing moments, or Haar's."),
                    Parameter.choice(
                            "threshold",
                            List.of("bayes", "sure", "universal"),
                            "How the threshold of each band is chosen."),
                    Parameter.choice(
                            "shrinkage",
                            List.of("soft", "hard"),
                            "Whether details above the threshold shrink by it, or stay.")),
            "Donoho and Johnstone 1994, Ideal spatial adaptation by wavelet shrinkage, Biometrika 81; "
                    + ImageDenoiser.WAVELET.reference(),
            s -> space -> new WaveletShrinkage(
                    space,
                    wavelet(s.choice("wavelet")),
                    WaveletShrinkage.Threshold.valueOf(s.choice("threshold").toUpperCase(Locale.ROOT)),
                    s.choice("shrinkage").equals("hard")));

    private static Wavelet wavelet(String name) {
        return name.equals("haar") ? Wavelet.haar() : Wavelet.daubechies(Integer.parseInt(name.substring(2)));
    }

    private static Method method(
            String name,
            String summary,
            List<Parameter> parameters,
            String reference,
            Function<Settings, Function<Space, Denoiser>> make) {
        Method[] entry = new Method[1];
        entry[0] = new Method(
                name,
                summary,
                List.of("identity"),
                parameters,
                reference,
                s -> new Denoising(entry[0], s, make.apply(s), s.numberOrAuto("sigma")));
        return entry[0];
    }

    /** Direct: listeners are told nothing. */
    @Override
    public Reconstruction reconstruct(InverseProblem problem, Listener... listeners) {
        if (!(problem.forward() instanceof Identity)) {
            throw new IllegalArgumentException(
                    entry.name() + " denoises an image, but the operator is no identity; plug-and-play takes others");
        }
        Image noisy = problem.data();
        Space space = ((Identity) problem.forward()).domain();
        Protocol protocol = new Protocol(entry);
        settings.asMap().forEach(protocol::used);
        double s = sigma.orElseGet(() -> NoiseLevel.of(noisy));
        protocol.used("sigma", s > 0 ? s : 0);
        if (sigma.isEmpty()) {
            protocol.note(
                    "sigma",
                    s > 0
                            ? "estimated from differences of neighbouring pixels"
                            : Double.isNaN(s)
                                    ? "too few pixels to estimate the noise: the image is left as it is"
                                    : "the image shows no noise, and is left as it is");
        }
        float[] out = noisy.data().clone();
        if (s > 0) {
            denoiser.apply(space).denoise(noisy.data(), s, out);
        }
        return protocol.result(space, out, Status.CONVERGED);
    }
}
