package org.preimage.reconstruction.denoise;

import java.util.ArrayList;
import java.util.List;
import org.preimage.operators.space.Space;

/**
 * A space cut into real planes along its first two spatial axes: one for each index of the other axes, and for each of real and
 * imaginary part. A space with a single axis is one row.
 */
final class Planes {
    private final int nx;
    private final int ny;
    private final int strideX;
    private final int strideY;
    private final int[] starts;

    Planes(Space space) {
        List<Integer> order = new ArrayList<>();
        for (int a = 0; a < space.dimensions(); a++) {
            if (space.axes().get(a).role().isSpatial()) {
                order.add(a);
            }
        }
        for (int a = 0; a < space.dimensions(); a++) {
            if (!order.contains(a)) {
                order.add(a);
            }
        }
        int[] strides = new int[space.dimensions()];
        int stride = space.field().floats();
        for (int a = 0; a < strides.length; a++) {
            strides[a] = stride;
            stride *= space.size(a);
        }
        int first = order.get(0);
        this.nx = space.size(first);
        this.strideX = strides[first];
        this.ny = order.size() > 1 ? space.size(order.get(1)) : 1;
        this.strideY = order.size() > 1 ? strides[order.get(1)] : 0;
        this.starts = new int[space.length() / (nx * ny)];
        for (int p = 0; p < starts.length; p++) {
            int rest = p / space.field().floats();
            int start = p % space.field().floats();
            for (int i = 2; i < order.size(); i++) {
                int axis = order.get(i);
                start += rest % space.size(axis) * strides[axis];
                rest /= space.size(axis);
            }
            starts[p] = start;
        }
    }

    /** Columns of a plane. */
    int nx() {
        return nx;
    }

    /** Rows of a plane. */
    int ny() {
        return ny;
    }

    /** Work on one plane: from its noisy pixels, row by row, to the result. */
    interface Work {
        float[] of(float[] plane);
    }

    /**
     * Checks the arguments of a denoiser.
     *
     * @throws IllegalArgumentException if a length does not fit, both arrays are one, or sigma is not positive
     */
    static void require(Space domain, float[] noisy, double sigma, float[] out) {
        domain.require("noisy", noisy);
        domain.require("out", out);
        if (noisy == out) {
            throw new IllegalArgumentException("out is the noisy array, but must be another one");
        }
        if (!(sigma > 0) || Double.isInfinite(sigma)) {
            throw new IllegalArgumentException("sigma is " + sigma + ", but must be positive and finite");
        }
    }

    /** Lets {@code work} make every plane of {@code out} from that of {@code in}. */
    void each(float[] in, float[] out, Work work) {
        float[] plane = new float[nx * ny];
        for (int start : starts) {
            for (int y = 0; y < ny; y++) {
                for (int x = 0; x < nx; x++) {
                    plane[y * nx + x] = in[start + y * strideY + x * strideX];
                }
            }
            float[] made = work.of(plane);
            for (int y = 0; y < ny; y++) {
                for (int x = 0; x < nx; x++) {
                    out[start + y * strideY + x * strideX] = made[y * nx + x];
                }
            }
        }
    }
}
