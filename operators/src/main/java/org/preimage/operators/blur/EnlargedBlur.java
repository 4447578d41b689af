package org.preimage.operators.blur;

import java.util.Arrays;
import org.preimage.operators.LinearOperator;
import org.preimage.operators.fourier.HalfGrid;
import org.preimage.operators.fourier.LineTransform;
import org.preimage.operators.fourier.RealFilter;
import org.preimage.operators.fourier.RealFilter.Window;
import org.preimage.operators.fourier.TransferFunction;
import org.preimage.operators.space.Space;

/**
 * Blur of an image that goes on beyond the field of view, of which the field of view is seen: the unknown is larger than the
 * data by a margin on each side that the point spread function reaches into,
 *
 * <pre>(A x)[i] = sum over j of h[j + c] x[i + m - j],</pre>
 *
 * m the margin before the field of view. No boundary is assumed where the data end, so that none leaves artefacts, and nothing
 * wraps around (Bertero and Boccacci 2005, A simple method for the reduction of boundary effects in the Richardson-Lucy approach
 * to image deconvolution, Astron. Astrophys. 437).
 */
public final class EnlargedBlur extends LinearOperator {
    private final int[] before;
    private final SpatialParts parts;
    private final SpatialParts seen;
    private final WindowedFilter filter;
    private final TransferFunction transfer;
    private final WindowedFilter back;

    private EnlargedBlur(Space enlarged, Space image, int[] before, Kernel kernel) {
        super(enlarged, image);
        this.before = before;
        this.parts = new SpatialParts(enlarged);
        this.seen = new SpatialParts(image);
        int[] sizes = parts.sizes();
        Kernel reaching = kernel.within(sizes);
        int[] grid = new int[sizes.length];
        for (int a = 0; a < sizes.length; a++) {
            int after = sizes[a] - seen.sizes()[a] - before[a];
            // What wraps around must not reach the field of view.
            int beyond = Math.max(reaching.after(a) - before[a], reaching.before(a) - after);
            grid[a] = sizes[a] == 1 ? 1 : LineTransform.fastLength(sizes[a] + Math.max(0, beyond));
        }
        HalfGrid half = new HalfGrid(grid);
        Window whole = Window.all(sizes);
        Window field = new Window(before, seen.sizes());
        this.filter = new WindowedFilter(new RealFilter(half, whole, field), parts, seen);
        this.back = new WindowedFilter(new RealFilter(half, field, whole), seen, parts);
        this.transfer = TransferFunction.of(half, reaching.values, reaching.sizes);
    }

    /**
     * The same point spread function as a blur's, with a margin beyond which less than a share of it lies on each side.
     *
     * @param blur of any boundary
     * @param share from 0, for all of the function, to below 1/2
     */
    public static EnlargedBlur of(Blur blur, double share) {
        if (!(share >= 0 && share < 0.5)) {
            throw new IllegalArgumentException("share is " + share + ", but must be at least 0 and below 0.5");
        }
        Kernel kernel = blur.kernel();
        Space image = blur.domain();
        int[] sizes = new SpatialParts(image).sizes();
        int[] before = new int[sizes.length];
        int[] one = new int[sizes.length];
        Arrays.fill(one, 1);
        for (int a = 0; a < sizes.length; a++) {
            double[] along = kernel.along(a);
            // Light from in front of the field of view is carried by the samples behind the origin.
            before[a] = reach(along, kernel.before(a), 1, share);
            sizes[a] += before[a] + reach(along, kernel.before(a), -1, share);
        }
        return new EnlargedBlur(SpatialParts.resized(image, sizes, one), image, before, kernel);
    }

    /** Samples on one side of the origin until what is left is at most the share. */
    private static int reach(double[] along, int origin, int direction, double share) {
        double all = Arrays.stream(along).sum();
        int last = direction > 0 ? along.length - 1 : 0;
        double left = 0;
        int k = last;
        while (k != origin && left + along[k] <= share * all) {
            left += along[k];
            k -= direction;
        }
        return Math.abs(k - origin);
    }

    /** The operator that cuts the field of view out of the enlarged image. */
    public LinearOperator fieldOfView() {
        return LinearOperator.of(domain(), range(), this::cut, this::embed);
    }

    private void cut(float[] x, float[] out) {
        each((at, i) -> out[i] = x[at]);
    }

    private void embed(float[] y, float[] out) {
        Arrays.fill(out, 0);
        each((at, i) -> out[at] = y[i]);
    }

    private interface Pair {
        void at(int enlarged, int image);
    }

    /** Goes over the samples of the field of view: their places in the enlarged image and in the image. */
    private void each(Pair pair) {
        int dimensions = range().dimensions();
        int floats = range().field().floats();
        int[] axes = SpatialParts.axes(range());
        int[] from = new int[dimensions];
        for (int a = 0; a < axes.length; a++) {
            from[axes[a]] = before[a];
        }
        int nx = range().size(0) * floats;
        for (int i = 0; i < range().length(); i += nx) {
            int rest = i / nx;
            int at = from[0] * floats;
            int step = domain().size(0) * floats;
            for (int a = 1; a < dimensions; a++) {
                at += (rest % range().size(a) + from[a]) * step;
                rest /= range().size(a);
                step *= domain().size(a);
            }
            for (int x = 0; x < nx; x++) {
                pair.at(at + x, i + x);
            }
        }
    }

    @Override
    protected void computeApply(float[] x, float[] out) {
        filter.apply(x, out, transfer.multiply());
    }

    @Override
    protected void computeAdjoint(float[] y, float[] out) {
        back.apply(y, out, transfer.multiplyConjugate());
    }

    /** That of the periodic convolution, of which this is a part. */
    @Override
    public double normBound() {
        return transfer.maximum() * (1 + 1e-6);
    }
}
