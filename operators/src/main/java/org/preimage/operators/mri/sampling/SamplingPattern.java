package org.preimage.operators.mri.sampling;

import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import org.preimage.operators.mri.SamplingMask;
import org.preimage.operators.space.Space;

/** A rule for which points of a Cartesian k-space are measured. */
@FunctionalInterface
public interface SamplingPattern {
    /**
     * The points for one image.
     *
     * @param image an image or its k-space; axes that are no directions, as coils, are passed over
     * @param random where the randomness comes from; patterns without any leave it alone
     * @throws IllegalArgumentException if the pattern does not fit the sizes, as a calibration block with more points than
     *     the acceleration leaves
     */
    SamplingMask mask(Space image, RandomGenerator random);

    /**
     * The points for each frame of a series, drawn anew for each.
     *
     * @param image of one frame
     * @param frames how many
     * @param random where the randomness comes from
     */
    default List<SamplingMask> frames(Space image, int frames, RandomGenerator random) {
        Checks.atLeast("frames", frames, 1);
        List<SamplingMask> masks = new ArrayList<>(frames);
        for (int t = 0; t < frames; t++) {
            masks.add(mask(image, random));
        }
        return masks;
    }

    /** The points that both patterns measure. */
    default SamplingPattern and(SamplingPattern other) {
        return (image, random) -> {
            SamplingMask first = mask(image, random);
            SamplingMask second = other.mask(image, random);
            boolean[] kept = first.toArray();
            for (int i = 0; i < kept.length; i++) {
                kept[i] &= second.kept(i);
            }
            return new SamplingMask(first.space(), kept);
        };
    }
}
