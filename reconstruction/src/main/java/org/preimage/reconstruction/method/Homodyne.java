package org.preimage.reconstruction.method;

import java.util.List;
import org.preimage.operators.mri.CartesianMri;
import org.preimage.operators.space.Image;
import org.preimage.reconstruction.InverseProblem;
import org.preimage.reconstruction.Reconstruction;
import org.preimage.reconstruction.Reconstructor;
import org.preimage.reconstruction.solver.Listener;
import org.preimage.reconstruction.solver.Status;

/**
 * Homodyne detection for partial Fourier scans: samples whose partner opposite the centre is missing count twice, with a smooth
 * step from 0 by 1 to 2 across the symmetric band; of each coil's image what is in phase with its own smooth version is kept,
 * x = Re(F*(W y) conj(p)) p. Axis, side and extent are read from the mask. Linear but for the phase, and done in one pass.
 *
 * <p>Noll, Nishimura and Macovski 1991, Homodyne detection in magnetic resonance imaging, IEEE Trans. Med. Imaging 10.
 *
 * @param combination of the coil images
 */
public record Homodyne(CoilCombination combination) implements Reconstructor {
    private static final String NAME = "homodyne";

    /** The entry in the list of methods. */
    public static final Method METHOD = new Method(
            NAME,
            "Partial Fourier in one pass: one side of k-space counts twice, the phase comes from the centre.",
            List.of("mri"),
            List.of(CoilCombination.PARAMETER),
            "Noll, Nishimura and Macovski 1991, Homodyne detection in magnetic resonance imaging, IEEE Trans. Med. Imaging"
                    + " 10",
            s -> new Homodyne(CoilCombination.of(s)));

    @Override
    public Reconstruction reconstruct(InverseProblem problem, Listener... listeners) {
        CartesianMri mri = MriProblem.cartesian(NAME, problem.forward());
        PartialFourier partial = PartialFourier.of(NAME, mri.mask());
        MriProblem.requireSignal(problem.data());
        float[] data = problem.data().data();
        float[] phase = partial.phase(mri, data);
        float[] doubled = new float[data.length];
        partial.multiply(data, partial.doubling(), doubled);
        float[] images = mri.fourier().adjoint(doubled);
        PartialFourier.project(images, phase, false);
        Image image = combination.combine(mri, images);
        Protocol protocol = new Protocol(METHOD).used("combine", combination);
        protocol.note("mask", partial.describe());
        return protocol.result(image.space(), image.data(), Status.CONVERGED);
    }
}
