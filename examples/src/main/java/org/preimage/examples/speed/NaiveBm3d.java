package org.preimage.examples.speed;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.LUDecomposition;
import org.apache.commons.math3.linear.RealMatrix;
import org.preimage.operators.space.Image;

/**
 * BM3D as the paper writes it, block by block in double precision: what {@link org.preimage.reconstruction.denoise.Bm3d} is
 * measured against. For images between 0 and 255, in the paper's normal profile.
 *
 * <p>Dabov, Foi, Katkovnik and Egiazarian 2007, Image denoising by sparse 3-D transform-domain collaborative filtering, sections
 * III and V, table I.
 */
public final class NaiveBm3d {
    private final int nx;
    private final int ny;
    private final double sigma;

    private NaiveBm3d(int nx, int ny, double sigma) {
        this.nx = nx;
        this.ny = ny;
        this.sigma = sigma;
    }

    /** The parameters of a stage: N1, Nstep, N2, tau, lambda2D, lambda3D; Wiener's filter has no lambda3D. */
    private record Profile(int side, int step, int most, double tau, double coarse, double lambda, boolean spline) {}

    private static final int SEARCH = 39;
    private static final double BETA = 2;

    /**
     * Denoises a plane.
     *
     * @param noisy with values between 0 and 255, at least 12 pixels wide and high
     * @param sigma standard deviation of its noise
     */
    public static Image denoise(Image noisy, double sigma) {
        NaiveBm3d bm3d = new NaiveBm3d(noisy.space().size(0), noisy.space().size(1), sigma);
        double[] z = new double[noisy.data().length];
        for (int i = 0; i < z.length; i++) {
            z[i] = noisy.data()[i];
        }
        boolean strong = sigma > 40;
        Profile first =
                strong ? new Profile(12, 4, 16, 5000, 2, 2.8, false) : new Profile(8, 3, 16, 2500, 0, 2.7, true);
        Profile second = strong ? new Profile(11, 6, 32, 3500, 0, 0, false) : new Profile(8, 3, 32, 400, 0, 0, false);
        double[] estimate = bm3d.stage(second, z, bm3d.stage(first, z, z));
        Image out = Image.zeros(noisy.space());
        for (int i = 0; i < z.length; i++) {
            out.data()[i] = (float) estimate[i];
        }
        return out;
    }

    private record Match(int x, int y, double distance) {}

    private double[] stage(Profile p, double[] z, double[] guide) {
        RealMatrix t = p.spline ? spline(p.side) : cosine(p.side);
        RealMatrix inverse = new LUDecomposition(t).getSolver().getInverse();
        double[] numerator = new double[z.length];
        double[] denominator = new double[z.length];
        for (int y = 0; y < ny - p.side + p.step; y += p.step) {
            for (int x = 0; x < nx - p.side + p.step; x += p.step) {
                // The last block of a row or column ends with the image.
                List<Match> stack = similar(p, guide, Math.min(x, nx - p.side), Math.min(y, ny - p.side));
                double[][][] group = transform(stack, z, p, t);
                double weight;
                if (p.lambda > 0) {
                    weight = threshold(group, p.lambda * sigma);
                } else {
                    weight = wiener(group, transform(stack, guide, p, t));
                }
                haar(group, true);
                for (int b = 0; b < stack.size(); b++) {
                    RealMatrix block =
                            inverse.multiply(new Array2DRowRealMatrix(group[b])).multiply(inverse.transpose());
                    for (int v = 0; v < p.side; v++) {
                        for (int u = 0; u < p.side; u++) {
                            int i = (stack.get(b).y + v) * nx + stack.get(b).x + u;
                            double w = weight * kaiser(u, p.side) * kaiser(v, p.side);
                            numerator[i] += w * block.getEntry(v, u);
                            denominator[i] += w;
                        }
                    }
                }
            }
        }
        for (int i = 0; i < numerator.length; i++) {
            numerator[i] /= denominator[i];
        }
        return numerator;
    }

    private RealMatrix block(double[] image, int x, int y, int side) {
        RealMatrix block = new Array2DRowRealMatrix(side, side);
        for (int v = 0; v < side; v++) {
            for (int u = 0; u < side; u++) {
                block.setEntry(v, u, image[(y + v) * nx + x + u]);
            }
        }
        return block;
    }

    private RealMatrix compared(Profile p, double[] image, int x, int y) {
        RealMatrix block = block(image, x, y, p.side);
        if (p.coarse == 0) {
            return block;
        }
        RealMatrix t = cosine(p.side);
        RealMatrix c = t.multiply(block).multiply(t.transpose());
        for (int v = 0; v < p.side; v++) {
            for (int u = 0; u < p.side; u++) {
                c.setEntry(v, u, Math.abs(c.getEntry(v, u)) < p.coarse * sigma ? 0 : c.getEntry(v, u));
            }
        }
        return c;
    }

