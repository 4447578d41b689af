package org.preimage.operators.blur;

import java.util.Arrays;
import java.util.Optional;
import org.preimage.operators.DampedNormal;
import org.preimage.operators.fourier.HalfGrid;
import org.preimage.operators.fourier.LineTransform;
import org.preimage.operators.fourier.RealFilter;
import org.preimage.operators.fourier.RealFilter.Window;
import org.preimage.operators.fourier.TransferFunction;
import org.preimage.operators.parallel.ScratchArrays;

/**
 * The boundary at which the image is mirrored: A = C E with the extension E by as many samples as the kernel reaches and a
 * convolution C, and A* = E* C*. For an even kernel A is diagonal under the cosine transform, which is the Fourier transform of
 * the image and its mirror images: there (A* A + rho 1) x = r is solved.
 */
final class ReflectingConvolution implements Convolution {
    private final SpatialParts parts;
    private final Reflection extension;
    private final RealFilter forward;
    private final RealFilter backward;
    private final TransferFunction transfer;
    private final ScratchArrays extended;
    private final ScratchArrays single;
    private final Optional<Mirrored> mirrored;

    ReflectingConvolution(SpatialParts parts, Kernel kernel) {
        this.parts = parts;
        int[] sizes = parts.sizes();
        int axes = sizes.length;
        int[] before = new int[axes];
        int[] after = new int[axes];
        int[] grid = new int[axes];
        int[] from = new int[axes];
        int[] large = new int[axes];
        for (int a = 0; a < axes; a++) {
            // The sum takes x[i - j]: what follows the kernel's origin reaches back.
            before[a] = kernel.after(a);
            after[a] = kernel.before(a);
            from[a] = -before[a];
            large[a] = sizes[a] + before[a] + after[a];
            grid[a] = large[a] == 1 ? 1 : LineTransform.fastLength(large[a]);
        }
        HalfGrid half = new HalfGrid(grid);
        Window around = new Window(from, large);
        Window inside = Window.all(sizes);
        extension = new Reflection(sizes, before, after);
        forward = new RealFilter(half, around, inside);
        backward = new RealFilter(half, inside, around);
        transfer = TransferFunction.of(half, kernel.values, kernel.sizes);
        extended = new ScratchArrays(extension.points());
        single = new ScratchArrays(parts.points());
        mirrored = kernel.even() ? Optional.of(new Mirrored(sizes, kernel)) : Optional.empty();
    }

    @Override
    public void apply(float[] x, float[] out) {
        each(
                x,
                out,
                (part, result) -> extended.use(large -> {
                    extension.extend(part, 0, large);
                    forward.apply(large, 0, result, 0, transfer.multiply());
                }));
    }

    @Override
    public void adjoint(float[] y, float[] out) {
        each(
                y,
                out,
                (part, result) -> extended.use(large -> {
                    backward.apply(part, 0, large, 0, transfer.multiplyConjugate());
                    extension.fold(large, result, 0);
                }));
    }

    private interface Part {
        void compute(float[] in, float[] out);
    }

    private void each(float[] x, float[] out, Part part) {
        if (parts.count() == 1 && parts.contiguous()) {
            part.compute(x, out);
            return;
        }
        single.use(a -> single.use(b -> {
            for (int p = 0; p < parts.count(); p++) {
                parts.read(x, p, a);
                part.compute(a, b);
                parts.write(b, out, p);
            }
        }));
    }

    @Override
    public Optional<Double> norm() {
        return mirrored.map(m -> m.transfer.maximum());
    }

    @Override
    public Optional<Double> normBound() {
        return norm().map(n -> n * (1 + 1e-6));
    }

    @Override
    public Optional<DampedNormal> dampedNormal() {
        return mirrored.map(m -> (rho, r, x) -> each(r, x, (a, b) -> m.solve(rho, a, b)));
    }

    /** The periodic convolution of the image with its mirror images, twice as large along each axis. */
    private static final class Mirrored {
        private final Reflection extension;
        private final RealFilter filter;
        private final TransferFunction transfer;
        private final ScratchArrays large;

        Mirrored(int[] sizes, Kernel kernel) {
            int[] twice = Arrays.stream(sizes).map(n -> 2 * n).toArray();
            HalfGrid grid = new HalfGrid(twice);
            extension = new Reflection(sizes, new int[sizes.length], sizes);
            filter = new RealFilter(grid, Window.all(twice), Window.all(sizes));
            transfer = TransferFunction.of(grid, kernel.values, kernel.sizes);
            large = new ScratchArrays(extension.points());
        }

        void solve(double rho, float[] r, float[] x) {
            large.use(both -> {
                extension.extend(r, 0, both);
                filter.apply(both, 0, x, 0, transfer.divideDamped(rho));
            });
        }
    }
}
