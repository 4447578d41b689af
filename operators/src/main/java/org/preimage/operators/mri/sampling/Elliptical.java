package org.preimage.operators.mri.sampling;

import java.util.random.RandomGenerator;
import org.preimage.operators.mri.SamplingMask;
import org.preimage.operators.space.Space;

/**
 * The ellipse of phase encodings that touches the edges of k-space: scanners leave out the corners, a fraction 1 - pi / 4 of
 * all points, because they hold resolution along the diagonals only. Joined to another pattern by {@link #and}.
 */
public record Elliptical() implements SamplingPattern {
    @Override
    public SamplingMask mask(Space image, RandomGenerator random) {
        return mask(image);
    }

    /** There is nothing random about it. */
    public SamplingMask mask(Space image) {
        Encodings encodings = Encodings.of(image);
        boolean[] plane = new boolean[encodings.columns() * encodings.rows()];
        for (int i = 0; i < plane.length; i++) {
            plane[i] = encodings.radius(i) <= 1;
        }
        return encodings.points(plane);
    }
}