    private List<Match> similar(Profile p, double[] guide, int x, int y) {
        RealMatrix reference = compared(p, guide, x, y);
        List<Match> found = new ArrayList<>();
        int radius = (SEARCH - 1) / 2;
        for (int v = Math.max(0, y - radius); v <= Math.min(ny - p.side, y + radius); v++) {
            for (int u = Math.max(0, x - radius); u <= Math.min(nx - p.side, x + radius); u++) {
                double norm = reference.subtract(compared(p, guide, u, v)).getFrobeniusNorm();
                double distance = norm * norm / (p.side * p.side);
                if (distance < p.tau) {
                    found.add(new Match(u, v, distance));
                }
            }
        }
        found.sort(Comparator.comparingDouble(Match::distance));
        return found.subList(0, Integer.highestOneBit(Math.min(found.size(), p.most)));
    }

    private double[][][] transform(List<Match> stack, double[] image, Profile p, RealMatrix t) {
        double[][][] group = new double[stack.size()][][];
        for (int b = 0; b < group.length; b++) {
            Match m = stack.get(b);
            group[b] = t.multiply(block(image, m.x, m.y, p.side))
                    .multiply(t.transpose())
                    .getData();
        }
        haar(group, false);
        return group;
    }

    /** Along the stack. */
    private static void haar(double[][][] group, boolean inverse) {
        int n = group.length;
        for (int v = 0; v < group[0].length; v++) {
            for (int u = 0; u < group[0].length; u++) {
                double[] line = new double[n];
                for (int b = 0; b < n; b++) {
                    line[b] = group[b][v][u];
                }
                for (int m = inverse ? 2 : n; inverse ? m <= n : m > 1; m = inverse ? 2 * m : m / 2) {
                    double[] next = line.clone();
                    for (int i = 0; i < m / 2; i++) {
                        if (inverse) {
                            next[2 * i] = (line[i] + line[m / 2 + i]) / Math.sqrt(2);
                            next[2 * i + 1] = (line[i] - line[m / 2 + i]) / Math.sqrt(2);
                        } else {
                            next[i] = (line[2 * i] + line[2 * i + 1]) / Math.sqrt(2);
                            next[m / 2 + i] = (line[2 * i] - line[2 * i + 1]) / Math.sqrt(2);
                        }
                    }
                    line = next;
                }
                for (int b = 0; b < n; b++) {
                    group[b][v][u] = line[b];
                }
            }
        }
    }

    private double threshold(double[][][] group, double least) {
        int left = 0;
        for (double[][] plane : group) {
            for (double[] row : plane) {
                for (int u = 0; u < row.length; u++) {
                    if (Math.abs(row[u]) < least) {
                        row[u] = 0;
                    } else {
                        left++;
                    }
                }
            }
        }
        return left == 0 ? 1 : 1 / (sigma * sigma * left);
    }

    private double wiener(double[][][] group, double[][][] pilot) {
        double sum = 0;
        for (int b = 0; b < group.length; b++) {
            for (int v = 0; v < group[b].length; v++) {
                for (int u = 0; u < group[b].length; u++) {
                    double energy = pilot[b][v][u] * pilot[b][v][u];
                    double gain = energy / (energy + sigma * sigma);
                    group[b][v][u] *= gain;
                    sum += gain * gain;
                }
            }
        }
        return 1 / (sigma * sigma * sum);
    }

    private static RealMatrix cosine(int n) {
        RealMatrix t = new Array2DRowRealMatrix(n, n);
        for (int k = 0; k < n; k++) {
            for (int i = 0; i < n; i++) {
                double scale = Math.sqrt((k == 0 ? 1.0 : 2.0) / n);
                t.setEntry(k, i, scale * Math.cos(Math.PI * (i + 0.5) * k / n));
            }
        }
        return t;
    }

    /** All levels of the periodic bior1.5 transform, each row of norm 1. */
    private static RealMatrix spline(int n) {
        double[] low = {3, -3, -22, 22, 128, 128, 22, -22, -3, 3};
        double[] high = {0, 0, 0, 0, 128, -128, 0, 0, 0, 0};
        RealMatrix t = new Array2DRowRealMatrix(n, n);
        RealMatrix averages = new Array2DRowRealMatrix(n, n);
        for (int i = 0; i < n; i++) {
            averages.setEntry(i, i, 1);
        }
        for (int m = n; m > 1; m /= 2) {
            RealMatrix split = new Array2DRowRealMatrix(m, m);
            for (int i = 0; i < m / 2; i++) {
                for (int k = 0; k < low.length; k++) {
                    int at = Math.floorMod(2 * i + k - 4, m);
                    split.addToEntry(i, at, low[k]);
                    split.addToEntry(m / 2 + i, at, high[k]);
                }
            }
            RealMatrix next = split.multiply(averages);
            t.setSubMatrix(next.getSubMatrix(m / 2, m - 1, 0, n - 1).getData(), m / 2, 0);
            averages = next.getSubMatrix(0, m / 2 - 1, 0, n - 1);
        }
        t.setSubMatrix(averages.getData(), 0, 0);
        for (int k = 0; k < n; k++) {
            t.setRowVector(k, t.getRowVector(k).unitVector());
        }
        return t;
    }

    private static double kaiser(int i, int n) {
        double t = 2.0 * i / (n - 1) - 1;
        return bessel(BETA * Math.sqrt(Math.max(0, 1 - t * t))) / bessel(BETA);
    }

    private static double bessel(double x) {
        double sum = 0;
        double term = 1;
        for (int k = 1; k < 40; k++) {
            sum += term;
            term *= x * x / (4.0 * k * k);
        }
        return sum;
    }
}
