package org.preimage.examples.speed;

import org.preimage.operators.tomography.ParallelBeam;

/**
 * What one would write first: the formulas of the parallel beam pixel by pixel and ray by ray, in double, on one thread, with a
 * check of the bounds at every access. The baseline of {@link ProjectorSpeed}.
 */
final class NaiveProjector {
    private final int nx;
    private final int ny;
    private final int detectors;
    private final double h;
    private final double spacing;
    private final double center;
    private final double[] cos;
    private final double[] sin;

    NaiveProjector(ParallelBeam geometry) {
        nx = geometry.image().size(0);
        ny = geometry.image().size(1);
        h = geometry.image().spacing(0);
        detectors = geometry.detectors();
        spacing = geometry.spacing();
        center = geometry.center();
        double[] angles = geometry.angles();
        cos = new double[angles.length];
        sin = new double[angles.length];
        for (int a = 0; a < angles.length; a++) {
            cos[a] = Math.cos(Math.toRadians(angles[a]));
            sin[a] = Math.sin(Math.toRadians(angles[a]));
        }
    }

    private double pixel(float[] image, int column, int row) {
        return column >= 0 && column < nx && row >= 0 && row < ny ? image[row * nx + column] : 0;
    }

    private double cell(float[] sinogram, int angle, int cell) {
        return cell >= 0 && cell < detectors ? sinogram[angle * detectors + cell] : 0;
    }

    /** Joseph's projection. */
    float[] project(float[] image) {
        float[] sinogram = new float[cos.length * detectors];
        for (int a = 0; a < cos.length; a++) {
            for (int j = 0; j < detectors; j++) {
                double s = (j - center) * spacing;
                double sum = 0;
                if (Math.abs(cos[a]) >= Math.abs(sin[a])) {
                    for (int r = 0; r < ny; r++) {
                        double y = ((ny - 1) / 2.0 - r) * h;
                        double column = (s - y * sin[a]) / cos[a] / h + (nx - 1) / 2.0;
                        int c = (int) Math.floor(column);
                        double w = column - c;
                        sum += (1 - w) * pixel(image, c, r) + w * pixel(image, c + 1, r);
                    }
                } else {
                    for (int c = 0; c < nx; c++) {
                        double x = (c - (nx - 1) / 2.0) * h;
                        double row = (ny - 1) / 2.0 - (s - x * cos[a]) / sin[a] / h;
                        int r = (int) Math.floor(row);
                        double w = row - r;
                        sum += (1 - w) * pixel(image, c, r) + w * pixel(image, c, r + 1);
                    }
                }
                sinogram[a * detectors + j] = (float) (sum * h / Math.max(Math.abs(cos[a]), Math.abs(sin[a])));
            }
        }
        return sinogram;
    }

    /** The transpose of {@link #project}. */
    float[] adjoint(float[] sinogram) {
        float[] image = new float[nx * ny];
        for (int r = 0; r < ny; r++) {
            for (int c = 0; c < nx; c++) {
                double x = (c - (nx - 1) / 2.0) * h;
                double y = ((ny - 1) / 2.0 - r) * h;
                double sum = 0;
                for (int a = 0; a < cos.length; a++) {
                    double u = (x * cos[a] + y * sin[a]) / spacing + center;
                    double major = Math.max(Math.abs(cos[a]), Math.abs(sin[a]));
                    double width = h * major / spacing;
                    for (int j = (int) Math.ceil(u - width); j <= u + width; j++) {
                        sum += h / major * (1 - Math.abs(u - j) / width) * cell(sinogram, a, j);
                    }
                }
                image[r * nx + c] = (float) sum;
            }
        }
        return image;
    }

    /** Pixel-driven back-projection with linear interpolation and equal weights pi / views. */
    float[] backproject(float[] sinogram) {
        float[] image = new float[nx * ny];
        for (int r = 0; r < ny; r++) {
            for (int c = 0; c < nx; c++) {
                double x = (c - (nx - 1) / 2.0) * h;
                double y = ((ny - 1) / 2.0 - r) * h;
                double sum = 0;
                for (int a = 0; a < cos.length; a++) {
                    double u = (x * cos[a] + y * sin[a]) / spacing + center;
                    int d = (int) Math.floor(u);
                    double w = u - d;
                    sum += (1 - w) * cell(sinogram, a, d) + w * cell(sinogram, a, d + 1);
                }
                image[r * nx + c] = (float) (sum * Math.PI / cos.length);
            }
        }
        return image;
    }
}
