package org.preimage.operators.blur;

import org.preimage.operators.space.Image;
import org.preimage.operators.space.Space;

/** The sum that {@link Blur} stands for, term by term in double precision, for real images with spatial axes only. */
final class SlowConvolution {
    private SlowConvolution() {}

    static float[] of(Space image, float[] x, Image psf, Boundary boundary) {
        int axes = image.dimensions();
        int[] n = image.sizes();
        int[] k = psf.space().sizes();
        float[] out = new float[x.length];
        for (int i = 0; i < out.length; i++) {
            double sum = 0;
            for (int j = 0; j < psf.data().length; j++) {
                int at = 0;
                int step = 1;
                int restI = i;
                int restJ = j;
                boolean inside = true;
                for (int a = 0; a < axes; a++) {
                    int index = restI % n[a] - (restJ % k[a] - k[a] / 2);
                    restI /= n[a];
                    restJ /= k[a];
                    if (boundary == Boundary.PERIODIC) {
                        index = Math.floorMod(index, n[a]);
                    } else if (boundary == Boundary.REFLECTING) {
                        while (index < 0 || index >= n[a]) {
                            index = index < 0 ? -1 - index : 2 * n[a] - 1 - index;
                        }
                    } else {
                        inside &= index >= 0 && index < n[a];
                    }
                    at += index * step;
                    step *= n[a];
                }
                sum += inside ? (double) psf.data()[j] * x[at] : 0;
            }
            out[i] = (float) sum;
        }
        return out;
    }
}
