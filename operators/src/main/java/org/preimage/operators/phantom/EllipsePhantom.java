package org.preimage.operators.phantom;

import java.util.Arrays;
import java.util.List;
import org.preimage.operators.parallel.Parallel;
import org.preimage.operators.space.Image;
import org.preimage.operators.space.Space;

/**
 * A sum of ellipses, f(x, y) = sum of the values of the ellipses that hold (x, y).
 *
 * @param ellipses in the order in which they are added
 */
public record EllipsePhantom(List<Ellipse> ellipses) implements PlanePhantom {
    public EllipsePhantom {
        ellipses = List.copyOf(ellipses);
    }

    /** All lengths multiplied by a positive factor, as to fill another field of view. */
    public EllipsePhantom scaled(double factor) {
        return new EllipsePhantom(ellipses.stream().map(e -> e.scaled(factor)).toList());
    }

    /** All values multiplied by a factor, as to give an attenuation in 1/mm. */
    public EllipsePhantom times(double factor) {
        return new EllipsePhantom(ellipses.stream().map(e -> e.times(factor)).toList());
    }

    @Override
    public Image render(Space space, int supersampling) {
        PlanePhantom.requirePlane(space, supersampling);
        Image image = Image.zeros(space);
        int nx = space.size(0);
        int ny = space.size(1);
        Parallel.ranges(ny, 4, (from, to) -> {
            double[] row = new double[nx];
            for (int r = from; r < to; r++) {
                Arrays.fill(row, 0);
                for (int j = 0; j < supersampling; j++) {
                    double y = ((ny - 1) / 2.0 - r + 0.5 - (j + 0.5) / supersampling) * space.spacing(1);
                    for (Ellipse e : ellipses) {
                        addChord(e, y, space, supersampling, row);
                    }
                }
                for (int c = 0; c < nx; c++) {
                    image.data()[r * nx + c] = (float) (row[c] / ((double) supersampling * supersampling));
                }
            }
        });
        return image;
    }

    /** Adds the value of an ellipse times the number of sample points that its chord at height y holds in each pixel. */
    private static void addChord(Ellipse e, double y, Space space, int samples, double[] row) {
        double cos = Math.cos(Math.toRadians(e.rotation()));
        double sin = Math.sin(Math.toRadians(e.rotation()));
        double a2 = e.a() * e.a();
        double b2 = e.b() * e.b();
        double v = y - e.y();
        // The quadratic form p u^2 + 2 q u v + r v^2 <= 1 in coordinates about the centre, solved for u.
        double p = cos * cos / a2 + sin * sin / b2;
        double q = sin * cos * (1 / a2 - 1 / b2);
        double r = sin * sin / a2 + cos * cos / b2;
        double discriminant = q * q * v * v - p * (r * v * v - 1);
        if (discriminant < 0) {
            return;
        }
        double root = Math.sqrt(discriminant);
        double step = space.spacing(0) / samples;
        double first = -0.5 * space.size(0) * space.spacing(0) + 0.5 * step;
        double left = e.x() + (-q * v - root) / p;
        double right = e.x() + (-q * v + root) / p;
        int points = row.length * samples;
        int i0 = (int) Math.max(0, Math.ceil((left - first) / step));
        int i1 = (int) Math.min(points - 1.0, Math.floor((right - first) / step));
        for (int i = i0; i <= i1; ) {
            int pixel = i / samples;
            int next = Math.min(i1 + 1, (pixel + 1) * samples);
            row[pixel] += e.value() * (next - i);
            i = next;
        }
    }

    @Override
    public double lineIntegral(double cos, double sin, double s) {
        double sum = 0;
        for (Ellipse e : ellipses) {
            sum += e.lineIntegral(cos, sin, s);
        }
        return sum;
    }
}
