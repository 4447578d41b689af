package org.preimage.examples.benchmark;

import java.util.Optional;
import org.preimage.operators.mri.CartesianMri;
import org.preimage.operators.mri.MriOperator;
import org.preimage.operators.mri.NonCartesianMri;
import org.preimage.operators.mri.SamplingMask;
import org.preimage.operators.mri.Sensitivities;
import org.preimage.operators.mri.Trajectory;
import org.preimage.operators.space.Image;
import org.preimage.operators.space.Space;
import org.preimage.operators.spec.OperatorSpec;
import org.preimage.reconstruction.InverseProblem;

/** A small problem of the kind of another one of MRI: the middle of its k-space, so that its mask has the same structure. */
final class MriWarmUp {
    private static final int SIDE = 96;

    private MriWarmUp() {}

    /** None if the operator is not one of a single plane image. */
    static Optional<InverseProblem> like(OperatorSpec spec, Image data) {
        if (!(spec.operator() instanceof MriOperator mri)
                || mri.image().dimensions() != 2
                || mri.sensitivities().sets() > 1) {
            return Optional.empty();
        }
        int nx = Math.min(SIDE, mri.image().size(0));
        int ny = Math.min(SIDE, mri.image().size(1));
        Space image = Space.image(nx, ny, 1);
        Sensitivities maps = coarse(mri, image);
        if (mri instanceof CartesianMri grid) {
            SamplingMask mask = new SamplingMask(SamplingMask.frequencies(image), middle(grid.mask(), nx, ny));
            CartesianMri small = new CartesianMri(maps, mask);
            return Optional.of(new InverseProblem(small, middle(data, small.range())));
        }
        Trajectory path = ((NonCartesianMri) mri).trajectory();
        float[] k = path.coordinates().clone();
        for (int i = 0; i < k.length; i += 2) {
            k[i] *= (float) nx / mri.image().size(0);
            k[i + 1] *= (float) ny / mri.image().size(1);
        }
        // The data belong to a larger image, which does not matter here.
        return Optional.of(new InverseProblem(
                new NonCartesianMri(maps, new Trajectory(k, 2, path.samples(), path.shots())), data));
    }

    private static Sensitivities coarse(MriOperator mri, Space image) {
        Image all = mri.sensitivities().maps();
        Image maps = Image.zeros(Sensitivities.space(image, mri.coils()));
        int nx = image.size(0);
        int ny = image.size(1);
        int columns = mri.image().size(0);
        int rows = mri.image().size(1);
        for (int i = 0; i < maps.data().length / 2; i++) {
            int x = i % nx * columns / nx;
            int y = i / nx % ny * rows / ny;
            int from = (i / nx / ny * rows + y) * columns + x;
            maps.data()[2 * i] = all.data()[2 * from];
            maps.data()[2 * i + 1] = all.data()[2 * from + 1];
        }
        return new Sensitivities(maps);
    }

    private static boolean[] middle(SamplingMask mask, int nx, int ny) {
        boolean[] kept = new boolean[nx * ny];
        for (int i = 0; i < kept.length; i++) {
            kept[i] = mask.kept(place(i % nx, i / nx, nx, ny, mask.space()));
        }
        return kept;
    }

    private static Image middle(Image data, Space range) {
        Image out = Image.zeros(range);
        int nx = range.size(0);
        int ny = range.size(1);
        int points = data.space().size(0) * data.space().size(1);
        for (int i = 0; i < out.data().length / 2; i++) {
            int coil = i / (nx * ny);
            int from = coil * points + place(i % nx, i / nx % ny, nx, ny, data.space());
            out.data()[2 * i] = data.data()[2 * from];
            out.data()[2 * i + 1] = data.data()[2 * from + 1];
        }
        return out;
    }

    /** The index in a larger k-space of a point of its middle. */
    private static int place(int x, int y, int nx, int ny, Space all) {
        return (y - ny / 2 + all.size(1) / 2) * all.size(0) + x - nx / 2 + all.size(0) / 2;
    }
}
