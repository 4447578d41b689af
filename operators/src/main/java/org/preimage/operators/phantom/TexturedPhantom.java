package org.preimage.operators.phantom;

import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import org.preimage.operators.parallel.Parallel;
import org.preimage.operators.space.Image;
import org.preimage.operators.space.Space;

/**
 * Ellipses filled with oriented textures, like layers or grain: an ellipse of value v adds
 *
 * <pre>f(x) = v + sum over waves of m cos(2 pi q . x + p),</pre>
 *
 * inside, if it is domed times 1 - rho<sup>2</sup>, where rho is 0 in the middle and 1 at the border. What oscillates between curved borders
 * is not piecewise constant. Line integrals are exact.
 *
 * @param parts in the order in which they are added
 */
public record TexturedPhantom(List<Part> parts) implements PlanePhantom {
    private static final int WAVES = 6;

    public TexturedPhantom {
        parts = List.copyOf(parts);
    }

    /**
     * A plane wave.
     *
     * @param fx cycles per mm along x
     * @param fy cycles per mm along y
     * @param phase in radians at the origin
     * @param amplitude in units of the image
     */
    public record Wave(double fx, double fy, double phase, double amplitude) {
        double at(double x, double y) {
            return amplitude * Math.cos(2 * Math.PI * (fx * x + fy * y) + phase);
        }
    }

    /**
     * An ellipse and its texture.
     *
     * @param ellipse with the mean value
     * @param domed whether everything in it falls off as 1 - rho^2 towards its border, where rho is 1; else it ends there
     * @param waves none for a constant value
     */
    public record Part(Ellipse ellipse, boolean domed, List<Wave> waves) {
        public Part {
            waves = List.copyOf(waves);
        }

        /** The chord's length times the mean value, and for each wave m sinc(k l / 2) cos(phase in the middle) times the chord l. */
        double at(double x, double y) {
            double phi = Math.toRadians(ellipse.rotation());
            double dx = x - ellipse.x();
            double dy = y - ellipse.y();
            double u = (dx * Math.cos(phi) + dy * Math.sin(phi)) / ellipse.a();
            double v = (dy * Math.cos(phi) - dx * Math.sin(phi)) / ellipse.b();
            if (u * u + v * v > 1) {
                return 0;
            }
            double sum = ellipse.value();
            for (Wave w : waves) {
                sum += w.at(x, y);
            }
            return domed ? sum * (1 - u * u - v * v) : sum;
        }

        double lineIntegral(double cos, double sin, double s) {
            Ellipse shape = new Ellipse(ellipse.x(), ellipse.y(), ellipse.a(), ellipse.b(), ellipse.rotation(), 1);
            double length = shape.lineIntegral(cos, sin, s);
            if (length == 0) {
                return 0;
            }
            // The middle of the chord: conjugate to the line's direction in the ellipse.
            double phi = Math.toRadians(ellipse.rotation());
            double along = ellipse.a() * (cos * Math.cos(phi) + sin * Math.sin(phi));
            double across = ellipse.b() * (sin * Math.cos(phi) - cos * Math.sin(phi));
            double d = s - ellipse.x() * cos - ellipse.y() * sin;
            double r2 = along * along + across * across;
            double u = ellipse.a() * along * d / r2;
            double v = ellipse.b() * across * d / r2;
            double x = ellipse.x() + u * Math.cos(phi) - v * Math.sin(phi);
            double y = ellipse.y() + u * Math.sin(phi) + v * Math.cos(phi);
            double sum = ellipse.value() * mean(0);
            for (Wave w : waves) {
                sum += w.at(x, y) * mean(Math.PI * (w.fy * cos - w.fx * sin) * length);
            }
            return length * sum * (domed ? 1 - d * d / r2 : 1);
        }

        /** The mean of cos(q t) over -1 &lt; t &lt; 1, times 1 - t^2 in a dome. */
        private double mean(double q) {
            if (Math.abs(q) < 1e-2) {
                return domed ? 2.0 / 3 - q * q / 15 : 1 - q * q / 6;
            }
            return domed ? 2 * (Math.sin(q) - q * Math.cos(q)) / (q * q * q) : Math.sin(q) / q;
        }
    }

