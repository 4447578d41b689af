package org.preimage.operators.mri.calibration;

import java.util.Arrays;
import java.util.List;
import org.preimage.operators.mri.calibration.Neighbourhoods.Offset;
import org.preimage.operators.parallel.Parallel;

/**
 * The normal equations of linear prediction in a block of k-space: G[v, u] = sum over p of conj(a_v(p)) a_u(p), where the
 * unknown u is an offset and a coil, a_u(p) the value of that coil at p + offset, and p runs over all positions at which the
 * offsets' bounding box lies in the block. Any choice of sources and targets among the offsets is then a submatrix.
 */
final class NormalMatrix {
    /** Equations that are gathered at a time. */
    private static final int CHUNK = 256;

    private final int coils;
    private final int unknowns;
    private final int equations;
    private final double[][] re;
    private final double[][] im;

    /**
     * @param block the data, interleaved, coil slowest
     * @param sizes of the block along its axes
     * @param coils of the block
     * @param offsets each once
     * @param most equations to use; if there are more, they are taken at equal distances
     */
    NormalMatrix(float[] block, int[] sizes, int coils, List<Offset> offsets, int most) {
        this.coils = coils;
        this.unknowns = coils * offsets.size();
        int[] low = new int[sizes.length];
        int[] positions = new int[sizes.length];
        int all = 1;
        for (int a = 0; a < sizes.length; a++) {
            int axis = a;
            low[a] = offsets.stream().mapToInt(o -> o.along(axis)).min().orElseThrow();
            positions[a] = sizes[a]
                    - (offsets.stream().mapToInt(o -> o.along(axis)).max().orElseThrow() - low[a]);
            all *= Math.max(0, positions[a]);
        }
        equations = Math.min(all, most);
        re = new double[unknowns][unknowns];
        im = new double[unknowns][unknowns];
        int points = block.length / 2 / coils;
        int[] source = new int[unknowns];
        for (int u = 0; u < unknowns; u++) {
            Offset o = offsets.get(u / coils);
            int at = u % coils * points;
            for (int a = 0, stride = 1; a < sizes.length; stride *= sizes[a++]) {
                at += (o.along(a) - low[a]) * stride;
            }
            source[u] = at;
        }
        double[][] chunkRe = new double[CHUNK][unknowns];
        double[][] chunkIm = new double[CHUNK][unknowns];
        for (int e = 0; e < equations; e += CHUNK) {
            int count = Math.min(CHUNK, equations - e);
            for (int k = 0; k < CHUNK; k++) {
                if (k >= count) {
                    Arrays.fill(chunkRe[k], 0);
                    Arrays.fill(chunkIm[k], 0);
                    continue;
                }
                int rest = (int) ((long) (e + k) * all / equations);
                int at = 0;
                for (int a = 0, stride = 1; a < sizes.length; stride *= sizes[a++]) {
                    at += rest % positions[a] * stride;
                    rest /= positions[a];
                }
                for (int u = 0; u < unknowns; u++) {
                    chunkRe[k][u] = block[2 * (at + source[u])];
                    chunkIm[k][u] = block[2 * (at + source[u]) + 1];
                }
            }
            add(chunkRe, chunkIm, (count + 3) / 4 * 4);
        }
    }

    /** Adds the outer products of some equations, four at a time, to the upper triangle. */
    private void add(double[][] r, double[][] i, int count) {
        Parallel.ranges(unknowns, 8, (from, to) -> {
            for (int v = from; v < to; v++) {
                for (int k = 0; k < count; k += 4) {
                    row(v, r[k], i[k], r[k + 1], i[k + 1], re[v], im[v]);
                    row(v, r[k + 2], i[k + 2], r[k + 3], i[k + 3], re[v], im[v]);
                }
            }
        });
    }

    private static void row(int v, double[] r0, double[] i0, double[] r1, double[] i1, double[] re, double[] im) {
        double a0 = r0[v];
        double b0 = i0[v];
        double a1 = r1[v];
        double b1 = i1[v];
        for (int u = v; u < re.length; u++) {
            re[u] += a0 * r0[u] + b0 * i0[u] + (a1 * r1[u] + b1 * i1[u]);
            im[u] += a0 * i0[u] - b0 * r0[u] + (a1 * i1[u] - b1 * r1[u]);
        }
    }

    /** Equations behind the matrix. */
    int equations() {
        return equations;
    }

    /**
     * The weights that predict targets from sources best: (G_ss + lambda I) w = G_st with lambda relative to the mean of the
     * diagonal of G_ss.
     *
     * @param sources positions in the list of offsets, ascending
     * @param targets positions in the list of offsets
     * @param regularisation relative to the mean of the diagonal
     * @return for source s with coil c (s coils + c) the weights of all targets and coils (t coils + c), interleaved
     */
    float[][] weights(int[] sources, int[] targets, double regularisation) {
        int n = sources.length * coils;
        int m = targets.length * coils;
        double[][] gr = new double[n][n];
        double[][] gi = new double[n][n];
        double[][] br = new double[n][m];
        double[][] bi = new double[n][m];
        double trace = 0;
        for (int i = 0; i < n; i++) {
            int v = sources[i / coils] * coils + i % coils;
            for (int s = i / coils; s < sources.length; s++) {
                System.arraycopy(re[v], sources[s] * coils, gr[i], s * coils, coils);
                System.arraycopy(im[v], sources[s] * coils, gi[i], s * coils, coils);
            }
            for (int j = 0; j < m; j++) {
                int u = targets[j / coils] * coils + j % coils;
                br[i][j] = v <= u ? re[v][u] : re[u][v];
                bi[i][j] = v <= u ? im[v][u] : -im[u][v];
            }
            trace += gr[i][i];
        }
        for (int i = 0; i < n; i++) {
            gr[i][i] += regularisation * trace / n;
        }
        HermitianSystem.solve(gr, gi, br, bi);
        float[][] weights = new float[n][2 * m];
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < m; j++) {
                weights[i][2 * j] = (float) br[i][j];
                weights[i][2 * j + 1] = (float) bi[i][j];
            }
        }
        return weights;
    }
}
