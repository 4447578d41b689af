package org.preimage.uncertainty.score;

/**
 * How often intervals of one level held the truth.
 *
 * @param level probability claimed
 * @param observed share of all pixels covered
 * @param imageMean mean over images of the share of their pixels; {@code observed} where images are of equal size
 * @param imageSd standard deviation over images of that share; NaN for a single image
 * @param images how many
 */
public record Coverage(double level, double observed, double imageMean, double imageSd, int images) {
    /** observed - level: negative where too much was claimed. */
    public double excess() {
        return observed - level;
    }
}
