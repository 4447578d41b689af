package org.preimage.operators.mri.simulation;

import org.preimage.operators.parallel.Parallel;
import org.preimage.operators.space.Image;

/** The phase of an object, smooth over space. */
@FunctionalInterface
public interface ObjectPhase {
    /**
     * The phase in radians.
     *
     * @param x from -1 to 1 across the image
     * @param y from -1 to 1, growing with the row
     * @param z from -1 to 1; 0 in a plane image
     */
    double at(double x, double y, double z);

    /** The sum of two phases. */
    default ObjectPhase plus(ObjectPhase other) {
        return (x, y, z) -> at(x, y, z) + other.at(x, y, z);
    }

    /**
     * The complex image m exp(i phase).
     *
     * @param magnitude m, real, axes X, Y, and Z if there is one
     */
    default Image applyTo(Image magnitude) {
        PixelFrame frame = new PixelFrame(magnitude.space());
        Image image = Image.zeros(magnitude.space().complex());
        Parallel.ranges(magnitude.space().points(), 1024, (from, to) -> {
            double[] place = new double[3];
            for (int i = from; i < to; i++) {
                for (int a = 0; a < frame.space().dimensions(); a++) {
                    place[a] = 2
                            * frame.place(a, frame.index(a, i))
                            / (frame.space().size(a) * frame.space().spacing(a));
                }
                double phase = at(place[0], place[1], place[2]);
                image.data()[2 * i] = (float) (magnitude.data()[i] * Math.cos(phase));
                image.data()[2 * i + 1] = (float) (magnitude.data()[i] * Math.sin(phase));
            }
        });
        return image;
    }
}
