package org.preimage.reconstruction.functional;

import java.util.Arrays;

/** Total variation as a number: the sum of the lengths of an image's differences, row by row. */
final class TvVariation {
    private final ImageRows rows;
    private final boolean isotropic;

    /** @param isotropic whether the components of the gradient make one group */
    TvVariation(ImageRows rows, boolean isotropic) {
        this.rows = rows;
        this.isotropic = isotropic;
    }

    /**
     * Total variation of weight 1.
     *
     * @param x the image
     * @param p a dual variable, or null
     * @return TV(x), and &lt;D x, p&gt; if there is a p
     */
    double[] of(float[] x, float[][][] p) {
        double[] sums = new double[rows.tiles()];
        double[] products = new double[rows.tiles()];
        rows.forTiles(() -> {
            Sums line = new Sums(x, p);
            return (offsets, y0, y1, z0, z1, index) -> {
                for (int z = z0; z < z1; z++) {
                    for (int y = y0; y < y1; y++) {
                        for (int k = 0; k < rows.components; k += isotropic ? rows.components : 1) {
                            line.run(offsets, k, isotropic ? rows.components : k + 1, y, z);
                            sums[index] += line.sum;
                            products[index] += line.product;
                        }
                    }
                }
            };
        });
        return new double[] {sum(sums), sum(products)};
    }

    /** The sums over one row of groups. */
    private final class Sums {
        private final float[] x;
        private final float[][][] p;
        private final float[] here = new float[rows.row];
        private final float[] there = new float[rows.row];
        private final float[] norms = new float[rows.row];
        private final float[] products = new float[rows.row];
        private double sum;
        private double product;

        Sums(float[] x, float[][][] p) {
            this.x = x;
            this.p = p;
        }

        void run(int[] offsets, int from, int to, int y, int z) {
            Arrays.fill(norms, 0);
            Arrays.fill(products, 0);
            for (int offset : offsets) {
                int at = rows.at(offset, y, z);
                System.arraycopy(x, at, here, 0, rows.row);
                for (int k = from; k < to; k++) {
                    if (k == 0) {
                        rows.shiftBack(here, there);
                    } else if (k == 1 && y + 1 == rows.ny || k == 2 && z + 1 == rows.nz) {
                        continue;
                    } else {
                        System.arraycopy(x, at + (k == 1 ? rows.strideY : rows.strideZ), there, 0, rows.row);
                    }
                    square(here, there, rows.weights[k], norms);
                    if (p != null) {
                        multiply(here, there, rows.weights[k], p[k][rows.rowOf(at)], products);
                    }
                }
            }
            rows.shareNorms(norms);
            roots(norms);
            sum = TvVariation.sum(norms, rows.coupledFloats);
            product = p == null ? 0 : TvVariation.sum(products, 1);
        }
    }

    private static void square(float[] here, float[] there, float w, float[] norms) {
        for (int i = 0; i < norms.length; i++) {
            float d = w * (there[i] - here[i]);
            norms[i] += d * d;
        }
    }

    private static void multiply(float[] here, float[] there, float w, float[] p, float[] products) {
        for (int i = 0; i < products.length; i++) {
            products[i] += w * (there[i] - here[i]) * p[i];
        }
    }

    private static void roots(float[] norms) {
        for (int i = 0; i < norms.length; i++) {
            norms[i] = (float) Math.sqrt(norms[i]);
        }
    }

    /** The sum of every so many floats. */
    private static double sum(float[] s, int every) {
        double a = 0;
        double b = 0;
        int i = 0;
        for (; i < s.length - every; i += 2 * every) {
            a += s[i];
            b += s[i + every];
        }
        return i < s.length ? a + b + s[i] : a + b;
    }

    private static double sum(double[] s) {
        double sum = 0;
        for (double v : s) {
            sum += v;
        }
        return sum;
    }
}
