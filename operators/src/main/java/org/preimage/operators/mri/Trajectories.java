package org.preimage.operators.mri;

import java.util.ArrayList;
import java.util.List;

/**
 * The usual trajectories. Angles of spokes count from ky towards kx; a radius is in cycles per field of view: N / 2 fills the band of
 * N pixels.
 *
 * <p>A spoke of M samples through the centre has them at (i - (M - 1) / 2) 2 radius / M for i = 0 ... M - 1: M cells side by side, none
 * beyond the radius. From the centre outwards they are at i radius / (M - 1).
 */
public final class Trajectories {
    private static final double GOLDEN_RATIO = (1 + Math.sqrt(5)) / 2;

    private Trajectories() {}

    /** How the angles of spokes follow each other. */
    public enum Turn {
        /** Evenly over half a turn: every direction once. */
        HALF,
        /** Evenly over a whole turn, for an odd number of spokes: the opposite directions lie in between. */
        FULL
    }

    /**
     * Spokes through the centre of a plane, evenly turned.
     *
     * @param spokes at least 1
     * @param samples of a spoke, at least 2
     * @param radius reached, positive
     * @param turn over which angle
     */
    public static Trajectory radial(int spokes, int samples, double radius, Turn turn) {
        requirePositive("spokes", spokes, 1);
        return spokes(spokes, samples, radius, (turn == Turn.HALF ? Math.PI : 2 * Math.PI) / spokes, 0);
    }

    /**
     * Spokes each turned against the last by the golden angle, 111.25 degrees, or a tiny golden angle: any number in a row
     * covers all directions about evenly.
     *
     * <p>psi = pi / (tau + n - 1), tau the golden ratio; n = 1 is the golden angle (S. Winkelmann et al., IEEE Trans. Med. Imaging
     * 26, 2007), n = 7 gives 23.63 degrees, which disturbs a steady state less (S. Wundrak et al., Magn. Reson. Med. 75, 2016).
     *
     * @param spokes at least 1
     * @param samples of a spoke, at least 2
     * @param radius reached, positive
     * @param order n, at least 1
     */
    public static Trajectory golden(int spokes, int samples, double radius, int order) {
        return golden(spokes, samples, radius, order, 0);
    }

    private static Trajectory golden(int spokes, int samples, double radius, int order, int first) {
        requirePositive("spokes", spokes, 1);
        requirePositive("order", order, 1);
        return spokes(spokes, samples, radius, Math.PI / (GOLDEN_RATIO + order - 1), first);
    }

    /**
     * A continuous golden-angle scan cut into frames: one trajectory each, for a {@link org.preimage.operators.Framewise}.
     *
     * @param frames at least 1
     * @param spokes of each frame
     * @param samples of a spoke, at least 2
     * @param radius reached, positive
     * @param order see {@link #golden}
     */
    public static List<Trajectory> goldenFrames(int frames, int spokes, int samples, double radius, int order) {
        requirePositive("frames", frames, 1);
        List<Trajectory> all = new ArrayList<>();
        for (int f = 0; f < frames; f++) {
            all.add(golden(spokes, samples, radius, order, f * spokes));
        }
        return List.copyOf(all);
    }

    private static Trajectory spokes(int spokes, int samples, double radius, double angle, int first) {
        requireReadout(samples, radius);
        float[] k = new float[2 * spokes * samples];
        for (int s = 0; s < spokes; s++) {
            double sin = Math.sin((first + s) * angle);
            double cos = Math.cos((first + s) * angle);
            for (int i = 0; i < samples; i++) {
                double at = through(i, samples, radius);
                k[2 * (s * samples + i)] = (float) (at * sin);
                k[2 * (s * samples + i) + 1] = (float) (at * cos);
            }
        }
        return new Trajectory(k, 2, samples, spokes);
    }

