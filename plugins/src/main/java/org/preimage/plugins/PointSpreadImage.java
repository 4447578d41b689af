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
}
