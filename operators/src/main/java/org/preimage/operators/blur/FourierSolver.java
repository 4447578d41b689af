package org.preimage.operators.blur;

import java.util.Arrays;
import org.preimage.operators.DampedNormal;
import org.preimage.operators.fourier.HalfGrid;
import org.preimage.operators.fourier.RealFilter;
import org.preimage.operators.fourier.RealFilter.Window;
import org.preimage.operators.fourier.TransferFunction;
import org.preimage.operators.parallel.ScratchArrays;

/**
 * Solves (T + rho 1) x = r for a symmetric convolution T with periodic boundaries, or with reflecting ones and a kernel that is
 * even along each axis. The latter is diagonal under the cosine transform, which is the Fourier transform of an image together
 * with its mirror images.
 */
final class FourierSolver implements DampedNormal {
    private final SpatialParts parts;
    private final TransferFunction transfer;
    private final Reflection mirror;
    private final RealFilter filter;
    private final ScratchArrays single;
    private final ScratchArrays doubled;

    /**
     * @param parts of the image
     * @param transfer of T: real; on {@link #grid} of the parts
     * @param mirrored whether boundaries are reflecting
     */
    FourierSolver(SpatialParts parts, TransferFunction transfer, boolean mirrored) {
        int[] sizes = parts.sizes();
        this.parts = parts;
        this.transfer = transfer;
        this.mirror = mirrored ? new Reflection(sizes, new int[sizes.length], sizes) : null;
        this.filter = new RealFilter(transfer.grid(), Window.all(transfer.grid().sizes()), Window.all(sizes));
        this.single = new ScratchArrays(parts.points());
        this.doubled = new ScratchArrays(mirrored ? mirror.points() : 0);
    }

    /** The frequencies of an image, or of an image with its mirror images. */
    static HalfGrid grid(SpatialParts parts, boolean mirrored) {
        return new HalfGrid(
                Arrays.stream(parts.sizes()).map(n -> mirrored ? 2 * n : n).toArray());
    }

    @Override
    public void solve(double rho, float[] r, float[] x) {
        RealFilter.Symbol symbol = transfer.divideDamped(rho);
        boolean direct = parts.contiguous();
        single.use(a -> single.use(b -> doubled.use(large -> {
            for (int p = 0; p < parts.count(); p++) {
                if (!direct) {
                    parts.read(r, p, a);
                }
                float[] from = direct ? r : a;
                float[] to = direct ? x : b;
                int start = direct ? parts.start(p) : 0;
                if (mirror == null) {
                    filter.apply(from, start, to, start, symbol);
                } else {
                    mirror.extend(from, start, large);
                    filter.apply(large, 0, to, start, symbol);
                }
                if (!direct) {
                    parts.write(b, x, p);
                }
            }
        })));
    }
}
