package org.preimage.reconstruction.solver;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.function.IntToDoubleFunction;
import org.junit.jupiter.api.Test;
import org.preimage.operators.space.Space;
import org.preimage.operators.tomography.ParallelBeam;
import org.preimage.operators.tomography.Projector;

/**
 * On data without contradiction a sweep of SART maps the error by the product of 1 - lambda C_s A_s* R_s A_s over the subsets, and is
 * linear with its spectral norm as factor (Tanabe 1971, Projection method for solving a singular system of linear equations and its
 * applications, Numer. Math. 17; Jiang and Wang 2003, Convergence of the simultaneous algebraic reconstruction technique, IEEE
 * Trans. Image Process. 12).
 */
class KaczmarzRateTest {
    private static final Projector A =
            ParallelBeam.halfTurn(Space.image(6, 6, 1), 9, 1, 12).projector();
    private static final int N = A.domain().length();

    private static double[] matrixTimes(double[][] m, double[] v, boolean transposed) {
        double[] out = new double[v.length];
        for (int i = 0; i < v.length; i++) {
            for (int j = 0; j < v.length; j++) {
                out[transposed ? j : i] += m[i][j] * v[transposed ? i : j];
            }
        }
        return out;
    }

    private static double norm(double[] v) {
        double sum = 0;
        for (double t : v) {
            sum += t * t;
        }
        return Math.sqrt(sum);
    }

    /** The map of the error in one sweep, column by column from the formula in double. */
    private static double[][] sweep(ViewSubsets views, double lambda) {
        double[][] map = new double[N][N];
        for (int i = 0; i < N; i++) {
            map[i][i] = 1;
        }
        for (int s = 0; s < views.count(); s++) {
            Projector part = views.part(s);
            int rays = part.range().length();
            double[][] a = new double[rays][N];
            for (int j = 0; j < N; j++) {
                float[] unit = new float[N];
                unit[j] = 1;
                float[] column = part.apply(unit);
                for (int i = 0; i < rays; i++) {
                    a[i][j] = column[i];
                }
            }
            map = after(a, lambda, map);
        }
        return map;
    }

    /** (1 - lambda C A* R A) map. */
    private static double[][] after(double[][] a, double lambda, double[][] map) {
        double[] rows = new double[a.length];
        double[] columns = new double[N];
        for (int i = 0; i < a.length; i++) {
            for (int j = 0; j < N; j++) {
                rows[i] += a[i][j];
                columns[j] += a[i][j];
            }
        }
        double[][] out = new double[N][];
        for (int j = 0; j < N; j++) {
            out[j] = map[j].clone();
        }
        for (int i = 0; i < a.length; i++) {
            for (int k = 0; k < N && rows[i] > 1e-6; k++) {
                double ray = 0;
                for (int j = 0; j < N; j++) {
                    ray += a[i][j] * map[j][k];
                }
                for (int j = 0; j < N; j++) {
                    out[j][k] -= lambda * a[i][j] * ray / (rows[i] * columns[j]);
                }
            }
        }
        return out;
    }

    @Test
    void sweepsContractByTheNormOfTheirMap() {
        float[] truth = new float[N];
        for (int j = 0; j < N; j++) {
            truth[j] = 1 + 0.1f * (j % 5);
        }
        float[] b = A.apply(truth);
        for (int count : new int[] {12, 4}) {
            ViewSubsets views = new ViewSubsets(A, count, ViewOrder.GOLDEN);
            double[][] map = sweep(views, 1);
            double[] top = new double[N];
            double[] slow = new double[N];
            for (int j = 0; j < N; j++) {
                top[j] = Math.cos(3 * j + 1);
                slow[j] = top[j];
            }
            double q = 0;
            for (int k = 0; k < 300; k++) {
                double[] next = matrixTimes(map, matrixTimes(map, top, false), true);
                q = Math.sqrt(norm(next) / norm(top));
                top = next;
                double scale = norm(next);
                slow = matrixTimes(map, slow, false);
                double left = norm(slow);
                for (int j = 0; j < N; j++) {
                    top[j] /= scale;
                    slow[j] /= left;
                }
            }
            double factor = q;
            assertTrue(factor < 1, count + " subsets have the factor " + factor);
            // From the error that lasts longest.
            float[] start = truth.clone();
            for (int j = 0; j < N; j++) {
                start[j] += (float) (10 * slow[j]);
            }
            Sart method = new Sart(views, b, 1, 0, Bounds.NONE, 0);
            int steps = (int) Math.ceil(-6 / Math.log(factor));
            double[] trace = Rates.trace(method, start, steps, Rates.distanceTo(truth));
            IntToDoubleFunction bound = k -> trace[0] * Math.pow(factor, k);
            Rates.assertKept("SART of " + count + " subsets", trace, bound, 1e-4);
            Rates.assertHalfSpeedBreaks("SART of " + count + " subsets", trace, bound);
        }
    }
}
