package org.preimage.operators.blur;

import org.preimage.operators.fourier.RealFilter;

/** A {@link RealFilter} of each spatial part of an array by itself. */
final class WindowedFilter {
    private final RealFilter filter;
    private final SpatialParts in;
    private final SpatialParts out;

    WindowedFilter(RealFilter filter, SpatialParts in, SpatialParts out) {
        this.filter = filter;
        this.in = in;
        this.out = out;
    }

    void apply(float[] x, float[] y, RealFilter.Symbol symbol) {
        boolean direct = in.contiguous() && out.contiguous();
        float[] a = direct ? x : new float[in.points()];
        float[] b = direct ? y : new float[out.points()];
        for (int p = 0; p < in.count(); p++) {
            if (direct) {
                filter.apply(x, in.start(p), y, out.start(p), symbol);
            } else {
                in.read(x, p, a);
                filter.apply(a, 0, b, 0, symbol);
                out.write(b, y, p);
            }
        }
    }
}
