package org.preimage.operators.tomography;

/** How a sample of a table spreads over the positions around it: the weights of the samples next to a position. */
enum Footprint {
    /** max(0, 1 - |d|) at distance d: linear interpolation. */
    LINEAR,
    /** max(0, 1 - |d| / w): what a pixel is to rays that interpolate linearly. */
    TRIANGLE,
    /** The part of a trapezoid about the position, of area 1, that lies within 1/2 of the sample. */
    TRAPEZOID
}
