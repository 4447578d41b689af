package org.preimage.operators.mri.sampling;

import java.util.random.RandomGenerator;
import org.preimage.operators.mri.SamplingMask;
import org.preimage.operators.space.Role;
import org.preimage.operators.space.Space;

/**
 * The upper part of k-space along one axis: the others follow from an image whose phase is smooth (D. C. Noll, D. G. Nishimura
 * and A. Macovski, Homodyne detection in magnetic resonance imaging, IEEE Trans. Med. Imaging 10, 154-163, 1991). Joined to
 * another pattern by {@link #and}.
 *
 * @param axis along which lines are left out: KX, KY or KZ
 * @param fraction of the lines that is measured, more than 1/2, at most 1; the lines of the lowest index are left out
 */
public record PartialFourier(Role axis, double fraction) implements SamplingPattern {
    public PartialFourier {
        Checks.frequency(axis);
        if (!(fraction > 0.5) || fraction > 1) {
            throw new IllegalArgumentException(
                    "the fraction of k-space is " + fraction + ", but must be more than 0.5 and at most 1");
        }
    }

    @Override
    public SamplingMask mask(Space image, RandomGenerator random) {
        return mask(image);
    }

    /** There is nothing random about it. */
    public SamplingMask mask(Space image) {
        Encodings encodings = Encodings.of(image);
        boolean[] lines = new boolean[encodings.size(axis)];
        int first = lines.length - (int) Math.round(fraction * lines.length);
        for (int i = first; i < lines.length; i++) {
            lines[i] = true;
        }
        return encodings.lines(axis, lines);
    }
}
