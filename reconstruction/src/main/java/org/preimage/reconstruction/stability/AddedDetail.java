package org.preimage.reconstruction.stability;

import org.preimage.operators.space.Image;
import org.preimage.operators.space.Space;

/**
 * A small detail t that is added to a known image x, and the measure of how much of it a reconstruction u shows:
 *
 * <pre>contrast recovery = &lt;u - x, p&gt; / &lt;t, p&gt;</pre>
 *
 * where p is t less its mean on a window, the smallest rectangle around t widened by a margin, and 0 beyond: the least-squares
 * factor of t in the error, where an error of the local mean counts for nothing. It is 1 where the detail comes out whole, 0 where
 * it has vanished, and for a reconstruction from data without the detail it tells what is mistaken for one.
 */
public final class AddedDetail {
    private final Image detail;
    private final float[] pattern;
    private final double power;

    /**
     * @param detail t, a plane real image that is zero but for the detail
     * @param margin of the window, in pixels; at least 1
     * @throws IllegalArgumentException if the image is of another kind or zero, or the margin is too small
     */
    public AddedDetail(Image detail, int margin) {
        Space space = detail.space();
        if (space.dimensions() != 2 || space.field().floats() != 1) {
            throw new IllegalArgumentException("the detail lies in " + space + ", but must be a plane real image");
        }
        if (margin < 1) {
            throw new IllegalArgumentException("margin is " + margin + ", but must be at least 1");
        }
        this.detail = detail;
        int nx = space.size(0);
        int ny = space.size(1);
        int left = nx;
        int right = -1;
        int top = ny;
        int bottom = -1;
        for (int i = 0; i < detail.data().length; i++) {
            if (detail.data()[i] != 0) {
                left = Math.min(left, i % nx);
                right = Math.max(right, i % nx);
                top = Math.min(top, i / nx);
                bottom = Math.max(bottom, i / nx);
            }
        }
        if (right < 0) {
            throw new IllegalArgumentException("the detail is zero everywhere, but must be seen somewhere");
        }
        left = Math.max(0, left - margin);
        right = Math.min(nx - 1, right + margin);
        top = Math.max(0, top - margin);
        bottom = Math.min(ny - 1, bottom + margin);
        double mean = 0;
        for (float v : detail.data()) {
            mean += v;
        }
        mean /= (double) (right - left + 1) * (bottom - top + 1);
        pattern = space.zeros();
        double sum = 0;
        for (int r = top; r <= bottom; r++) {
            for (int c = left; c <= right; c++) {
                int i = r * nx + c;
                pattern[i] = (float) (detail.data()[i] - mean);
                sum += (double) pattern[i] * detail.data()[i];
            }
        }
        power = sum;
        if (!(power > 0)) {
            throw new IllegalArgumentException("the detail fills its window evenly, so that it cannot be told apart");
        }
    }

    /** t. */
    public Image detail() {
        return detail;
    }

    /** x + t. */
    public Image addedTo(Image image) {
        Image sum = image.copy();
        for (int i = 0; i < sum.data().length; i++) {
            sum.data()[i] += detail.data()[i];
        }
        return sum;
    }

    /**
     * The contrast recovery.
     *
     * @param without x, the true image without the detail
     * @param reconstruction u
     * @throws IllegalArgumentException if the shapes differ
     */
    public double recovery(Image without, Image reconstruction) {
        detail.space().requireShape("the image without the detail", without.space());
        detail.space().requireShape("reconstruction", reconstruction.space());
        double sum = 0;
        for (int i = 0; i < pattern.length; i++) {
            sum += pattern[i] * ((double) reconstruction.data()[i] - without.data()[i]);
        }
        return sum / power;
    }
}
