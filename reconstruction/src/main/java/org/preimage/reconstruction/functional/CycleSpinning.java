package org.preimage.reconstruction.functional;

import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.preimage.operators.CircularShift;
import org.preimage.operators.space.Axis;
import org.preimage.operators.space.Space;

/**
 * A functional that favours some positions, as the sum of wavelet details does, made indifferent to them: in each iteration
 * the image is shifted circularly along its spatial axes at random. What is minimised is in effect the mean over all shifts,
 * at the price of one (Coifman and Donoho 1995, Translation-invariant de-noising; Figueiredo and Nowak 2003, An EM algorithm
 * for wavelet-based image restoration, IEEE Trans. Image Process. 12, section IV).
 *
 * <p>The shift of an iteration depends on its number and the seed alone. Value and conjugate are those without shift.
 */
public final class CycleSpinning implements Proximable {
    private final Proximable f;
    private final int most;
    private final long seed;

    /**
     * @param f what is shifted
     * @param most shifts along each axis are 0 to this, less one; no more than the axis has samples; at least 1
     * @param seed of the shifts
     */
    public CycleSpinning(Proximable f, int most, long seed) {
        if (most < 1) {
            throw new IllegalArgumentException("most is " + most + ", but must be at least 1");
        }
        this.f = f;
        this.most = most;
        this.seed = seed;
    }

    @Override
    public Proximable at(int iteration) {
        RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed + 31L * iteration);
        Space space = domain();
        int[] shifts = new int[space.dimensions()];
        for (int a = 0; a < shifts.length; a++) {
            Axis axis = space.axes().get(a);
            shifts[a] = axis.role().isSpatial() ? random.nextInt(Math.min(most, axis.size())) : 0;
        }
        return new OrthogonalComposition(f, new CircularShift(space, shifts));
    }

    @Override
    public Space domain() {
        return f.domain();
    }

    @Override
    public boolean convex() {
        return f.convex();
    }

    @Override
    public double strongConvexity() {
        return f.strongConvexity();
    }

    @Override
    public double value(float[] x) {
        return f.value(x);
    }

    @Override
    public double prox(float[] v, double gamma, float[] out) {
        return f.prox(v, gamma, out);
    }

    @Override
    public double conjugateValue(float[] y) {
        return f.conjugateValue(y);
    }

    @Override
    public Proximable conjugate() {
        return f.conjugate();
    }
}
