package org.preimage.plugins;

import ij.ImagePlus;
import java.util.Map;
import org.preimage.operators.blur.MeasuredSpread;
import org.preimage.operators.space.Image;
import org.preimage.operators.space.Space;

/** An image of a point, made a point spread function. */
public final class PointSpreadImage {
    private PointSpreadImage() {}

    /**
     * Background subtracted, the brightest pixel in the middle, the sum 1.
     *
     * @param image of the point, one plane
     * @param plane what is blurred
     * @param facts receives what it is
     * @throws IllegalArgumentException if there is no image, it has several planes, or nothing is above its background
     */
    public static Image of(ImagePlus image, Space plane, Map<String, String> facts) {
        Planes given = new Planes("Point spread function", image);
        if (given.count() > 1) {
            throw new IllegalArgumentException(
                    "point spread function has " + given.count() + " planes, but planes are worked on one by one");
        }
        Image measured = given.read(0, Space.image(given.width(), given.height(), 1));
        facts.put("Point spread function", given.title() + ", " + given.width() + " x " + given.height());
        return new MeasuredSpread(measured, Double.NaN, MeasuredSpread.Centre.PEAK).forImage(plane);
    }

    /**
     * The same of a stack that is a volume: the brightest voxel in the middle.
     *
     * @param image of the point, a stack whose slices lie as far apart as those of what is blurred
     * @param volume what is blurred
     * @throws IllegalArgumentException if there is no image, or nothing is above its background
     */
    public static Image ofVolume(ImagePlus image, Space volume, Map<String, String> facts) {
        Planes given = new Planes("Point spread function", image);
        facts.put(
                "Point spread function",
                given.title() + ", " + given.width() + " x " + given.height() + " x " + given.count());
        Image measured = given.readAll(Space.volume(given.width(), given.height(), given.count(), 1));
        return new MeasuredSpread(measured, Double.NaN, MeasuredSpread.Centre.PEAK).forImage(volume);
    }
}