    /**
     * A body with ellipses in it whose densities fall off towards their borders, all of them textured like layers or
     * grain: each has a direction of its own, from which those of its waves differ by up to 8 degrees, and
     * wavelengths of 3 to 8 % of the field of view. Nothing is below zero.
     *
     * @param fieldOfView side of the square in mm
     * @param ellipses how many there are in the body
     * @param spread the textures' wave vectors lie within this angle of the y axis in degrees, plus 8; 90 for all directions
     * @param random draws everything
     */
    public static TexturedPhantom random(double fieldOfView, int ellipses, double spread, RandomGenerator random) {
        if (!(fieldOfView > 0) || Double.isInfinite(fieldOfView) || ellipses < 0) {
            throw new IllegalArgumentException("field of view " + fieldOfView
                    + " must be positive and finite and the number of ellipses " + ellipses + " not negative");
        }
        if (!(spread >= 0 && spread <= 90)) {
            throw new IllegalArgumentException("spread is " + spread + ", but must lie between 0 and 90 degrees");
        }
        double radius = fieldOfView / 2;
        List<Part> parts = new ArrayList<>();
        double body = 0.6;
        parts.add(new Part(
                new Ellipse(0, 0, 0.96 * radius, 0.9 * radius, 180 * random.nextDouble(), body),
                true,
                waves(fieldOfView, body, spread, random)));
        for (int i = 0; i < ellipses; i++) {
            double distance = 0.6 * radius * Math.sqrt(random.nextDouble());
            double angle = 2 * Math.PI * random.nextDouble();
            double value = 0.15 + 0.15 * random.nextDouble();
            parts.add(new Part(
                    new Ellipse(
                            distance * Math.cos(angle),
                            distance * Math.sin(angle),
                            (0.1 + 0.2 * random.nextDouble()) * radius,
                            (0.1 + 0.2 * random.nextDouble()) * radius,
                            180 * random.nextDouble(),
                            value),
                    true,
                    waves(fieldOfView, value, spread, random)));
        }
        return new TexturedPhantom(parts);
    }

    /** Waves that together take away all of a value at most. */
    private static List<Wave> waves(double fieldOfView, double value, double spread, RandomGenerator random) {
        double direction = 90 + spread * (2 * random.nextDouble() - 1);
        List<Wave> waves = new ArrayList<>();
        for (int i = 0; i < WAVES; i++) {
            double wavelength = (0.03 + 0.05 * random.nextDouble()) * fieldOfView;
            double angle = Math.toRadians(direction + 8 * (2 * random.nextDouble() - 1));
            waves.add(new Wave(
                    Math.cos(angle) / wavelength,
                    Math.sin(angle) / wavelength,
                    2 * Math.PI * random.nextDouble(),
                    value / WAVES));
        }
        return waves;
    }

    @Override
    public Image render(Space space, int supersampling) {
        PlanePhantom.requirePlane(space, supersampling);
        Image image = Image.zeros(space);
        int nx = space.size(0);
        int ny = space.size(1);
        double step = 1.0 / supersampling;
        Parallel.ranges(ny, 1, (from, to) -> {
            for (int r = from; r < to; r++) {
                for (int c = 0; c < nx; c++) {
                    double sum = 0;
                    for (int j = 0; j < supersampling; j++) {
                        double y = (ny / 2.0 - r - (j + 0.5) * step) * space.spacing(1);
                        for (int i = 0; i < supersampling; i++) {
                            sum += at((c + (i + 0.5) * step - nx / 2.0) * space.spacing(0), y);
                        }
                    }
                    image.data()[r * nx + c] = (float) (sum * step * step);
                }
            }
        });
        return image;
    }

    private double at(double x, double y) {
        double sum = 0;
        for (Part part : parts) {
            sum += part.at(x, y);
        }
        return sum;
    }

    @Override
    public double lineIntegral(double cos, double sin, double s) {
        double sum = 0;
        for (Part part : parts) {
            sum += part.lineIntegral(cos, sin, s);
        }
        return sum;
    }
}
