package org.preimage.operators;

import java.util.Arrays;
import org.preimage.operators.parallel.Parallel;
import org.preimage.operators.space.Space;

/** A shift along each axis by whole samples, periodic: out[i + s] = x[i], indices modulo the sizes. Orthogonal. */
public final class CircularShift extends LinearOperator {
    private static final int GRAIN = 1 << 14;

    private final int[] shifts;
    private final int[] sizes;
    private final int row;

    /**
     * @param space domain and range
     * @param shifts samples along each axis, of any sign
     * @throws IllegalArgumentException if there is not one for each axis
     */
    public CircularShift(Space space, int... shifts) {
        super(space, space);
        this.sizes = space.sizes();
        if (shifts.length != sizes.length) {
            throw new IllegalArgumentException(
                    "shifts are " + Arrays.toString(shifts) + ", but " + space + " needs " + sizes.length);
        }
        this.shifts = new int[sizes.length];
        for (int a = 0; a < sizes.length; a++) {
            this.shifts[a] = Math.floorMod(shifts[a], sizes[a]);
        }
        this.row = sizes[0] * space.field().floats();
    }

    /** Where row r goes. */
    private int target(int r) {
        int target = 0;
        int stride = 1;
        int rest = r;
        for (int a = 1; a < sizes.length; a++) {
            target += (rest % sizes[a] + shifts[a]) % sizes[a] * stride;
            rest /= sizes[a];
            stride *= sizes[a];
        }
        return target;
    }

    @Override
    protected void computeApply(float[] x, float[] out) {
        move(x, out, true);
    }

    @Override
    protected void computeAdjoint(float[] y, float[] out) {
        move(y, out, false);
    }

    private void move(float[] in, float[] out, boolean forward) {
        int s = shifts[0] * domain().field().floats();
        Parallel.ranges(in.length / row, Math.max(1, GRAIN / row), (from, to) -> {
            for (int r = from; r < to; r++) {
                int near = r * row;
                int far = target(r) * row;
                if (forward) {
                    System.arraycopy(in, near, out, far + s, row - s);
                    System.arraycopy(in, near + row - s, out, far, s);
                } else {
                    System.arraycopy(in, far + s, out, near, row - s);
                    System.arraycopy(in, far, out, near + row - s, s);
                }
            }
        });
    }

    @Override
    protected double computeNorm() {
        return 1;
    }
}
