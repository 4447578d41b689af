package org.preimage.reconstruction.method;

import java.util.List;
import java.util.stream.Collectors;

/** The list of methods that menus, the command line and benchmarks offer. To add a method, add its entry here. */
public final class Methods {
    private static final List<Method> CLASSICAL =
            entries().stream().map(FreeBorder::offered).toList();

    private Methods() {}

    /** The methods of this module; all that take any linear operator offer a {@link FreeBorder} for blur. */
    public static List<Method> classical() {
        return CLASSICAL;
    }

    private static List<Method> entries() {
        return List.of(
                FilteredBackprojection.METHOD,
                Fdk.METHOD,
                FourierReconstruction.METHOD,
                SimultaneousReconstruction.METHOD,
                AlgebraicReconstruction.SART,
                AlgebraicReconstruction.OS_SART,
                ConjugateGradients.METHOD,
                LandweberIteration.METHOD,
                DampedLeastSquares.METHOD,
                TransmissionReconstruction.METHOD,
                Tikhonov.METHOD,
                SparseImage.METHOD,
                ProximalGradient.METHOD,
                ElasticNet.METHOD,
                TotalVariation.METHOD,
                TotalVariationAdmm.METHOD,
                TotalGeneralised.METHOD,
                HessianPrior.METHOD,
                PoissonTotalVariation.METHOD,
                ExpectationMaximisation.MLEM,
                ExpectationMaximisation.OSEM,
                RichardsonLucyDeconvolution.METHOD,
                RichardsonLucyTotalVariation.METHOD,
                Wiener.METHOD,
                TikhonovMiller.METHOD,
                TikhonovMiller.ICTM,
                ZeroFilled.METHOD,
                Gridding.METHOD,
                Sense.METHOD,
                Grappa.METHOD,
                PhaseProjections.METHOD,
                Homodyne.METHOD,
                L1Wavelet.METHOD,
                L1Shearlet.METHOD,
                LowRankPlusSparse.METHOD,
                Denoising.BM3D,
                Denoising.NLM,
                Denoising.WAVELET,
                PlugAndPlay.BM3D,
                PlugAndPlay.NLM,
                PlugAndPlay.WAVELET,
                PlugAndPlay.TV,
                PlugAndPlay.RED_BM3D,
                PlugAndPlay.RED_NLM,
                PlugAndPlay.RED_WAVELET,
                PlugAndPlay.RED_TV,
                PhaseRecovery.METHOD);
    }

    /**
     * The method of this name.
     *
     * @param methods where to look
     * @param name its name
     * @throws IllegalArgumentException if there is none, naming those there are
     */
    public static Method named(List<Method> methods, String name) {
        return methods.stream()
                .filter(m -> m.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("method \"" + name + "\" is unknown; the methods are "
                        + methods.stream().map(Method::name).collect(Collectors.joining(", "))));
    }
}
