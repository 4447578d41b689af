package org.preimage.operators.blur;

import java.util.Arrays;
import java.util.Optional;
import org.preimage.operators.DampedNormal;
import org.preimage.operators.LinearOperator;
import org.preimage.operators.fourier.TransferFunction;
import org.preimage.operators.space.Axis;
import org.preimage.operators.space.Space;

/**
 * Blur by any point spread function, of which every f-th sample is measured: sample f i + floor((f - 1) / 2) along each spatial
 * axis, so that a box of f samples gives the averages of {@link Downsampling}.
 */
public final class SampledBlur extends LinearOperator {
    private final Blur blur;
    private final int[] taken;

    /**
     * @param blur on the fine image
     * @param factors one for each spatial axis; each divides the size of its axis
     */
    public SampledBlur(Blur blur, int... factors) {
        super(blur.domain(), new Downsampling(blur.domain(), Antialiasing.BOX, Boundary.ZERO, factors).range());
        this.blur = blur;
        SpatialParts fine = new SpatialParts(domain());
        SpatialParts coarse = new SpatialParts(range());
        int[] few = coarse.sizes();
        int[] many = fine.sizes();
        taken = new int[range().length()];
        for (int p = 0; p < coarse.count(); p++) {
            int part = p;
            coarse.each(p, (to, i) -> {
                int[] place = new int[few.length];
                int rest = i;
                for (int a = 0; a < few.length; a++) {
                    int f = many[a] / few[a];
                    place[a] = f * (rest % few[a]) + (f - 1) / 2;
                    rest /= few[a];
                }
                taken[to] = fine.position(part, place);
            });
        }
    }

    @Override
    protected void computeApply(float[] x, float[] out) {
        float[] blurred = blur.apply(x);
        for (int i = 0; i < taken.length; i++) {
            out[i] = blurred[taken[i]];
        }
    }

    @Override
    protected void computeAdjoint(float[] y, float[] out) {
        float[] sparse = domain().zeros();
        for (int i = 0; i < taken.length; i++) {
            sparse[taken[i]] = y[i];
        }
        blur.adjoint(sparse, out);
    }

    /** A A* of a periodic blur is a periodic convolution of the data. */
    private TransferFunction overlap() {
        SpatialParts coarse = new SpatialParts(range());
        Space one = Space.of(Arrays.stream(SpatialParts.axes(range()))
                .mapToObj(range().axes()::get)
                .toArray(Axis[]::new));
        Space fine = Space.of(Arrays.stream(SpatialParts.axes(domain()))
                .mapToObj(domain().axes()::get)
                .toArray(Axis[]::new));
        int[] factors = new int[one.dimensions()];
        int at = 0;
        int step = 1;
        for (int a = 0; a < factors.length; a++) {
            factors[a] = fine.size(a) / one.size(a);
            at += one.size(a) / 2 * step;
            step *= one.size(a);
        }
        SampledBlur single = new SampledBlur(new Blur(fine, blur.psf(), blur.boundary()), factors);
        float[] impulse = one.zeros();
        impulse[at] = 1;
        float[] response = single.apply(single.adjoint(impulse));
        return TransferFunction.of(FourierSolver.grid(coarse, false), response, one.sizes());
    }

    @Override
    protected double computeNorm() {
        return blur.boundary() == Boundary.PERIODIC ? Math.sqrt(overlap().maximum()) : super.computeNorm();
    }

    /** For periodic blur, as Zhao et al. 2016 ({@link Downsampling#dampedNormal}). */
    @Override
    public Optional<DampedNormal> dampedNormal() {
        return blur.boundary() != Boundary.PERIODIC
                ? Optional.empty()
                : Optional.of(new OuterInverse(this, new FourierSolver(new SpatialParts(range()), overlap(), false)));
    }
}