    /**
     * Spirals from the centre, k(t) = radius t<sup>p</sup> exp(2 pi i turns t) for t from 0 to 1, turned against each other.
     *
     * @param interleaves number of spirals, at least 1
     * @param samples of each, evenly in t, at least 2
     * @param radius reached, positive
     * @param turns of each, positive; radius / interleaves of them leave one cycle between neighbours
     * @param power p: 1 is Archimedes' spiral, more is denser in the middle
     */
    public static Trajectory spiral(int interleaves, int samples, double radius, double turns, double power) {
        requirePositive("interleaves", interleaves, 1);
        requireReadout(samples, radius);
        requirePositive("turns", turns);
        requirePositive("power", power);
        float[] k = new float[2 * interleaves * samples];
        for (int s = 0; s < interleaves; s++) {
            for (int i = 0; i < samples; i++) {
                double t = i / (samples - 1.0);
                double angle = 2 * Math.PI * (turns * t + s / (double) interleaves);
                double at = radius * Math.pow(t, power);
                k[2 * (s * samples + i)] = (float) (at * Math.sin(angle));
                k[2 * (s * samples + i) + 1] = (float) (at * Math.cos(angle));
            }
        }
        return new Trajectory(k, 2, samples, interleaves);
    }

    /**
     * Spokes through the centre of space, with directions spread evenly over half a sphere: evenly in height, each turned by the golden
     * section of a turn against the last (R. Swinbank and R. J. Purser, Q. J. R. Meteorol. Soc. 132, 2006).
     *
     * @param spokes at least 1
     * @param samples of a spoke, at least 2
     * @param radius reached, positive
     */
    public static Trajectory kooshball(int spokes, int samples, double radius) {
        return directions(spokes, samples, radius, false);
    }

    /**
     * Spokes from the centre of space outwards, with directions spread evenly over the sphere as for {@link #kooshball}.
     *
     * @param spokes at least 1
     * @param samples of a spoke, at least 2
     * @param radius reached, positive
     */
    public static Trajectory centreOut(int spokes, int samples, double radius) {
        return directions(spokes, samples, radius, true);
    }

    private static Trajectory directions(int spokes, int samples, double radius, boolean outwards) {
        requirePositive("spokes", spokes, 1);
        requireReadout(samples, radius);
        float[] k = new float[3 * spokes * samples];
        for (int s = 0; s < spokes; s++) {
            double part = (s + 0.5) / spokes;
            double z = outwards ? 1 - 2 * part : 1 - part;
            double across = Math.sqrt(1 - z * z);
            double angle = 2 * Math.PI * s / GOLDEN_RATIO;
            for (int i = 0; i < samples; i++) {
                double at = outwards ? i * radius / (samples - 1) : through(i, samples, radius);
                int o = 3 * (s * samples + i);
                k[o] = (float) (at * across * Math.sin(angle));
                k[o + 1] = (float) (at * across * Math.cos(angle));
                k[o + 2] = (float) (at * z);
            }
        }
        return new Trajectory(k, 3, samples, spokes);
    }

    /**
     * A plane's shots repeated along kz, one partition after the other, at kz = i - partitions / 2 (rounded down): a stack of
     * stars, or of spirals.
     *
     * @param plane two-dimensional
     * @param partitions as many as the image has slices, at least 1
     */
    public static Trajectory stack(Trajectory plane, int partitions) {
        requirePositive("partitions", partitions, 1);
        if (plane.dimensions() != 2) {
            throw new IllegalArgumentException(
                    "the trajectory to stack has " + plane.dimensions() + " dimensions, but must have 2");
        }
        int count = plane.count();
        float[] k = new float[3 * count * partitions];
        for (int p = 0; p < partitions; p++) {
            for (int i = 0; i < count; i++) {
                int o = 3 * (p * count + i);
                k[o] = plane.at(i, 0);
                k[o + 1] = plane.at(i, 1);
                k[o + 2] = p - partitions / 2;
            }
        }
        return new Trajectory(k, 3, plane.samples(), plane.shots() * partitions);
    }

    private static double through(int i, int samples, double radius) {
        return (i - (samples - 1) / 2.0) * 2 * radius / samples;
    }

    private static void requireReadout(int samples, double radius) {
        requirePositive("samples", samples, 2);
        requirePositive("radius", radius);
    }

    private static void requirePositive(String name, int value, int least) {
        if (value < least) {
            throw new IllegalArgumentException(name + " is " + value + ", but must be at least " + least);
        }
    }

    private static void requirePositive(String name, double value) {
        if (!(value > 0) || Double.isInfinite(value)) {
            throw new IllegalArgumentException(name + " is " + value + ", but must be positive and finite");
        }
    }
}
