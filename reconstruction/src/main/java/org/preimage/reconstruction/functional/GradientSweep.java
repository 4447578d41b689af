package org.preimage.reconstruction.functional;

import java.util.Arrays;
import java.util.function.Supplier;
import org.preimage.operators.Gradient;
import org.preimage.operators.parallel.Parallel;

/**
 * The {@link DualSweep} of total variation: f(z) = w sum_i |z_i| of the {@link Gradient}'s differences.
 *
 * <p>It goes over tiles of rows. The primal half runs one row, and one plane, ahead of the dual half, which needs its result on both
 * sides of each difference; what it needs of y is then still the old one. The first rows of all tiles, which the tiles before them
 * need as well, are done first and kept until the end of the pass.
 */
final class GradientSweep implements DualSweep {
    private final ImageRows rows;
    private final float weight;
    private final boolean isotropic;

    /**
     * @param gradient with at most three components
     * @param weight w
     * @param isotropic whether the components of the gradient make one group
     */
    GradientSweep(Gradient gradient, double weight, boolean isotropic) {
        this.rows = new ImageRows(gradient.domain(), false);
        this.weight = (float) weight;
        this.isotropic = isotropic;
    }

    @Override
    public void step(float[] y, float[] mean, double share, double sigma, double rho, Supplier<Primal> primal) {
        float[][] first = new float[rows.length / rows.row][];
        Parallel.ranges(first.length, 1, (from, to) -> {
            Pass pass = null;
            for (int r = from; r < to; r++) {
                if (startsTile(r)) {
                    pass = pass == null ? new Pass(y, mean, share, sigma, rho, primal.get(), first) : pass;
                    first[r] = pass.first(r);
                }
            }
        });
        rows.forTiles(() -> new Pass(y, mean, share, sigma, rho, primal.get(), first));
    }

    /** Whether a row lies at the beginning of a tile, other than the first tile along that axis. */
    private boolean startsTile(int r) {
        int y = rows.y(r);
        int z = rows.z(r);
        return y > 0 && y % ImageRows.ROWS == 0 || z > 0 && z % ImageRows.PLANES == 0;
    }

    /** What one thread needs to go over tiles. */
    private final class Pass implements ImageRows.Tile {
        private final float[] dual;
        private final float[] mean;
        private final float share;
        private final double sigma;
        private final float rho;
        private final Primal primal;
        private final float[][] first;
        private final int depth = rows.nz == 1 ? 2 : ImageRows.ROWS + 1;
        private final float[][] lines = new float[2 * depth][rows.row];
        private final float[] shifted = new float[rows.row];
        private final float[] norms = new float[rows.row];
        private final float[] means = new float[rows.row];
        private final float[][] old = new float[3][rows.row];
        private final float[][] next = new float[3][rows.row];
        private int y0;

        Pass(float[] y, float[] mean, double share, double sigma, double rho, Primal primal, float[][] first) {
            this.dual = y;
            this.mean = mean;
            this.share = (float) share;
            this.sigma = sigma;
            this.rho = (float) rho;
            this.primal = primal;
            this.first = first;
        }

        /** 2 x' - x in a row that starts a tile. */
        float[] first(int r) {
            float[] line = new float[rows.row];
            descend(r * rows.row, rows.y(r), rows.z(r), line);
            return line;
        }

        /** The primal half of the row that begins at {@code at}. */
        private void descend(int at, int y, int z, float[] line) {
            Arrays.fill(line, 0);
            take(dual, 0, at, old[0]);
            rows.shiftAhead(old[0], shifted);
            RowArithmetic.diverge(old[0], shifted, -rows.weights[0], line);
            for (int k = 1; k < rows.components; k++) {
                take(dual, k, at, old[0]);
                boolean beyond = k == 1 ? y > 0 : z > 0;
                if (beyond) {
                    take(dual, k, at - (k == 1 ? rows.strideY : rows.strideZ), shifted);
                }
                RowArithmetic.diverge(old[0], beyond ? shifted : null, -rows.weights[k], line);
            }
            primal.step(at, line);
        }

        private void take(float[] field, int k, int at, float[] out) {
            System.arraycopy(field, k * rows.length + at, out, 0, rows.row);
        }

        private void put(float[] in, float[] field, int k, int at) {
            System.arraycopy(in, 0, field, k * rows.length + at, rows.row);
        }

        @Override
        public void run(int[] offsets, int firstRow, int y1, int z0, int z1, int index) {
            y0 = firstRow;
            for (int offset : offsets) {
                for (int z = z0; z < z1; z++) {
                    if (z == z0) {
                        primal(offset, y0, z);
                    }
                    for (int y = y0; y < y1; y++) {
                        if (z == z0 && y + 1 < rows.ny) {
                            primal(offset, y + 1, z);
                        }
                        if (z + 1 < rows.nz) {
                            primal(offset, y, z + 1);
                            if (y == y1 - 1 && y1 < rows.ny) {
                                primal(offset, y1, z + 1);
                            }
                        }
                        for (int k = 0; k < rows.components; k += isotropic ? rows.components : 1) {
                            ascend(k, isotropic ? rows.components : k + 1, rows.at(offset, y, z), y, z);
                        }
                    }
                }
            }
        }

        private int slot(int y, int z) {
            return (z & 1) * depth + (rows.nz == 1 ? y & 1 : y - y0);
        }

        private void primal(int offset, int y, int z) {
            int at = rows.at(offset, y, z);
            float[] kept = first[rows.rowOf(at)];
            float[] line = lines[slot(y, z)];
            if (kept == null) {
                descend(at, y, z, line);
            } else {
                System.arraycopy(kept, 0, line, 0, line.length);
            }
        }

        /** The dual half of a row, for components {@code from} to {@code to}, less one, which make one group. */
        private void ascend(int from, int to, int at, int y, int z) {
            float[] here = lines[slot(y, z)];
            Arrays.fill(norms, 0);
            for (int k = from; k < to; k++) {
                take(dual, k, at, old[k]);
                float t = (float) (sigma * rows.weights[k]);
                RowArithmetic.ascend(old[k], here, neighbour(here, k, y, z), t, next[k], norms);
            }
            rows.shareNorms(norms);
            RowArithmetic.factors(norms, weight);
            for (int k = from; k < to; k++) {
                RowArithmetic.multiply(next[k], norms);
                RowArithmetic.approach(old[k], next[k], rho);
                put(old[k], dual, k, at);
                if (mean != null) {
                    take(mean, k, at, means);
                    RowArithmetic.approach(means, next[k], share);
                    put(means, mean, k, at);
                }
            }
        }

        /** One sample further along axis k; the row itself at the last one. */
        private float[] neighbour(float[] here, int k, int y, int z) {
            if (k == 0) {
                rows.shiftBack(here, shifted);
                return shifted;
            }
            if (k == 1) {
                return y + 1 < rows.ny ? lines[slot(y + 1, z)] : here;
            }
            return z + 1 < rows.nz ? lines[slot(y, z + 1)] : here;
        }
    }
}
