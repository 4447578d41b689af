package org.preimage.operators.tomography;

import java.util.function.IntBinaryOperator;

/** Joseph's projection, its transpose and the pixel-driven back-projection, straight from their definitions, in double. */
final class SlowJoseph {
    private final ParallelBeam geometry;
    private final int nx;
    private final int ny;
    private final int detectors;
    private final double h;
    private final double[] angles;

    SlowJoseph(ParallelBeam geometry) {
        this.geometry = geometry;
        nx = geometry.image().size(0);
        ny = geometry.image().size(1);
        detectors = geometry.detectors();
        h = geometry.image().spacing(0);
        angles = geometry.angles();
    }

    private interface Weight {
        void of(int ray, int pixel, double weight);
    }

    /** Every weight of the projection's matrix, ray by ray. */
    private void forEach(Weight weight) {
        for (int a = 0; a < angles.length; a++) {
            double cos = Math.cos(Math.toRadians(angles[a]));
            double sin = Math.sin(Math.toRadians(angles[a]));
            boolean overRows = Math.abs(cos) >= Math.abs(sin) - 1e-12;
            for (int j = 0; j < detectors; j++) {
                double s = (j - geometry.center()) * geometry.spacing();
                for (int l = 0; l < (overRows ? ny : nx); l++) {
                    double across;
                    int n;
                    IntBinaryOperator index;
                    if (overRows) {
                        double y = ((ny - 1) / 2.0 - l) * h;
                        across = (s - y * sin) / cos / h + (nx - 1) / 2.0;
                        n = nx;
                        index = (line, k) -> line * nx + k;
                    } else {
                        double x = (l - (nx - 1) / 2.0) * h;
                        across = (ny - 1) / 2.0 - (s - x * cos) / sin / h;
                        n = ny;
                        index = (line, k) -> k * nx + line;
                    }
                    double length = h / (overRows ? Math.abs(cos) : Math.abs(sin));
                    int k = (int) Math.floor(across);
                    double w = across - k;
                    if (k >= 0 && k < n) {
                        weight.of(a * detectors + j, index.applyAsInt(l, k), length * (1 - w));
                    }
                    if (k + 1 >= 0 && k + 1 < n) {
                        weight.of(a * detectors + j, index.applyAsInt(l, k + 1), length * w);
                    }
                }
            }
        }
    }

    float[] project(float[] image) {
        double[] sum = new double[angles.length * detectors];
        forEach((ray, pixel, weight) -> sum[ray] += weight * image[pixel]);
        return floats(sum);
    }

    float[] adjoint(float[] sinogram) {
        double[] sum = new double[nx * ny];
        forEach((ray, pixel, weight) -> sum[pixel] += weight * sinogram[ray]);
        return floats(sum);
    }

    float[] backproject(double[] weights, float[] sinogram) {
        double[] sum = new double[nx * ny];
        for (int a = 0; a < angles.length; a++) {
            double t = Math.toRadians(angles[a]);
            for (int r = 0; r < ny; r++) {
                for (int c = 0; c < nx; c++) {
                    double x = (c - (nx - 1) / 2.0) * h;
                    double y = ((ny - 1) / 2.0 - r) * h;
                    double u = (x * Math.cos(t) + y * Math.sin(t)) / geometry.spacing() + geometry.center();
                    int d = (int) Math.floor(u);
                    double left = d >= 0 && d < detectors ? sinogram[a * detectors + d] : 0;
                    double right = d + 1 >= 0 && d + 1 < detectors ? sinogram[a * detectors + d + 1] : 0;
                    sum[r * nx + c] += weights[a] * (left + (u - d) * (right - left));
                }
            }
        }
        return floats(sum);
    }

    private static float[] floats(double[] v) {
        float[] out = new float[v.length];
        for (int i = 0; i < v.length; i++) {
            out[i] = (float) v[i];
        }
        return out;
    }
}
