package org.preimage.operators.blur;

import java.util.Optional;
import org.preimage.operators.DampedNormal;
import org.preimage.operators.fourier.HalfGrid;
import org.preimage.operators.fourier.LineTransform;
import org.preimage.operators.fourier.RealFilter;
import org.preimage.operators.fourier.RealFilter.Window;
import org.preimage.operators.fourier.TransferFunction;

/** The boundary outside which the image is zero: a periodic convolution on a grid that is larger by the reach of the kernel. */
final class ZeroConvolution implements Convolution {
    private final WindowedFilter filter;
    private final TransferFunction transfer;

    ZeroConvolution(SpatialParts parts, Kernel kernel) {
        int[] sizes = parts.sizes();
        int[] grid = new int[sizes.length];
        Kernel reaching = kernel.within(sizes);
        for (int a = 0; a < sizes.length; a++) {
            // What wraps around must not reach the image.
            int margin = Math.max(reaching.before(a), reaching.after(a));
            grid[a] = sizes[a] == 1 ? 1 : LineTransform.fastLength(sizes[a] + margin);
        }
        HalfGrid half = new HalfGrid(grid);
        Window window = Window.all(sizes);
        filter = new WindowedFilter(new RealFilter(half, window, window), parts, parts);
        transfer = TransferFunction.of(half, reaching.values, reaching.sizes);
    }

    @Override
    public void apply(float[] x, float[] out) {
        filter.apply(x, out, transfer.multiply());
    }

    @Override
    public void adjoint(float[] y, float[] out) {
        filter.apply(y, out, transfer.multiplyConjugate());
    }

    @Override
    public Optional<Double> norm() {
        return Optional.empty();
    }

    /** That of the larger periodic convolution, of which this is a part. */
    @Override
    public Optional<Double> normBound() {
        return Optional.of(transfer.maximum() * (1 + 1e-6));
    }

    @Override
    public Optional<DampedNormal> dampedNormal() {
        return Optional.empty();
    }
}
