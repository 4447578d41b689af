package org.preimage.uncertainty.score;

import java.util.ArrayList;
import java.util.List;

/**
 * Observed against claimed coverage: the diagonal where intervals cover as they claim, below it where too much is claimed.
 *
 * @param points by rising level
 */
public record CalibrationCurve(List<Coverage> points) {
    /** @throws IllegalArgumentException if there are no points, or their levels do not rise from 0 to 1 */
    public CalibrationCurve {
        points = List.copyOf(points);
        Levels.requireRising("levels", points.stream().map(Coverage::level).toList(), 0, 1);
    }

    /** The levels 1/(n+1) .. n/(n+1): 0.05, 0.1 .. 0.95 for 19. */
    public static List<Double> levels(int n) {
        List<Double> levels = new ArrayList<>();
        for (int k = 1; k <= n; k++) {
            levels.add(k / (n + 1.0));
        }
        return levels;
    }

    /** The expected calibration error: the mean of |observed - level| over the points (Kuleshov, Fenner and Ermon 2018 have squares). */
    public double expectedCalibrationError() {
        return points.stream().mapToDouble(p -> Math.abs(p.excess())).average().orElseThrow();
    }

    /** The largest |observed - level|. */
    public double worst() {
        return points.stream().mapToDouble(p -> Math.abs(p.excess())).max().orElseThrow();
    }

    /** The area between the curve and the diagonal, the points joined by lines from (0, 0) to (1, 1): from 0 to 1/2. */
    public double area() {
        double area = 0;
        double level = 0;
        double excess = 0;
        for (Coverage p : points) {
            area += between(p.level() - level, excess, p.excess());
            level = p.level();
            excess = p.excess();
        }
        return area + between(1 - level, excess, 0);
    }

    /** The integral of |line| over a width. */
    private static double between(double width, double from, double to) {
        double sum = Math.abs(from) + Math.abs(to);
        if (sum == 0) {
            return 0;
        }
        // Two triangles where the line crosses the diagonal, and a trapezium where it does not.
        return from * to < 0 ? width * (from * from + to * to) / (2 * sum) : width * sum / 2;
    }
}
