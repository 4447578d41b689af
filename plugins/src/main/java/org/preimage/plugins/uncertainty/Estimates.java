package org.preimage.plugins.uncertainty;

import ij.ImagePlus;
import org.preimage.operators.space.Image;
import org.preimage.operators.space.Space;
import org.preimage.plugins.Planes;

/** An image of two channels, mean and standard deviation, as the commands of this package make it: slice by slice. */
final class Estimates {
    private final Planes planes;
    private final Space space;

    /** @throws IllegalArgumentException in one sentence, if it is missing, RGB or has not two channels */
    Estimates(ImagePlus image) {
        planes = new Planes("Image", image);
        if (image.getNChannels() != 2) {
            throw new IllegalArgumentException("image has " + image.getNChannels()
                    + " channels, but must have two, mean and standard deviation (Image > Color > Merge Channels..."
                    + " makes them of two images)");
        }
        space = Space.image(planes.width(), planes.height(), 1);
    }

    Planes planes() {
        return planes;
    }

    /** Of a slice. */
    Space space() {
        return space;
    }

    int slices() {
        return planes.count() / 2;
    }

    /** @param slice from 0 */
    Image mean(int slice) {
        return planes.read(2 * slice, space);
    }

    /** @throws IllegalArgumentException in one sentence, if one is negative */
    Image deviation(int slice) {
        Image deviation = planes.read(2 * slice + 1, space);
        for (float v : deviation.data()) {
            if (v < 0) {
                throw new IllegalArgumentException("image, slice " + (slice + 1) + " has a standard deviation of " + v
                        + " in its second channel, but it must not be negative");
            }
        }
        return deviation;
    }
}
