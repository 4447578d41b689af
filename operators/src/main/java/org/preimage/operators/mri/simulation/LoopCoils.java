package org.preimage.operators.mri.simulation;

import java.util.Arrays;
import org.preimage.operators.mri.Sensitivities;
import org.preimage.operators.parallel.Parallel;
import org.preimage.operators.space.Image;
import org.preimage.operators.space.Space;

/**
 * Receive coils that are circular loops on a cylinder about the object, its axis along z and the static field.
 *
 * <p>By reciprocity the sensitivity is the transverse field of a unit current, B<sub>x</sub> - i B<sub>y</sub>, of the law of
 * Biot and Savart, integral of dl x r / |r|<sup>3</sup> (P. B. Roemer et al., The NMR phased array, Magn. Reson. Med. 16,
 * 192-225, 1990). The loops face the axis, evenly spread in one or more rings; in a ring neighbours overlap by a tenth, and
 * each second ring is turned by half a step.
 *
 * @param coils number of loops, a multiple of the number of rings
 * @param rings beside each other along z; a plane image lies in the middle of them
 * @param radius of the cylinder, in halves of the longest side of the image; more than sqrt 2 keeps the corners inside
 */
public record LoopCoils(int coils, int rings, double radius) {
    private static final int SEGMENTS = 48;

    public LoopCoils {
        if (rings < 1 || coils < rings || coils % rings != 0) {
            throw new IllegalArgumentException("there are " + coils + " coils in " + rings
                    + " rings, but there must be as many in each ring, and at least one");
        }
        if (!(radius > 1) || Double.isInfinite(radius)) {
            throw new IllegalArgumentException("the cylinder's radius is " + radius
                    + " halves of the image, but must be finite and more than 1, outside of the image");
        }
    }

    /** One ring with a radius of 1.5. */
    public LoopCoils(int coils) {
        this(coils, 1, 1.5);
    }

    /**
     * The sensitivities, with a root sum of squares of 1 in the middle of the image.
     *
     * @param image axes X, Y, and Z if there is one
     */
    public Sensitivities on(Space image) {
        PixelFrame frame = new PixelFrame(image);
        Image maps = Image.zeros(Sensitivities.space(image, coils));
        double cylinder = radius * frame.halfField();
        int points = frame.space().points();
        double[] middle = new double[2 * coils];
        for (int c = 0; c < coils; c++) {
            double[] wire = wire(c, cylinder);
            int at = 2 * c * points;
            Parallel.ranges(points, 256, (from, to) -> {
                double[] b = new double[2];
                for (int i = from; i < to; i++) {
                    field(
                            wire,
                            frame.place(0, frame.index(0, i)),
                            frame.place(1, frame.index(1, i)),
                            frame.place(2, frame.index(2, i)),
                            b);
                    maps.data()[at + 2 * i] = (float) (b[0] * cylinder);
                    maps.data()[at + 2 * i + 1] = (float) (b[1] * cylinder);
                }
            });
            double[] b = new double[2];
            field(wire, 0, 0, 0, b);
            middle[2 * c] = b[0] * cylinder;
            middle[2 * c + 1] = b[1] * cylinder;
        }
        double norm = Math.sqrt(Arrays.stream(middle).map(v -> v * v).sum());
        for (int i = 0; i < maps.data().length; i++) {
            maps.data()[i] /= (float) norm;
        }
        return new Sensitivities(maps);
    }

    /**
     * The sensitivities divided by their root sum of squares, which then is 1 everywhere, as of maps that are estimated from
     * data: coil images then combine to the image itself.
     *
     * @param image axes X, Y, and Z if there is one
     */
    public Sensitivities uniform(Space image) {
        Image maps = on(image).maps();
        float[] v = maps.data().clone();
        int points = v.length / 2 / coils;
        for (int i = 0; i < points; i++) {
            double sum = 0;
            for (int c = 0; c < coils; c++) {
                int at = 2 * (c * points + i);
                sum += (double) v[at] * v[at] + (double) v[at + 1] * v[at + 1];
            }
            float scale = (float) (1 / Math.sqrt(sum));
            for (int c = 0; c < coils; c++) {
                int at = 2 * (c * points + i);
                v[at] *= scale;
                v[at + 1] *= scale;
            }
        }
        return new Sensitivities(new Image(maps.space(), v));
    }

    /** Points of a loop and its direction there times the step, six numbers for each. */
    private double[] wire(int coil, double cylinder) {
        int inRing = coils / rings;
        int ring = coil / inRing;
        // Two loops alone would span half of the cylinder each.
        double loop = Math.min(0.55 * 2 * Math.PI / Math.max(inRing, 4), 0.9) * cylinder;
        double angle = 2 * Math.PI * (coil % inRing + 0.5 * (ring % 2)) / inRing;
        double height = (ring - (rings - 1) / 2.0) * 1.8 * loop;
        double step = 2 * Math.PI / SEGMENTS;
        double[] wire = new double[6 * SEGMENTS];
        for (int s = 0; s < SEGMENTS; s++) {
            double across = loop * Math.cos(s * step);
            double up = loop * Math.sin(s * step);
            wire[6 * s] = cylinder * Math.cos(angle) - across * Math.sin(angle);
            wire[6 * s + 1] = cylinder * Math.sin(angle) + across * Math.cos(angle);
            wire[6 * s + 2] = height + up;
            wire[6 * s + 3] = up * Math.sin(angle) * step;
            wire[6 * s + 4] = -up * Math.cos(angle) * step;
            wire[6 * s + 5] = across * step;
        }
        return wire;
    }

    /**
     * The integral of dl x r / |r|^3 about the loop. The trapezoidal rule for a period converges geometrically wherever the
     * point is farther from the wire than the wire's points are from each other.
     */
    private static void field(double[] wire, double x, double y, double z, double[] b) {
        double bx = 0;
        double by = 0;
        for (int i = 0; i < wire.length; i += 6) {
            double rx = x - wire[i];
            double ry = y - wire[i + 1];
            double rz = z - wire[i + 2];
            double r2 = rx * rx + ry * ry + rz * rz;
            double weight = 1 / (r2 * Math.sqrt(r2));
            bx += (wire[i + 4] * rz - wire[i + 5] * ry) * weight;
            by += (wire[i + 5] * rx - wire[i + 3] * rz) * weight;
        }
        b[0] = bx;
        b[1] = -by;
    }
}
