package org.preimage.operators.spec;

import java.util.List;
import org.preimage.operators.fourier.FourierTransform;
import org.preimage.operators.mri.DensityCompensation;
import org.preimage.operators.mri.Nufft;
import org.preimage.operators.mri.SamplingMask;
import org.preimage.operators.mri.Sensitivities;
import org.preimage.operators.mri.Trajectory;
import org.preimage.operators.mri.calibration.AdaptiveCombination;
import org.preimage.operators.mri.calibration.Espirit;
import org.preimage.operators.space.Image;
import org.preimage.operators.space.Space;

/**
 * Sensitivities of coils from the data of a {@link MriSpec}. The frames of a series share them: on a grid each point of k-space
 * is the mean of the frames that measured it; off the grid the samples of all frames are taken together and gridded.
 */
final class CoilEstimate {
    private CoilEstimate() {}

    /**
     * The estimate.
     *
     * @param image spatial axes
     * @param estimated how
     * @param sampling masks or trajectories of the frames
     * @param frames data, each complex with a coil axis
     */
    static Sensitivities of(Space image, MriSpec.Estimated estimated, MriSpec.Sampling sampling, List<Image> frames) {
        if (estimated.way() == MriSpec.Way.NONE) {
            return alike(image, frames.get(0).space());
        }
        Image kspace = sampling instanceof MriSpec.Trajectories paths
                ? gridded(image, paths, frames)
                : mean((MriSpec.Masks) sampling, frames);
        try {
            return estimated.way() == MriSpec.Way.ADAPTIVE
                    ? AdaptiveCombination.STANDARD.estimate(kspace)
                    : Espirit.STANDARD
                            .withMaps(estimated.sets(), estimated.sets() > 1)
                            .estimate(kspace)
                            .sensitivities();
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    e.getMessage() + " (coils \"none\" does for methods that combine coils by root of sum of squares)",
                    e);
        }
    }

    /** The same sensitivity everywhere and of all coils, with a sum of squares of 1. */
    private static Sensitivities alike(Space image, Space data) {
        int coils = data.size(data.dimensions() - 1);
        Image maps = Image.zeros(Sensitivities.space(image, coils));
        for (int i = 0; i < maps.data().length; i += 2) {
            maps.data()[i] = (float) (1 / Math.sqrt(coils));
        }
        return new Sensitivities(maps);
    }

    /** K-space on the grid of the image: of the coil images by gridding, weighted by the samples' density. */
    private static Image gridded(Space image, MriSpec.Trajectories paths, List<Image> frames) {
        Trajectory first = paths.trajectories().get(0);
        int coils = frames.get(0).space().size(2);
        int count = first.count();
        int all = count * frames.size();
        float[] coordinates = new float[all * first.dimensions()];
        float[] data = new float[2 * all * coils];
        for (int t = 0; t < frames.size(); t++) {
            float[] path = paths.trajectories().get(t).coordinates();
            System.arraycopy(path, 0, coordinates, t * path.length, path.length);
            for (int c = 0; c < coils; c++) {
                System.arraycopy(frames.get(t).data(), 2 * c * count, data, 2 * (c * all + t * count), 2 * count);
            }
        }
        Trajectory joined =
                new Trajectory(coordinates, first.dimensions(), first.samples(), first.shots() * frames.size());
        float[] weights = DensityCompensation.isRadial(joined)
                ? DensityCompensation.radial(joined)
                : DensityCompensation.pipeMenon(joined, image, DensityCompensation.ITERATIONS);
        for (int i = 0; i < data.length; i++) {
            data[i] *= weights[i / 2 % all];
        }
        Space coilImages = Sensitivities.space(image, coils);
        Nufft nufft = new Nufft(coilImages, joined);
        FourierTransform fourier = FourierTransform.spatial(coilImages);
        return new Image(fourier.range(), fourier.apply(nufft.adjoint(data)));
    }

    private static Image mean(MriSpec.Masks sampling, List<Image> frames) {
        if (frames.size() == 1) {
            return frames.get(0);
        }
        Image mean = Image.zeros(frames.get(0).space());
        float[] sum = mean.data();
        int points = sampling.masks().get(0).space().points();
        int[] count = new int[points];
        for (int t = 0; t < frames.size(); t++) {
            SamplingMask mask = sampling.masks().get(t);
            float[] data = frames.get(t).data();
            for (int i = 0; i < points; i++) {
                if (mask.kept(i)) {
                    count[i]++;
                    for (int at = 2 * i; at < sum.length; at += 2 * points) {
                        sum[at] += data[at];
                        sum[at + 1] += data[at + 1];
                    }
                }
            }
        }
        for (int i = 0; i < sum.length; i++) {
            sum[i] /= Math.max(1, count[i / 2 % points]);
        }
        return mean;
    }
}
