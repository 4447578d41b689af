package org.preimage.examples.speed;

import org.preimage.operators.tomography.FanBeam;

/**
 * What one would write first for a fan beam: Joseph's method ray by ray, its transpose as a scatter, and the weighted
 * back-projection pixel by pixel, in double, on one thread, with a check of the bounds at every access. The baseline of {@link FanSpeed}.
 */
final class NaiveFan {
    private final FanBeam beam;
    private final int nx;
    private final int ny;
    private final int cells;
    private final double h;
    private final double[] angles;

    NaiveFan(FanBeam beam) {
        this.beam = beam;
        nx = beam.image().size(0);
        ny = beam.image().size(1);
        h = beam.image().spacing(0);
        cells = beam.detectors();
        angles = beam.angles();
    }

    /** Joseph's projection. */
    float[] project(float[] image) {
        float[] sinogram = new float[angles.length * cells];
        for (int ray = 0; ray < sinogram.length; ray++) {
            sinogram[ray] = (float) along(ray, image, null, 0);
        }
        return sinogram;
    }

    /** The transpose of {@link #project}. */
    float[] adjoint(float[] sinogram) {
        float[] image = new float[nx * ny];
        for (int ray = 0; ray < sinogram.length; ray++) {
            along(ray, null, image, sinogram[ray]);
        }
        return image;
    }

    /** The sum along a ray of what is read from an image, while {@code value} is added along it to another. */
    private double along(int ray, float[] read, float[] written, double value) {
        double t = Math.toRadians(angles[ray / cells]);
        double direction = t - beam.fanAngle(ray % cells);
        double dx = -Math.sin(direction);
        double dy = Math.cos(direction);
        double sx = beam.sourceToAxis() * Math.sin(t);
        double sy = -beam.sourceToAxis() * Math.cos(t);
        boolean rows = Math.abs(dy) >= Math.abs(dx);
        double length = h / Math.max(Math.abs(dx), Math.abs(dy));
        double sum = 0;
        for (int l = 0; l < (rows ? ny : nx); l++) {
            double across = rows
                    ? (sx + (((ny - 1) / 2.0 - l) * h - sy) / dy * dx) / h + (nx - 1) / 2.0
                    : (ny - 1) / 2.0 - (sy + ((l - (nx - 1) / 2.0) * h - sx) / dx * dy) / h;
            int k = (int) Math.floor(across);
            double w = across - k;
            for (int n = 0; n < 2; n++) {
                if (k + n >= 0 && k + n < (rows ? nx : ny)) {
                    int pixel = rows ? l * nx + k + n : (k + n) * nx + l;
                    double weight = length * (n == 0 ? 1 - w : w);
                    if (read != null) {
                        sum += weight * read[pixel];
                    } else {
                        written[pixel] += (float) (weight * value);
                    }
                }
            }
        }
        return sum;
    }

    private double cell(float[] sinogram, int view, int cell) {
        return cell >= 0 && cell < cells ? sinogram[view * cells + cell] : 0;
    }

    /** The back-projection of filtered back-projection, for a flat detector. */
    float[] backproject(float[] sinogram) {
        float[] image = new float[nx * ny];
        double radius = beam.sourceToAxis();
        double scale = beam.sourceToDetector() / beam.spacing();
        double[] sin = new double[angles.length];
        double[] cos = new double[angles.length];
        for (int a = 0; a < angles.length; a++) {
            sin[a] = Math.sin(Math.toRadians(angles[a]));
            cos[a] = Math.cos(Math.toRadians(angles[a]));
        }
        for (int i = 0; i < image.length; i++) {
            double x = (i % nx - (nx - 1) / 2.0) * h;
            double y = ((ny - 1) / 2.0 - i / nx) * h;
            double sum = 0;
            for (int a = 0; a < angles.length; a++) {
                double depth = radius - x * sin[a] + y * cos[a];
                double u = (x * cos[a] + y * sin[a]) / depth * scale + beam.center();
                int d = (int) Math.floor(u);
                double w = u - d;
                double q = (1 - w) * cell(sinogram, a, d) + w * cell(sinogram, a, d + 1);
                sum += radius * radius / (depth * depth) * q;
            }
            image[i] = (float) sum;
        }
        return image;
    }
}
