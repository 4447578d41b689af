package org.preimage.reconstruction.method;

import java.util.Arrays;
import java.util.List;
import org.preimage.operators.Framewise;
import org.preimage.operators.LinearOperator;
import org.preimage.operators.Operator;
import org.preimage.operators.mri.DensityCompensation;
import org.preimage.operators.mri.NonCartesianMri;
import org.preimage.operators.mri.Sensitivities;
import org.preimage.operators.mri.Trajectory;
import org.preimage.operators.parallel.Parallel;
import org.preimage.operators.space.Image;
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
 * <p>By sensitivities the image is the sum of conj(S_c) x_c over the sum of |S_c|<sup>2</sup>; of several maps for each coil each
 * is taken by itself, which is right where they are orthogonal, as those of ESPIRiT. By the root of the sum of squares it is
 * real. Without compensation the image has the scale that fits the data best, and is blurred where the centre of k-space is
 * sampled densest.
 *
 * <p>J. I. Jackson, C. H. Meyer, D. G. Nishimura, A. Macovski, Selection of a convolution function for Fourier inversion using
 * gridding, IEEE Trans. Med. Imaging 10, 1991.
 *
 * @param density how samples are weighted
 * @param combination how coils are combined
 */
public record Gridding(Density density, Combination combination) implements Reconstructor {
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

    /** How coils are combined. */
    public enum Combination {
        SENSITIVITIES("sensitivities"),
        ROOT_SUM_OF_SQUARES("root-sum-of-squares");

        private final String label;

        Combination(String label) {
            this.label = label;
        }

        private static Combination labelled(String label) {
            return Arrays.stream(values())
                    .filter(c -> c.label.equals(label))
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
                    Parameter.choice(
                            "combination",
                            List.of("sensitivities", "root-sum-of-squares"),
                            "How the coils are combined.")),
            "Jackson, Meyer, Nishimura, Macovski 1991, Selection of a convolution function for Fourier inversion using"
                    + " gridding, IEEE Trans. Med. Imaging 10",
            s -> new Gridding(Density.labelled(s.choice("density")), Combination.labelled(s.choice("combination"))));

    @Override
    public Reconstruction reconstruct(InverseProblem problem, Listener... listeners) {
        List<NonCartesianMri> frames = frames(problem.forward());
        Protocol protocol = new Protocol(METHOD).used("combination", combination.label);
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
        float[] image = combination == Combination.SENSITIVITIES
                ? bySensitivities(mri.sensitivities(), coils)
                : rootSumOfSquares(mri, coils);
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

    private static float[] bySensitivities(Sensitivities sensitivities, float[] coils) {
        float[] image = sensitivities.adjoint(coils);
        Image maps = sensitivities.maps();
        int points = sensitivities.image().points();
        int number = sensitivities.coils();
        float[] s = maps.data();
        Parallel.ranges(image.length / 2, GRAIN, (from, to) -> {
            for (int i = from; i < to; i++) {
                double sum = 0;
                int first = i / points * number * points + i % points;
                for (int c = 0; c < number; c++) {
                    int at = 2 * (first + c * points);
                    sum += (double) s[at] * s[at] + (double) s[at + 1] * s[at + 1];
                }
                // Where no coil sees anything there is nothing to tell.
                float factor = sum > 0 ? (float) (1 / sum) : 0;
                image[2 * i] *= factor;
                image[2 * i + 1] *= factor;
            }
        });
        return image;
    }

    /** As real part; of several maps the first image holds it. */
    private static float[] rootSumOfSquares(NonCartesianMri mri, float[] coils) {
        float[] image = mri.domain().zeros();
        int points = mri.image().points();
        int number = mri.sensitivities().coils();
        Parallel.ranges(points, GRAIN, (from, to) -> {
            for (int i = from; i < to; i++) {
                double sum = 0;
                for (int c = 0; c < number; c++) {
                    int at = 2 * (c * points + i);
                    sum += (double) coils[at] * coils[at] + (double) coils[at + 1] * coils[at + 1];
                }
                image[2 * i] = (float) Math.sqrt(sum);
            }
        });
        return image;
    }
}
