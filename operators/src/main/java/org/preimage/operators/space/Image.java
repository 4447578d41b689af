package org.preimage.operators.space;

import java.util.Objects;

/**
 * Values with their space: a picture, a sinogram, k-space.
 *
 * @param space shape, spacing and meaning
 * @param data the values, first axis fastest; not copied
 */
public record Image(Space space, float[] data) {
    public Image {
        Objects.requireNonNull(space, "space");
        space.require("data", data);
    }

    /** An image of zeros. */
    public static Image zeros(Space space) {
        return new Image(space, space.zeros());
    }

    /** A copy with values of its own. */
    public Image copy() {
        return new Image(space, data.clone());
    }

    /** The magnitudes of complex values as a real image; of a real image, itself. */
    public Image magnitude() {
        if (space.field() == Field.REAL) {
            return this;
        }
        float[] out = new float[data.length / 2];
        for (int i = 0; i < out.length; i++) {
            out[i] = (float) Math.hypot(data[2 * i], data[2 * i + 1]);
        }
        return new Image(new Space(space.axes(), Field.REAL), out);
    }

    /** The values as complex numbers without imaginary part; of a complex image, itself. */
    public Image complex() {
        if (space.field() == Field.COMPLEX) {
            return this;
        }
        float[] out = new float[2 * data.length];
        for (int i = 0; i < data.length; i++) {
            out[2 * i] = data[i];
        }
        return new Image(space.complex(), out);
    }

    /** The same values read as another space of the same length. */
    public Image as(Space other) {
        return new Image(other, data);
    }

    /**
     * Checks that all values are finite.
     *
     * @param name what to call the image in the message
     * @throws IllegalArgumentException naming the number of NaN or infinite values and where the first one stands
     */
    public void requireFinite(String name) {
        int bad = 0;
        int first = -1;
        for (int i = 0; i < data.length; i++) {
            if (!Float.isFinite(data[i])) {
                if (bad++ == 0) {
                    first = i;
                }
            }
        }
        if (bad > 0) {
            throw new IllegalArgumentException(name + " holds " + bad + " NaN or infinite value" + (bad == 1 ? "" : "s")
                    + " (the first at index " + first + "), but must be finite");
        }
    }

    @Override
    public String toString() {
        return "Image[" + space + "]";
    }
}
