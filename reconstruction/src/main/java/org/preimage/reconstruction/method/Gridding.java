package org.preimage.reconstruction.method;

import java.util.Arrays;
import java.util.List;
import org.preimage.operators.Framewise;
import org.preimage.operators.LinearOperator;
import org.preimage.operators.Operator;
import org.preimage.operators.mri.DensityCompensation;
import org.preimage.operators.mri.NonCartesianMri;
import org.preimage.operators.mri.Trajectory;
import org.preimage.operators.parallel.Parallel;
import org.preimage.operators.space.Vectors;
import org.preimage.reconstruction.InverseProblem;
import org.preimage.reconstruction.Reconstruction;
import org.preimage.reconstruction.Reconstructor;
import org.preimage.reconstruction.solver.Listener;
import org.preimage.reconstruction.solver.Status;

/**
 * The direct reconstruction of non-Cartesian MRI: each coil's image is the adjoint transform of its data, weighted by the cells of
 * k-space that the samples stand for, and the coils are combined. A fully sampled scan gives the image back in its units.
 *
 * <p>Without compensation the image has the scale that fits the data best, and is blurred where the centre of k-space is
 * sampled densest.
 *
 * <p>J. I. Jackson, C. H. Meyer, D. G. Nishimura, A. Macovski, Selection of a convolution function for Fourier inversion using
 * gridding, IEEE Trans. Med. Imaging 10, 1991.
 *
 * @param density how samples are weighted
 * @param combination how coils are combined
 */
public record Gridding(Density density, CoilCombination combination) implements Reconstructor {
    /** How samples are weighted. */
    public enum Density {
        /** As {@link #RADIAL} where all shots are spokes of one length, otherwise as {@link #PIPE_MENON}. */
        AUTO("auto"),
        /** {@link DensityCompensation#radial}. */
        RADIAL("radial"),
        /** {@link DensityCompensation#pipeMenon}. */
        PIPE_MENON("pipe-menon"),
        /** All alike. */
        NONE("none");

        private final String label;

        Density(String label) {
            this.label = label;
        }

        private static Density labelled(String label) {
            return Arrays.stream(values())
                    .filter(d -> d.label.equals(label))
                    .findFirst()
                    .orElseThrow();
        }
    }

    private static final int GRAIN = 1 << 12;

    /** The entry in the list of methods. */
    public static final Method METHOD = new Method(
            "gridding",
            "Non-Cartesian MRI by the adjoint transform with density compensation: direct, for fully sampled scans.",
            List.of("mri"),
            List.of(
                    Parameter.choice(
                            "density",
                            List.of("auto", "radial", "pipe-menon", "none"),
                            "Weights of the samples: analytic for spokes, iterated for any trajectory, or none."),
                    CoilCombination.BY_SENSITIVITIES),
            "Jackson, Meyer, Nishimura, Macovski 1991, Selection of a convolution function for Fourier inversion using"
                    + " gridding, IEEE Trans. Med. Imaging 10",
            s -> new Gridding(Density.labelled(s.choice("density")), CoilCombination.of(s)));

    @Override
    public Reconstruction reconstruct(InverseProblem problem, Listener... listeners) {
        List<NonCartesianMri> frames = frames(problem.forward());
        Protocol protocol = new Protocol(METHOD).used(CoilCombination.BY_SENSITIVITIES.name(), combination);
        float[] x = problem.forward().domain().zeros();
        int length = x.length / frames.size();
        float[] data = problem.data().data();
        int samples = data.length / frames.size();
        for (int t = 0; t < frames.size(); t++) {
            float[] part = frames.size() == 1 ? data : Arrays.copyOfRange(data, t * samples, (t + 1) * samples);
            float[] image = frame(frames.get(t), part, protocol);
            System.arraycopy(image, 0, x, t * length, length);
        }
        return protocol.result(problem.forward().domain(), x, Status.CONVERGED);
    }

    private static List<NonCartesianMri> frames(Operator forward) {
        List<? extends LinearOperator> all = forward instanceof Framewise series
                ? series.frames()
                : forward instanceof LinearOperator one ? List.of(one) : List.of();
        if (all.isEmpty() || !all.stream().allMatch(a -> a instanceof NonCartesianMri)) {
            throw new IllegalArgumentException(
                    "method gridding needs MRI along a trajectory, but the forward operator is of" + " another kind ("
                            + forward.getClass().getSimpleName() + ")");
        }
        return all.stream().map(a -> (NonCartesianMri) a).toList();
    }

    private float[] frame(NonCartesianMri mri, float[] data, Protocol protocol) {
        Trajectory trajectory = mri.trajectory();
        Density used = density == Density.AUTO
                ? DensityCompensation.isRadial(trajectory) ? Density.RADIAL : Density.PIPE_MENON
                : density;
        protocol.used("density", used.label);
        float[] weights =
                switch (used) {
                    case RADIAL -> DensityCompensation.radial(trajectory);
                    case PIPE_MENON ->
                        DensityCompensation.pipeMenon(trajectory, mri.image(), DensityCompensation.ITERATIONS);
                    default -> null;
                };
        float[] coils = mri.nufft().adjoint(weights == null ? data : weighted(data, weights));
        float[] image = combination.combine(mri, coils).data();
        if (weights == null) {
            Vectors.scale(bestScale(mri, coils), image);
        }
        return image;
    }

    private static float[] weighted(float[] data, float[] weights) {
        float[] out = new float[data.length];
        Parallel.ranges(data.length / 2, GRAIN, (from, to) -> {
            for (int i = from; i < to; i++) {
                float w = weights[i % weights.length];
                out[2 * i] = w * data[2 * i];
                out[2 * i + 1] = w * data[2 * i + 1];
            }
        });
        return out;
    }

    /** The multiple of the coil images x = N* y that fits the data best: |x|<sup>2</sup> / |N x|<sup>2</sup>. */
    private static double bestScale(NonCartesianMri mri, float[] coils) {
        double fit = Vectors.normSquared(mri.nufft().apply(coils));
        return fit == 0 ? 1 : Vectors.normSquared(coils) / fit;
    }
}
