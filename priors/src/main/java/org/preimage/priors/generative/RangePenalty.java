package org.preimage.priors.generative;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * How far an image x = u G(z) + v may be from the range of a generator G, where u is the value that is 1 for G: R(v, z) in {@link
 * LatentOptimisation}.
 *
 * <p>Duff, Campbell and Ehrhardt 2024, Regularising inverse problems with generative machine learning models, J. Math. Imaging Vis.
 */
public enum RangePenalty {
    /** v = 0: the image is in the range. Bora, Jalal, Price and Dimakis 2017, Compressed sensing using generative models, ICML. */
    HARD,

    /**
     * R = 1/2 |v / (u s)|<sup>2</sup> + g sum log s, with a deviation s(z) of each pixel that the generator has learned, or one for
     * all. g = min(1, m / n) for m data and n pixels is the share of v on which data have a say; over all other directions v
     * integrates to 1 whatever s is.
     */
    SOFT,

    /**
     * R = sqrt(2) |v|<sub>1</sub> / (u s), Laplace's law of the standard deviation u s. Dhar, Grover and Ermon 2018, Modeling sparse
     * deviations for compressed sensing using generative models, ICML.
     */
    SPARSE;

    /** As settings name it. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The names of all. */
    public static List<String> labels() {
        return Arrays.stream(values()).map(RangePenalty::label).toList();
    }

    /** The one of this name. */
    public static RangePenalty labelled(String label) {
        return valueOf(label.toUpperCase(Locale.ROOT));
    }
}
