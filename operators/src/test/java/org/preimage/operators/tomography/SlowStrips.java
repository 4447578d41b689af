package org.preimage.operators.tomography;

/** Strip projection and its transpose from the definition: polygons, clipped by the strip's two edges, in double. */
final class SlowStrips {
    private final ParallelBeam geometry;
    private final int nx;
    private final int ny;
    private final double h;

    SlowStrips(ParallelBeam geometry) {
        this.geometry = geometry;
        nx = geometry.image().size(0);
        ny = geometry.image().size(1);
        h = geometry.image().spacing(0);
    }

    float[] project(float[] image) {
        double[] sums = new double[geometry.views() * geometry.detectors()];
        forEach((ray, pixel, weight) -> sums[ray] += weight * image[pixel]);
        return floats(sums);
    }

    float[] adjoint(float[] sinogram) {
        double[] sums = new double[nx * ny];
        forEach((ray, pixel, weight) -> sums[pixel] += weight * sinogram[ray]);
        return floats(sums);
    }

    private static float[] floats(double[] sums) {
        float[] result = new float[sums.length];
        for (int i = 0; i < result.length; i++) {
            result[i] = (float) sums[i];
        }
        return result;
    }

    private interface Weight {
        void of(int ray, int pixel, double weight);
    }

    private void forEach(Weight weight) {
        double[] angles = geometry.angles();
        double width = geometry.spacing();
        for (int a = 0; a < angles.length; a++) {
            double cos = Math.cos(Math.toRadians(angles[a]));
            double sin = Math.sin(Math.toRadians(angles[a]));
            for (int pixel = 0; pixel < nx * ny; pixel++) {
                double x = (pixel % nx - (nx - 1) / 2.0) * h;
                double y = ((ny - 1) / 2.0 - pixel / nx) * h;
                double reach = h * (Math.abs(cos) + Math.abs(sin)) / 2;
                double s = x * cos + y * sin;
                int from = (int) Math.max(0, Math.floor((s - reach) / width + geometry.center() - 0.5));
                int to = (int)
                        Math.min(geometry.detectors() - 1, Math.ceil((s + reach) / width + geometry.center() + 0.5));
                for (int j = from; j <= to; j++) {
                    double left = (j - 0.5 - geometry.center()) * width;
                    double area = areaBelow(x, y, cos, sin, left + width) - areaBelow(x, y, cos, sin, left);
                    weight.of(a * geometry.detectors() + j, pixel, area / width);
                }
            }
        }
    }

    /** The area of the pixel about (x, y) where x cos + y sin &lt; s. */
    private double areaBelow(double x, double y, double cos, double sin, double s) {
        double[] px = {x - h / 2, x + h / 2, x + h / 2, x - h / 2};
        double[] py = {y - h / 2, y - h / 2, y + h / 2, y + h / 2};
        double twice = 0;
        double firstX = Double.NaN;
        double firstY = Double.NaN;
        double lastX = 0;
        double lastY = 0;
        for (int i = 0; i < 4; i++) {
            int k = (i + 1) % 4;
            double d = px[i] * cos + py[i] * sin - s;
            double e = px[k] * cos + py[k] * sin - s;
            // The corner, if it is inside, and where the side to the next crosses the edge.
            for (int part = 0; part < 2; part++) {
                if (part == 0 ? d >= 0 : (d < 0) == (e < 0)) {
                    continue;
                }
                double w = part == 0 ? 0 : d / (d - e);
                double qx = px[i] + w * (px[k] - px[i]);
                double qy = py[i] + w * (py[k] - py[i]);
                if (Double.isNaN(firstX)) {
                    firstX = qx;
                    firstY = qy;
                } else {
                    twice += lastX * qy - qx * lastY;
                }
                lastX = qx;
                lastY = qy;
            }
        }
        return Double.isNaN(firstX) ? 0 : Math.abs(twice + lastX * firstY - firstX * lastY) / 2;
    }
}
