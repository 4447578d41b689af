package org.preimage.operators.phase;

import java.util.Arrays;
import java.util.Optional;
import java.util.stream.IntStream;
import org.preimage.operators.DampedNormal;
import org.preimage.operators.LinearOperator;
import org.preimage.operators.fourier.CentredFft;
import org.preimage.operators.fourier.FourierTransform;
import org.preimage.operators.space.Axis;
import org.preimage.operators.space.Field;
import org.preimage.operators.space.Space;
import org.preimage.operators.space.Vectors;

/**
 * The far field of an object with known support: the image is set into zeros, a whole factor larger along each axis, and
 * transformed by the centred unitary Fourier transform. A* A is the identity. The support is the image itself.
 */
public final class OversampledFourier extends LinearOperator {
    private final CentredFft fft;
    private final int[] offset;
    private final int[] grid;

    /**
     * @param image domain, real or complex, with one to three spatial axes and no other
     * @param factor how much larger the grid is along each axis; at least 2 for phase retrieval
     */
    public OversampledFourier(Space image, int factor) {
        super(image, frequencies(image, factor));
        this.grid = range().sizes();
        this.offset = new int[grid.length];
        for (int a = 0; a < grid.length; a++) {
            // Sample floor(n / 2) of the image is the origin, as that of the grid.
            offset[a] = grid[a] / 2 - image.size(a) / 2;
        }
        this.fft = new CentredFft(grid, IntStream.range(0, grid.length).toArray());
    }

    private static Space frequencies(Space image, int factor) {
        if (factor < 1) {
            throw new IllegalArgumentException("oversampling is " + factor + ", but must be at least 1");
        }
        if (image.dimensions() > 3
                || !image.axes().stream().allMatch(a -> a.role().isSpatial())) {
            throw new IllegalArgumentException(
                    "the image is " + image + ", but must have one to three spatial axes and no other");
        }
        Axis[] axes = image.axes().stream()
                .map(a -> new Axis(a.role(), Math.multiplyExact(a.size(), factor), a.spacing()))
                .toArray(Axis[]::new);
        return FourierTransform.spatial(Space.of(axes).complex()).range();
    }

    /** First sample of a line of the image on the grid. */
    private int line(int index) {
        int at = 0;
        int step = 1;
        int rest = index;
        for (int a = 0; a < grid.length; a++) {
            int k = offset[a];
            if (a > 0) {
                k += rest % domain().size(a);
                rest /= domain().size(a);
            }
            at += k * step;
            step *= grid[a];
        }
        return at;
    }

    @Override
    protected void computeApply(float[] x, float[] out) {
        Arrays.fill(out, 0);
        int n = domain().size(0);
        boolean complex = domain().field() == Field.COMPLEX;
        for (int l = 0; l < domain().points() / n; l++) {
            int at = 2 * line(l);
            for (int i = 0; i < n; i++) {
                out[at + 2 * i] = complex ? x[2 * (l * n + i)] : x[l * n + i];
                out[at + 2 * i + 1] = complex ? x[2 * (l * n + i) + 1] : 0;
            }
        }
        fft.forward(out, out);
    }

    @Override
    protected void computeAdjoint(float[] y, float[] out) {
        float[] wave = new float[y.length];
        fft.inverse(y, wave);
        int n = domain().size(0);
        boolean complex = domain().field() == Field.COMPLEX;
        for (int l = 0; l < domain().points() / n; l++) {
            int at = 2 * line(l);
            for (int i = 0; i < n; i++) {
                if (complex) {
                    out[2 * (l * n + i)] = wave[at + 2 * i];
                    out[2 * (l * n + i) + 1] = wave[at + 2 * i + 1];
                } else {
                    out[l * n + i] = wave[at + 2 * i];
                }
            }
        }
    }

    @Override
    protected double computeNorm() {
        return 1;
    }

    @Override
    public Optional<DampedNormal> dampedNormal() {
        return Optional.of((rho, r, x) -> Vectors.combine(1 / (1 + rho), r, 0, r, x));
    }
}
