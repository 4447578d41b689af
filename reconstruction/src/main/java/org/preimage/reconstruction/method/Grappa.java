package org.preimage.reconstruction.method;

import java.util.List;
import org.preimage.operators.mri.CartesianMri;
import org.preimage.operators.mri.SamplingMask;
import org.preimage.operators.mri.calibration.GrappaKernels;
import org.preimage.operators.space.Image;
import org.preimage.reconstruction.InverseProblem;
import org.preimage.reconstruction.Reconstruction;
import org.preimage.reconstruction.Reconstructor;
import org.preimage.reconstruction.solver.Listener;
import org.preimage.reconstruction.solver.Status;

/**
 * GRAPPA: missing points of k-space are estimated from measured neighbours of all coils ({@link GrappaKernels}), then each coil
 * is transformed and the images are combined. Uniform undersampling along one or more axes, and any other mask; the
 * calibration is the completely sampled block around the centre. Sensitivities are only used to combine, if asked for.
 *
 * <p>Griswold et al. 2002, Generalized autocalibrating partially parallel acquisitions (GRAPPA), Magn. Reson. Med. 47.
 *
 * @param lines measured neighbours along an undersampled axis
 * @param samples neighbours along an axis that is read out as a whole
 * @param regularisation weight of the squared kernel, relative to the mean of the diagonal of the normal equations
 * @param combination of the coil images
 */
public record Grappa(int lines, int samples, double regularisation, CoilCombination combination)
        implements Reconstructor {
    private static final String NAME = "grappa";

    /** The entry in the list of methods. */
    public static final Method METHOD = new Method(
            NAME,
            "Missing k-space from measured neighbours of all coils, by kernels fitted to the calibration.",
            List.of("mri"),
            List.of(
                    Parameter.integer(
                            "lines",
                            4,
                            2,
                            64,
                            "Measured neighbours along an undersampled axis, half of them on each side; twice as many"
                                    + " nearest points if there are several such axes."),
                    Parameter.integer("samples", 5, 1, 64, "Neighbours along an axis that is read out as a whole."),
                    Parameter.number(
                            "regularisation",
                            0.02,
                            0,
                            1,
                            "",
                            "Weight of the squared kernel, relative to the mean of the diagonal of the normal equations."),
                    CoilCombination.PARAMETER),
            "Griswold et al. 2002, Generalized autocalibrating partially parallel acquisitions (GRAPPA), Magn. Reson."
                    + " Med. 47",
            s -> new Grappa(
                    s.integer("lines"), s.integer("samples"), s.number("regularisation"), CoilCombination.of(s)));

    @Override
    public Reconstruction reconstruct(InverseProblem problem, Listener... listeners) {
        CartesianMri mri = MriProblem.cartesian(NAME, problem.forward());
        MriProblem.requireSignal(problem.data());
        Image data = problem.data().as(mri.range());
        return reconstruct(mri, data, GrappaKernels.calibrationOf(data, mri.mask()));
    }

    /**
     * With a calibration that was measured apart, of the same coils.
     *
     * @param mri coils and mask
     * @param data of the mask
     * @param calibration completely sampled around the centre: axes KX, KY, [KZ,] COIL, any sizes
     */
    public Reconstruction reconstruct(CartesianMri mri, Image data, Image calibration) {
        Protocol protocol = new Protocol(METHOD)
                .used("lines", lines)
                .used("samples", samples)
                .used("regularisation", regularisation)
                .used("combine", combination);
        GrappaKernels.Filled filled = fill(data, mri.mask(), calibration);
        protocol.note("calibration", calibration.space() + " points");
        protocol.note(
                "kernels",
                filled.patterns() + " patterns of neighbours; " + filled.estimated() + " points of a coil estimated, "
                        + filled.left() + " left zero, too far from all that is measured");
        float[] images = mri.fourier().adjoint(filled.kspace().data());
        Image image = combination.combine(mri, images);
        return protocol.result(image.space(), image.data(), Status.CONVERGED);
    }

    /**
     * Multi-coil k-space with the missing points estimated and the measured ones as they are.
     *
     * @param data complex, axes KX, KY, [KZ,] COIL
     * @param mask of the data
     * @param calibration as {@link GrappaKernels#calibrationOf} gives it
     */
    public GrappaKernels.Filled fill(Image data, SamplingMask mask, Image calibration) {
        return new GrappaKernels(calibration, lines, samples, regularisation).fill(data, mask);
    }
}
