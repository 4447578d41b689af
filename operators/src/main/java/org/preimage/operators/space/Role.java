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
    /** Spatial frequency along x, in 1/mm; sample n / 2 is zero frequency. */
    KX,
    /** Spatial frequency along y. */
    KY,
    /** Spatial frequency along z. */
    KZ,
    /** One readout of a trajectory through k-space: a spoke, an interleaf. */
    SHOT,
    /** Receive coil. */
    COIL,
    /** One of several sensitivity maps of each coil. */
    MAP,
    /** Time frame. */
    TIME,
    /** Colour or contrast. */
    CHANNEL,
    /** Component of a vector field, as the partial derivatives of a gradient. */
    COMPONENT,
    /** Subband of a decomposition into scales and directions, as by shearlets. */
    BAND,
    /** Plain running index of a list of values. */
    SAMPLE;

    /** Whether the axis is a direction in the image's own space. */
    public boolean isSpatial() {
        return this == X || this == Y || this == Z;
    }
}
