package org.preimage.operators.blur;

import java.util.Arrays;
import org.preimage.operators.LinearOperator;
import org.preimage.operators.fourier.HalfGrid;
import org.preimage.operators.fourier.LineTransform;
import org.preimage.operators.fourier.RealFilter;
import org.preimage.operators.fourier.RealFilter.Window;
import org.preimage.operators.fourier.TransferFunction;
import org.preimage.operators.space.Image;
import org.preimage.operators.space.Space;

/**
 * Blur of an image that is larger than the data, as a microscope sees it: light from outside the field of view reaches the
 * detector. A = S C with a periodic convolution C on the larger domain and the selection S of the field of view. If the domain
 * is larger than the data by the function's size less one, nothing wraps around into the data, and no boundary is assumed.
 *
 * <p>M. Bertero and P. Boccacci, A simple method for the reduction of boundary effects in the
 * Richardson-Lucy approach to image deconvolution, Astronomy and Astrophysics 437, 2005.
 */
public final class ExtendedBlur extends LinearOperator {
    private final int[] offset;
    private final PeriodicFilter convolution;
    private final WindowedFilter forward;
    private final WindowedFilter backward;
    private final LinearOperator selection;

    /**
     * On the smallest domain of quickly transformed sizes from which nothing wraps around.
     *
     * @param data range, with one to three of the axes X, Y, Z
     * @param psf as for {@link Blur}
     */
    public ExtendedBlur(Space data, Image psf) {
        this(data, psf, enough(data, psf));
    }

    /**
     * On a domain of given sizes.
     *
     * @param sizes of the spatial axes of the domain, at least those of the data; the data are in the middle, as far as the
     *     function reaches to either side
     */
    public ExtendedBlur(Space data, Image psf, int... sizes) {
        super(larger(data, sizes), data);
        SpatialParts inside = new SpatialParts(data);
        SpatialParts all = new SpatialParts(domain());
        Kernel kernel = new Kernel(psf, sizes.length);
        offset = new int[sizes.length];
        for (int a = 0; a < sizes.length; a++) {
            int spare = sizes[a] - inside.sizes()[a];
            // What the data need in front is what follows the function's origin.
            int reach = kernel.sizes[a] - 1;
            offset[a] = reach == 0 ? spare / 2 : (int) Math.round(spare * (double) kernel.after(a) / reach);
        }
        HalfGrid grid = new HalfGrid(sizes);
        Window field = new Window(offset, inside.sizes());
        TransferFunction transfer = TransferFunction.of(grid, kernel.values, kernel.sizes);
        convolution = new PeriodicFilter(domain(), transfer);
        forward = new WindowedFilter(new RealFilter(grid, Window.all(sizes), field), all, inside);
        backward = new WindowedFilter(new RealFilter(grid, field, Window.all(sizes)), inside, all);
        selection = selection(data, all, inside, offset);
    }

    private static int[] enough(Space data, Image psf) {
        int[] sizes = new SpatialParts(data).sizes();
        Kernel kernel = new Kernel(psf, sizes.length);
        for (int a = 0; a < sizes.length; a++) {
            int need = sizes[a] + kernel.sizes[a] - 1;
            sizes[a] = need == 1 ? 1 : LineTransform.fastLength(need);
        }
        return sizes;
    }

    private static Space larger(Space data, int[] sizes) {
        int[] needed = new SpatialParts(data).sizes();
        if (needed.length != sizes.length) {
            throw new IllegalArgumentException(
                    "there are " + sizes.length + " sizes, but the data have " + needed.length + " spatial axes");
        }
        int[] ones = new int[sizes.length];
        for (int a = 0; a < sizes.length; a++) {
            if (sizes[a] < needed[a]) {
                throw new IllegalArgumentException("the domain has size " + sizes[a] + " along axis " + a
                        + ", but must be at least as large as the data, " + needed[a]);
            }
            ones[a] = 1;
        }
        return SpatialParts.resized(data, sizes, ones);
    }

    private LinearOperator selection(Space data, SpatialParts all, SpatialParts inside, int[] offset) {
        int[] at = new int[data.length()];
        int[] small = inside.sizes();
        for (int p = 0; p < inside.count(); p++) {
            int part = p;
            inside.each(p, (to, i) -> {
                int[] place = offset.clone();
                int rest = i;
                for (int a = 0; a < small.length; a++) {
                    place[a] += rest % small[a];
                    rest /= small[a];
                }
                at[to] = all.position(part, place);
            });
        }
        return LinearOperator.of(
                domain(),
                data,
                (x, out) -> {
                    for (int i = 0; i < at.length; i++) {
                        out[i] = x[at[i]];
                    }
                },
                (y, out) -> {
                    Arrays.fill(out, 0);
                    for (int i = 0; i < at.length; i++) {
                        out[at[i]] = y[i];
                    }
                });
    }

    /** Where the data begin in the domain, along each spatial axis. */
    public int[] offset() {
        return offset.clone();
    }

    /** C: the periodic convolution on the domain. */
    public PeriodicFilter convolution() {
        return convolution;
    }

    /** S: takes the field of view out of the domain. */
    public LinearOperator selection() {
        return selection;
    }

    @Override
    protected void computeApply(float[] x, float[] out) {
        forward.apply(x, out, convolution.transfer().multiply());
    }

    @Override
    protected void computeAdjoint(float[] y, float[] out) {
        backward.apply(y, out, convolution.transfer().multiplyConjugate());
    }

    /** That of the convolution. */
    @Override
    public double normBound() {
        return convolution.normBound();
    }
}
