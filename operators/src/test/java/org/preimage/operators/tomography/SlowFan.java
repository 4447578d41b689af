package org.preimage.operators.tomography;

import java.util.ArrayList;
import java.util.List;

/** Fan-beam projection from its definitions, ray by ray and pixel by pixel in double; wedges by clipping polygons. */
final class SlowFan {
    private final FanBeam beam;
    private final int nx;
    private final int ny;
    private final double h;
    private final double[][] matrix;

    private SlowFan(FanBeam beam, Model model) {
        this.beam = beam;
        nx = beam.image().size(0);
        ny = beam.image().size(1);
        h = beam.image().spacing(0);
        matrix = new double[beam.sinogram().length()][];
        double[] degrees = beam.angles();
        for (int a = 0; a < degrees.length; a++) {
            for (int j = 0; j < beam.detectors(); j++) {
                double[] row = new double[nx * ny];
                double t = Math.toRadians(degrees[a]);
                boolean ahead = Math.abs(beam.fanAngle(j)) < Math.PI / 2;
                if (model == Model.JOSEPH && ahead) {
                    joseph(t, j, row);
                } else if (model == Model.STRIP) {
                    strip(t, j, row);
                }
                matrix[a * beam.detectors() + j] = row;
            }
        }
    }

    static SlowFan of(FanBeam beam, Model model) {
        return new SlowFan(beam, model);
    }

    private double x(int column) {
        return (column - (nx - 1) / 2.0) * h;
    }

    private double y(int row) {
        return ((ny - 1) / 2.0 - row) * h;
    }

    /** Where cell j, fractional, lies, straight from the geometry's description. */
    private double[] place(double t, double j) {
        double along = (j - beam.center()) * beam.spacing();
        double d = beam.sourceToDetector();
        double depth = beam.shape() == FanBeam.Shape.FLAT ? d : d * Math.cos(along / d);
        double side = beam.shape() == FanBeam.Shape.FLAT ? along : d * Math.sin(along / d);
        double behind = depth - beam.sourceToAxis();
        return new double[] {-behind * Math.sin(t) + side * Math.cos(t), behind * Math.cos(t) + side * Math.sin(t)};
    }

    private double[] source(double t) {
        return new double[] {beam.sourceToAxis() * Math.sin(t), -beam.sourceToAxis() * Math.cos(t)};
    }

    private void joseph(double t, int j, double[] row) {
        double[] s = source(t);
        double[] p = place(t, j);
        double dx = p[0] - s[0];
        double dy = p[1] - s[1];
        double length = Math.hypot(dx, dy);
        boolean overRows = Math.abs(dy) >= Math.abs(dx) - 1e-12 * length;
        for (int l = 0; l < (overRows ? ny : nx); l++) {
            double across = overRows
                    ? (s[0] + (y(l) - s[1]) / dy * dx) / h + (nx - 1) / 2.0
                    : (ny - 1) / 2.0 - (s[1] + (x(l) - s[0]) / dx * dy) / h;
            double weight = h * length / Math.abs(overRows ? dy : dx);
            int k = (int) Math.floor(across);
            double w = across - k;
            for (int n = 0; n < 2; n++) {
                if (k + n >= 0 && k + n < (overRows ? nx : ny)) {
                    row[overRows ? l * nx + k + n : (k + n) * nx + l] += weight * (n == 0 ? 1 - w : w);
                }
            }
        }
    }

    private void strip(double t, int j, double[] row) {
        double from = Math.max(-Math.PI / 2, beam.fanAngle(j - 0.5));
        double to = Math.min(Math.PI / 2, beam.fanAngle(j + 0.5));
        if (from >= to) {
            return;
        }
        // Cut where rays run at an odd multiple of 45 degrees.
        List<Double> cuts = new ArrayList<>(List.of(from));
        for (int k = 40; k >= -40; k--) {
            double cut = t - Math.PI / 4 - k * Math.PI / 2;
            if (cut > from + 1e-9 && cut < to - 1e-9) {
                cuts.add(cut);
            }
        }
        cuts.add(to);
        double width = beam.spacing() / beam.sourceToDetector();
        double[] s = source(t);
        for (int c = 0; c + 1 < cuts.size(); c++) {
            double middle = (cuts.get(c) + cuts.get(c + 1)) / 2;
            double dx = -Math.sin(t - middle);
            double dy = Math.cos(t - middle);
            boolean rows = Math.abs(dy) >= Math.abs(dx) - 1e-12;
            for (int r = 0; r < ny; r++) {
                for (int col = 0; col < nx; col++) {
                    double distance =
                            Math.max(h / 2, Math.abs(rows ? y(r) - s[1] : x(col) - s[0])) / Math.abs(rows ? dy : dx);
                    double flat = beam.shape() == FanBeam.Shape.FLAT ? Math.cos(middle) * Math.cos(middle) : 1;
                    double area = wedge(s, t - cuts.get(c), t - cuts.get(c + 1), x(col), y(r));
                    row[r * nx + col] += area == 0 ? 0 : area / (distance * flat * width);
                }
            }
        }
    }

    /** Area of a pixel between two rays. */
    private double wedge(double[] s, double right, double left, double x, double y) {
        List<double[]> square = List.of(
                new double[] {x - h / 2, y - h / 2},
                new double[] {x + h / 2, y - h / 2},
                new double[] {x + h / 2, y + h / 2},
                new double[] {x - h / 2, y + h / 2});
        List<double[]> part = clip(square, s, Math.cos(right), Math.sin(right));
        part = clip(part, s, -Math.cos(left), -Math.sin(left));
        double area = 0;
        for (int i = 0; i < part.size(); i++) {
            double[] p = part.get(i);
            double[] q = part.get((i + 1) % part.size());
            area += (p[0] * q[1] - p[1] * q[0]) / 2;
        }
        return Math.abs(area);
    }

    /** What of a convex polygon lies where (p - s) n >= 0. */
    private static List<double[]> clip(List<double[]> polygon, double[] s, double nx, double ny) {
        List<double[]> kept = new ArrayList<>();
        for (int i = 0; i < polygon.size(); i++) {
            double[] p = polygon.get(i);
            double[] q = polygon.get((i + 1) % polygon.size());
            double a = (p[0] - s[0]) * nx + (p[1] - s[1]) * ny;
            double b = (q[0] - s[0]) * nx + (q[1] - s[1]) * ny;
            if (a >= 0) {
                kept.add(p);
            }
            if (a >= 0 != b >= 0) {
                double w = a / (a - b);
                kept.add(new double[] {p[0] + w * (q[0] - p[0]), p[1] + w * (q[1] - p[1])});
            }
        }
        return kept;
    }

    float[] project(float[] image) {
        float[] out = new float[matrix.length];
        for (int i = 0; i < out.length; i++) {
            double sum = 0;
            for (int k = 0; k < image.length; k++) {
                sum += matrix[i][k] * image[k];
            }
            out[i] = (float) sum;
        }
        return out;
    }

    float[] adjoint(float[] sinogram) {
        double[] sum = new double[nx * ny];
        for (int i = 0; i < sinogram.length; i++) {
            for (int k = 0; k < sum.length; k++) {
                sum[k] += matrix[i][k] * sinogram[i];
            }
        }
        float[] out = new float[sum.length];
        for (int k = 0; k < out.length; k++) {
            out[k] = (float) sum[k];
        }
        return out;
    }
}
