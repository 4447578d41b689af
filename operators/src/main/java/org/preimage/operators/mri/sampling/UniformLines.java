package org.preimage.operators.mri.sampling;

import java.util.random.RandomGenerator;
import org.preimage.operators.mri.SamplingMask;
import org.preimage.operators.space.Role;
import org.preimage.operators.space.Space;

/**
 * Every R-th line and a block of calibration lines about the centre, as parallel imaging takes them (K. P. Pruessmann et al.,
 * SENSE: sensitivity encoding for fast MRI, Magn. Reson. Med. 42, 952-962, 1999; M. A. Griswold et al., Generalized
 * autocalibrating partially parallel acquisitions (GRAPPA), 47, 1202-1210, 2002). The line of zero frequency is one of them
 * if the offset is 0. The acceleration of the mask is lower than R by the calibration lines.
 *
 * @param axis along which lines are left out: KX, KY or KZ
 * @param every R
 * @param calibration lines about the centre that are all measured; 0 for none
 * @param offset shifts the lines up, as from frame to frame of a series
 */
public record UniformLines(Role axis, int every, int calibration, int offset) implements SamplingPattern {
    public UniformLines {
        Checks.frequency(axis);
        Checks.atLeast("every", every, 1);
        Checks.atLeast("calibration", calibration, 0);
    }

    /** Lines that hold zero frequency. */
    public UniformLines(Role axis, int every, int calibration) {
        this(axis, every, calibration, 0);
    }

    @Override
    public SamplingMask mask(Space image, RandomGenerator random) {
        return mask(image);
    }

    /** There is nothing random about it. */
    public SamplingMask mask(Space image) {
        Encodings encodings = Encodings.of(image);
        boolean[] lines = new boolean[encodings.size(axis)];
        for (int i = 0; i < lines.length; i++) {
            lines[i] = Math.floorMod(i - lines.length / 2 - offset, every) == 0
                    || Encodings.central(i, lines.length, calibration);
        }
        return encodings.lines(axis, lines);
    }
}
