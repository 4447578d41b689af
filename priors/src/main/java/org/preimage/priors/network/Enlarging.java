package org.preimage.priors.network;

import org.preimage.priors.tensor.Bound;
import org.preimage.priors.tensor.Tensor;
import org.preimage.priors.weights.Layout;

/**
 * Images enlarged by a factor without weights.
 *
 * @param factor by which images grow
 * @param smooth whether interpolated bilinearly between pixel centres, else each pixel is repeated
 */
public record Enlarging(int factor, boolean smooth) implements Network {
    @Override
    public void declare(Layout.Builder weights) {}

    @Override
    public Tensor forward(Tensor x, Bound weights) {
        int[] shape = x.shape();
        int rows = factor * shape[2];
        int columns = factor * shape[3];
        return smooth ? x.resizeBilinear(rows, columns) : x.enlargeNearest(rows, columns);
    }
}
