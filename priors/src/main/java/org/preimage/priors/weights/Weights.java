package org.preimage.priors.weights;

import java.util.Arrays;
import java.util.random.RandomGenerator;

/**
 * Values for all arrays of a layout.
 *
 * @param layout names and shapes
 * @param values all of them in the layout's order; not copied
 */
public record Weights(Layout layout, float[] values) {
    /** @throws IllegalArgumentException if the length does not fit */
    public Weights {
        if (values.length != layout.length()) {
            throw new IllegalArgumentException(
                    "there are " + values.length + " weights, but the layout needs " + layout.length());
        }
    }

    /** As the layout's laws say. */
    public static Weights initial(Layout layout, RandomGenerator random) {
        float[] values = new float[layout.length()];
        for (Layout.Entry e : layout.entries()) {
            e.law().fill(values, e.offset(), e.offset() + e.length(), random);
        }
        return new Weights(layout, values);
    }

    /** One array, copied. */
    public float[] get(String name) {
        Layout.Entry e = layout.entry(name);
        return Arrays.copyOfRange(values, e.offset(), e.offset() + e.length());
    }

    /**
     * Replaces one array.
     *
     * @throws IllegalArgumentException if the length does not fit
     */
    public void set(String name, float[] data) {
        Layout.Entry e = layout.entry(name);
        if (data.length != e.length()) {
            throw new IllegalArgumentException(
                    "weights \"" + name + "\" have " + data.length + " values, but " + e.length() + " are needed");
        }
        System.arraycopy(data, 0, values, e.offset(), data.length);
    }

    /**
     * Takes over all arrays of another network, of which this one may be an extension.
     *
     * @throws IllegalArgumentException if this has no array of a name, or it has another shape
     */
    public void take(Weights other) {
        for (Layout.Entry e : other.layout.entries()) {
            int[] shape = layout.entry(e.name()).shape();
            if (!Arrays.equals(shape, e.shape())) {
                throw new IllegalArgumentException("weights \"" + e.name() + "\" have the shape "
                        + Arrays.toString(e.shape()) + ", but " + Arrays.toString(shape) + " is needed");
            }
            set(e.name(), other.get(e.name()));
        }
    }

    /** The same layout with values of its own. */
    public Weights copy() {
        return new Weights(layout, values.clone());
    }
}
