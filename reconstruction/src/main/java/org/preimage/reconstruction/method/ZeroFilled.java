package org.preimage.reconstruction.method;

import java.util.List;
import java.util.Locale;
import org.preimage.operators.mri.CartesianMri;
import org.preimage.operators.mri.MriOperator;
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
 * @param combine how the coils' images become one; where there are several maps, the sum of squares is the first map's image
 *     and the others are zero
 */
public record ZeroFilled(Combine combine) implements Reconstructor {
    /** How coil images become one image. */
    public enum Combine {
        /** The root of their sum of squares (Roemer et al. 1990), the real part of the result. */
        RSS,
        /** The sum of their products with the conjugate sensitivities, A* b: complex. */
        SENSITIVITIES;

        /** Lower case, as in settings. */
        public String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** The entry in the list of methods. */
    public static final Method METHOD = new Method(
            "zero-filled",
            "Inverse Fourier transform of zero-filled Cartesian data, coils combined.",
            List.of(MriProblem.OPERATOR),
            List.of(Parameter.choice(
                    "combine",
                    List.of(Combine.RSS.label(), Combine.SENSITIVITIES.label()),
                    "Root of the sum of squares of the coils' images, or their sum weighted with the sensitivities.")),
            "Roemer, Edelstein, Hayes, Souza and Mueller 1990, The NMR phased array, Magn. Reson. Med. 16",
            s -> new ZeroFilled(Combine.valueOf(s.choice("combine").toUpperCase(Locale.ROOT))));

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
        float[] image = combine == Combine.SENSITIVITIES ? mri.forward().adjoint(mri.data()) : rootSumOfSquares(mri);
        return new Protocol(METHOD).used("combine", combine.label()).result(space, image, Status.CONVERGED);
    }

    private static float[] rootSumOfSquares(MriProblem mri) {
        int count = mri.frames().size();
        float[] image = mri.forward().domain().zeros();
        int imageLength = image.length / count;
        int dataLength = mri.data().length / count;
        for (int t = 0; t < count; t++) {
            MriOperator frame = mri.frames().get(t);
            float[] data = new float[dataLength];
            System.arraycopy(mri.data(), t * dataLength, data, 0, dataLength);
            float[] coils = frame.encoding().adjoint(data);
            int length = frame.image().length();
            for (int c = 0; c < frame.coils(); c++) {
                for (int i = 0; i < length; i += 2) {
                    float re = coils[c * length + i];
                    float im = coils[c * length + i + 1];
                    image[t * imageLength + i] += re * re + im * im;
                }
            }
            for (int i = 0; i < length; i += 2) {
                image[t * imageLength + i] = (float) Math.sqrt(image[t * imageLength + i]);
            }
        }
        return image;
    }
}
