package org.preimage.operators.space;

/** What an axis of a {@link Space} counts. */
public enum Role {
    /** Image column, growing to the right. */
    X,
    /** Image row; row 0 is the top, where y in mathematics is largest. */
    Y,
    /** Image slice. */
    Z,
    /** Projection direction of a tomographic scan. */
    ANGLE,
    /** Detector cell within one projection. */
    DETECTOR,
    /** Detector row of a flat panel. */
    DETECTOR_ROW,
    /** Receive coil. */
    COIL,
    /** Time frame. */
    TIME,
    /** Colour or contrast. */
    CHANNEL,
    /** Component of a vector field, as the partial derivatives of a gradient. */
    COMPONENT,
    /** Plain running index of a list of values. */
    SAMPLE;

    /** Whether the axis is a direction in the image's own space. */
    public boolean isSpatial() {
        return this == X || this == Y || this == Z;
    }
}
