package org.preimage.operators.tomography;

/** Cone-beam projection, its transpose and the voxel-driven back-projection, straight from their definitions, in mm and double. */
final class SlowCone {
    private final ConeBeam beam;
    private final Model model;
    private final int nx;
    private final int ny;
    private final int nz;
    private final double h;
    private final double hz;
    private final Detector panel;

    SlowCone(ConeBeam beam, Model model) {
        this.beam = beam;
        this.model = model;
        nx = beam.image().size(0);
        ny = beam.image().size(1);
        nz = beam.image().size(2);
        h = beam.image().spacing(0);
        hz = beam.image().spacing(2);
        panel = beam.detector();
    }

    private interface Weight {
        void of(int ray, int voxel, double weight);
    }

    private double[] source(double t) {
        return new double[] {beam.sourceToAxis() * Math.sin(t), -beam.sourceToAxis() * Math.cos(t), 0};
    }

    private double[] cell(double t, double j, double i) {
        double back = beam.sourceToDetector() - beam.sourceToAxis();
        double u = (j - panel.center()) * panel.spacing();
        return new double[] {
            -back * Math.sin(t) + u * Math.cos(t),
            back * Math.cos(t) + u * Math.sin(t),
            (i - panel.rowCenter()) * panel.rowSpacing()
        };
    }

    /** Where a ray meets the plane in which axis {@code axis} has this value. */
    private static double[] meet(double[] source, double[] cell, int axis, double value) {
        double q = (value - source[axis]) / (cell[axis] - source[axis]);
        double[] point = new double[3];
        for (int i = 0; i < 3; i++) {
            point[i] = source[i] + q * (cell[i] - source[i]);
        }
        return point;
    }

    private static double overlap(double a, double b, double low, double high) {
        return Math.max(0, Math.min(Math.max(a, b), high) - Math.max(Math.min(a, b), low)) / Math.abs(b - a);
    }

    private static double hat(double x) {
        return Math.max(0, 1 - Math.abs(x));
    }

    private void forEach(Weight weight) {
        double[] angles = beam.angles();
        for (int a = 0; a < angles.length; a++) {
            double t = Math.toRadians(angles[a]);
            double[] source = source(t);
            for (int i = 0; i < panel.rows(); i++) {
                for (int j = 0; j < panel.cells(); j++) {
                    double[] cell = cell(t, j, i);
                    double dx = cell[0] - source[0];
                    double dy = cell[1] - source[1];
                    double dz = cell[2] - source[2];
                    int axis = Math.abs(dy) >= Math.abs(dx) - 1e-10 ? 1 : 0;
                    double length = h * Math.sqrt(dx * dx + dy * dy + dz * dz) / Math.abs(axis == 1 ? dy : dx);
                    for (int line = 0; line < (axis == 1 ? ny : nx); line++) {
                        double place = axis == 1 ? ((ny - 1) / 2.0 - line) * h : (line - (nx - 1) / 2.0) * h;
                        double[] middle = meet(source, cell, axis, place);
                        double[] left = meet(source, cell(t, j - 0.5, i), axis, place);
                        double[] right = meet(source, cell(t, j + 0.5, i), axis, place);
                        double[] below = meet(source, cell(t, j, i - 0.5), axis, place);
                        double[] above = meet(source, cell(t, j, i + 0.5), axis, place);
                        for (int n = 0; n < (axis == 1 ? nx : ny); n++) {
                            int across = 1 - axis;
                            double at = axis == 1 ? (n - (nx - 1) / 2.0) * h : ((ny - 1) / 2.0 - n) * h;
                            double w = model == Model.JOSEPH
                                    ? hat((middle[across] - at) / h)
                                    : overlap(left[across], right[across], at - h / 2, at + h / 2);
                            for (int k = 0; w > 0 && k < nz; k++) {
                                double z = (k - (nz - 1) / 2.0) * hz;
                                double v = model == Model.JOSEPH
                                        ? hat((middle[2] - z) / hz)
                                        : overlap(below[2], above[2], z - hz / 2, z + hz / 2);
                                if (v > 0) {
                                    int row = axis == 1 ? line : n;
                                    int column = axis == 1 ? n : line;
                                    weight.of(
                                            (a * panel.rows() + i) * panel.cells() + j,
                                            (k * ny + row) * nx + column,
                                            length * w * v);
                                }
                            }
                        }
                    }
                }
            }
        }
    }

    float[] project(float[] image) {
        double[] sum = new double[beam.sinogram().length()];
        forEach((ray, voxel, weight) -> sum[ray] += weight * image[voxel]);
        return floats(sum);
    }

    float[] adjoint(float[] sinogram) {
        double[] sum = new double[beam.image().length()];
        forEach((ray, voxel, weight) -> sum[voxel] += weight * sinogram[ray]);
        return floats(sum);
    }

    /** The sum over the views of R D / d^2 times the bilinear interpolation, zeros around the panel. */
    float[] backproject(float[] projections) {
        double[] sum = new double[beam.image().length()];
        double[] angles = beam.angles();
        for (int a = 0; a < angles.length; a++) {
            double t = Math.toRadians(angles[a]);
            for (int v = 0; v < sum.length; v++) {
                double x = (v % nx - (nx - 1) / 2.0) * h;
                double y = ((ny - 1) / 2.0 - v / nx % ny) * h;
                double z = (v / nx / ny - (nz - 1) / 2.0) * hz;
                double d = beam.sourceToAxis() - x * Math.sin(t) + y * Math.cos(t);
                double zoom = beam.sourceToDetector() / d;
                double j = (x * Math.cos(t) + y * Math.sin(t)) * zoom / panel.spacing() + panel.center();
                double i = z * zoom / panel.rowSpacing() + panel.rowCenter();
                for (int row = Math.max(0, (int) Math.floor(i)); row < Math.min(panel.rows(), i + 1); row++) {
                    for (int cell = Math.max(0, (int) Math.floor(j)); cell < Math.min(panel.cells(), j + 1); cell++) {
                        sum[v] += beam.sourceToAxis()
                                / d
                                * zoom
                                * hat(i - row)
                                * hat(j - cell)
                                * projections[(a * panel.rows() + row) * panel.cells() + cell];
                    }
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
