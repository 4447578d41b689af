package org.preimage.examples.speed;

import org.preimage.operators.tomography.ConeBeam;
import org.preimage.operators.tomography.Detector;

/**
 * What one would write first: the cone beam ray by ray and voxel by voxel, in double, on one thread, with a check of the bounds at
 * every access. The baseline of {@link ConeSpeed}.
 */
final class NaiveCone {
    private final int nx;
    private final int ny;
    private final int nz;
    private final double h;
    private final double hz;
    private final double toAxis;
    private final double toDetector;
    private final Detector panel;
    private final double[] cos;
    private final double[] sin;

    NaiveCone(ConeBeam beam) {
        nx = beam.image().size(0);
        ny = beam.image().size(1);
        nz = beam.image().size(2);
        h = beam.image().spacing(0);
        hz = beam.image().spacing(2);
        toAxis = beam.sourceToAxis();
        toDetector = beam.sourceToDetector();
        panel = beam.detector();
        double[] angles = beam.angles();
        cos = new double[angles.length];
        sin = new double[angles.length];
        for (int a = 0; a < angles.length; a++) {
            cos[a] = Math.cos(Math.toRadians(angles[a]));
            sin[a] = Math.sin(Math.toRadians(angles[a]));
        }
    }

    private boolean inside(int c, int r, int k) {
        return c >= 0 && c < nx && r >= 0 && r < ny && k >= 0 && k < nz;
    }

    private double voxel(float[] image, int c, int r, int k) {
        return inside(c, r, k) ? image[(k * ny + r) * nx + c] : 0;
    }

    private void add(float[] image, int c, int r, int k, double value) {
        if (inside(c, r, k)) {
            image[(k * ny + r) * nx + c] += (float) value;
        }
    }

    private double cell(float[] sinogram, int view, int i, int j) {
        return i >= 0 && i < panel.rows() && j >= 0 && j < panel.cells()
                ? sinogram[(view * panel.rows() + i) * panel.cells() + j]
                : 0;
    }

    /** Joseph's projection if {@code forth}, else its transpose. */
    private void trace(boolean forth, float[] image, float[] sinogram) {
        for (int a = 0; a < cos.length; a++) {
            double sx = toAxis * sin[a];
            double sy = -toAxis * cos[a];
            for (int i = 0; i < panel.rows(); i++) {
                double dz = (i - panel.rowCenter()) * panel.rowSpacing();
                for (int j = 0; j < panel.cells(); j++) {
                    double u = (j - panel.center()) * panel.spacing();
                    double dx = -toDetector * sin[a] + u * cos[a];
                    double dy = toDetector * cos[a] + u * sin[a];
                    boolean overRows = Math.abs(dy) >= Math.abs(dx);
                    double length = h * Math.sqrt(dx * dx + dy * dy + dz * dz) / Math.abs(overRows ? dy : dx);
                    int ray = (a * panel.rows() + i) * panel.cells() + j;
                    double sum = 0;
                    for (int l = 0; l < (overRows ? ny : nx); l++) {
                        double q =
                                overRows ? (((ny - 1) / 2.0 - l) * h - sy) / dy : ((l - (nx - 1) / 2.0) * h - sx) / dx;
                        double across =
                                overRows ? (sx + q * dx) / h + (nx - 1) / 2.0 : (ny - 1) / 2.0 - (sy + q * dy) / h;
                        double up = q * dz / hz + (nz - 1) / 2.0;
                        int n = (int) Math.floor(across);
                        int k = (int) Math.floor(up);
                        double w = across - n;
                        double v = up - k;
                        int c0 = overRows ? n : l;
                        int r0 = overRows ? l : n;
                        int c1 = overRows ? n + 1 : l;
                        int r1 = overRows ? l : n + 1;
                        if (forth) {
                            sum += (1 - v) * ((1 - w) * voxel(image, c0, r0, k) + w * voxel(image, c1, r1, k))
                                    + v * ((1 - w) * voxel(image, c0, r0, k + 1) + w * voxel(image, c1, r1, k + 1));
                        } else {
                            double p = sinogram[ray] * length;
                            add(image, c0, r0, k, (1 - v) * (1 - w) * p);
                            add(image, c1, r1, k, (1 - v) * w * p);
                            add(image, c0, r0, k + 1, v * (1 - w) * p);
                            add(image, c1, r1, k + 1, v * w * p);
                        }
                    }
                    if (forth) {
                        sinogram[ray] = (float) (sum * length);
                    }
                }
            }
        }
    }

    float[] project(float[] image) {
        float[] sinogram = new float[cos.length * panel.rows() * panel.cells()];
        trace(true, image, sinogram);
        return sinogram;
    }

    float[] adjoint(float[] sinogram) {
        float[] image = new float[nx * ny * nz];
        trace(false, image, sinogram);
        return image;
    }

    /** Bilinear interpolation on the panel at each voxel, times R D / d^2. */
    float[] backproject(float[] sinogram) {
        float[] image = new float[nx * ny * nz];
        for (int k = 0; k < nz; k++) {
            double z = (k - (nz - 1) / 2.0) * hz;
            for (int r = 0; r < ny; r++) {
                double y = ((ny - 1) / 2.0 - r) * h;
                for (int c = 0; c < nx; c++) {
                    double x = (c - (nx - 1) / 2.0) * h;
                    double sum = 0;
                    for (int a = 0; a < cos.length; a++) {
                        double d = toAxis - x * sin[a] + y * cos[a];
                        double u = (x * cos[a] + y * sin[a]) * toDetector / d / panel.spacing() + panel.center();
                        double v = z * toDetector / d / panel.rowSpacing() + panel.rowCenter();
                        int j = (int) Math.floor(u);
                        int i = (int) Math.floor(v);
                        double w = u - j;
                        double t = v - i;
                        sum += toAxis
                                * toDetector
                                / (d * d)
                                * ((1 - t) * ((1 - w) * cell(sinogram, a, i, j) + w * cell(sinogram, a, i, j + 1))
                                        + t
                                                * ((1 - w) * cell(sinogram, a, i + 1, j)
                                                        + w * cell(sinogram, a, i + 1, j + 1)));
                    }
                    image[(k * ny + r) * nx + c] = (float) sum;
                }
            }
        }
        return image;
    }
}
