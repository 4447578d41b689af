package org.preimage.reconstruction.method;

import java.util.Arrays;
import java.util.List;
import org.preimage.operators.mri.CartesianMri;
import org.preimage.operators.mri.MriOperator;
import org.preimage.operators.space.Image;
import org.preimage.operators.space.Space;
import org.preimage.reconstruction.InverseProblem;
import org.preimage.reconstruction.Reconstruction;
import org.preimage.reconstruction.Reconstructor;
import org.preimage.reconstruction.solver.Listener;
import org.preimage.reconstruction.solver.Status;

/**
 * The inverse Fourier transforms of Cartesian data with zeros where nothing was measured, combined to one image: undersampling
 * shows as fold-over or noise. What others are compared with.
 *
 * @param combination how the coils' images become one; where there are several maps, the sum of squares is the first map's image
 *     and the others are zero
 */
public record ZeroFilled(CoilCombination combination) implements Reconstructor {
    /** The entry in the list of methods. */
    public static final Method METHOD = new Method(
            "zero-filled",
            "Inverse Fourier transform of zero-filled Cartesian data, coils combined.",
            List.of(MriProblem.OPERATOR),
            List.of(CoilCombination.PARAMETER),
            "Roemer, Edelstein, Hayes, Souza and Mueller 1990, The NMR phased array, Magn. Reson. Med. 16",
            s -> new ZeroFilled(CoilCombination.of(s)));

    @Override
    public Reconstruction reconstruct(InverseProblem problem, Listener... listeners) {
        MriProblem mri = MriProblem.of(problem, "zero-filled");
        for (MriOperator frame : mri.frames()) {
            if (!(frame instanceof CartesianMri)) {
                throw new IllegalArgumentException(
                        "zero-filled needs Cartesian data, but the operator has a trajectory; the method for it is gridding");
            }
        }
        Space space = mri.forward().domain();
        int count = mri.frames().size();
        float[] image = space.zeros();
        int imageLength = image.length / count;
        int dataLength = mri.data().length / count;
        for (int t = 0; t < count; t++) {
            MriOperator frame = mri.frames().get(t);
            float[] data = Arrays.copyOfRange(mri.data(), t * dataLength, (t + 1) * dataLength);
            Image one = combination.combine(frame, frame.encoding().adjoint(data));
            System.arraycopy(one.data(), 0, image, t * imageLength, imageLength);
        }
        return new Protocol(METHOD)
                .used(CoilCombination.PARAMETER.name(), combination)
                .result(space, image, Status.CONVERGED);
    }
}
