package org.preimage.operators.mri;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.preimage.operators.LinearOperator;
import org.preimage.operators.parallel.Parallel;
import org.preimage.operators.space.Axis;
import org.preimage.operators.space.Field;
import org.preimage.operators.space.Image;
import org.preimage.operators.space.Role;
import org.preimage.operators.space.Space;

/**
 * What each receive coil sees of an image, (S x)_c(r) = sum over m of S_cm(r) x_m(r).
 *
 * <p>Mostly there is one map for each coil, and m is dropped. Several (Uecker et al. 2014, ESPIRiT, soft SENSE) explain data
 * that one cannot, as of an object that is wider than the field of view; the image then has an axis {@link Role#MAP}.
 */
public final class Sensitivities extends LinearOperator {
    private static final int GRAIN = 1 << 12;

    private final float[] maps;
    private final int points;
    private final int coils;
    private final int sets;

    /**
     * @param maps complex, axes X, Y, Z if there is one, COIL, and MAP if there are several; not copied
     * @throws IllegalArgumentException if the axes are others, or a value is not finite
     */
    public Sensitivities(Image maps) {
        super(domain(maps.space()), range(maps.space()));
        maps.requireFinite("the sensitivity maps");
        this.maps = maps.data();
        this.coils = maps.space().size(coilAxis(maps.space()));
        this.sets = maps.space().indexOf(Role.MAP).isPresent()
                ? maps.space().size(maps.space().dimensions() - 1)
                : 1;
        this.points = maps.space().points() / coils / sets;
    }

    /** A single coil that sees everything alike: S = 1. */
    public static Sensitivities uniform(Space image) {
        Space space = plain(image).with(new Axis(Role.COIL, 1));
        Image maps = Image.zeros(space);
        for (int i = 0; i < maps.data().length; i += 2) {
            maps.data()[i] = 1;
        }
        return new Sensitivities(maps);
    }

    /** The space of maps for an image: its spatial axes, complex, with a coil axis. */
    public static Space space(Space image, int coils) {
        return plain(image).with(new Axis(Role.COIL, coils));
    }

    private static Space plain(Space image) {
        List<Axis> axes =
                image.axes().stream().filter(a -> a.role().isSpatial()).toList();
        return new Space(axes, Field.COMPLEX);
    }

    private static int coilAxis(Space maps) {
        return maps.indexOf(Role.COIL)
                .orElseThrow(() ->
                        new IllegalArgumentException("the sensitivity maps are " + maps + ", but need a coil axis"));
    }

    private static Space range(Space maps) {
        int coil = coilAxis(maps);
        boolean spatial =
                IntStream.range(0, coil).allMatch(i -> maps.axes().get(i).role().isSpatial());
        boolean rest = maps.dimensions() == coil + 1
                || maps.dimensions() == coil + 2 && maps.axes().get(coil + 1).role() == Role.MAP;
        if (!spatial || coil == 0 || !rest || maps.field() != Field.COMPLEX) {
            throw new IllegalArgumentException(
                    "the sensitivity maps are " + maps
                            + ", but must be complex with spatial axes, then a coil axis, then a map axis if there are several");
        }
        return new Space(maps.axes().subList(0, coil + 1), Field.COMPLEX);
    }

    private static Space domain(Space maps) {
        int coil = coilAxis(maps);
        List<Axis> axes = new ArrayList<>(maps.axes());
        axes.remove(coil);
        return new Space(axes, Field.COMPLEX);
    }

    public int coils() {
        return coils;
    }

    /** Maps for each coil. */
    public int sets() {
        return sets;
    }

    /** The image's spatial axes, without the axis of maps. */
    public Space image() {
        return plain(domain());
    }

    /** The maps, not a copy: axes X, Y, [Z,] COIL[, MAP]. */
    public Image maps() {
        Space space = sets == 1 ? range() : range().with(domain().axes().get(domain().dimensions() - 1));
        return new Image(space, maps);
    }

    /** With one map for each coil the norm, max over r of (sum over c of |S_c(r)|<sup>2</sup>)<sup>1/2</sup>. */
    @Override
    protected double computeNorm() {
        return sets == 1 ? normBound() : super.computeNorm();
    }

    /** The largest row sum, over all pixels, of the magnitudes in the matrix S* S there. */
    @Override
    public double normBound() {
        double largest = 0;
        for (int i = 0; i < points; i++) {
            for (int m = 0; m < sets; m++) {
                double row = 0;
                for (int k = 0; k < sets; k++) {
                    double re = 0;
                    double im = 0;
                    for (int c = 0; c < coils; c++) {
                        int a = 2 * ((m * coils + c) * points + i);
                        int b = 2 * ((k * coils + c) * points + i);
                        re += (double) maps[a] * maps[b] + (double) maps[a + 1] * maps[b + 1];
                        im += (double) maps[a] * maps[b + 1] - (double) maps[a + 1] * maps[b];
                    }
                    row += Math.hypot(re, im);
                }
                largest = Math.max(largest, row);
            }
        }
        return Math.sqrt(largest);
    }

    @Override
    protected void computeApply(float[] x, float[] out) {
        Parallel.ranges(points, GRAIN, (from, to) -> {
            for (int c = 0; c < coils; c++) {
                for (int m = 0; m < sets; m++) {
                    int s = 2 * (m * coils + c) * points;
                    int at = 2 * c * points;
                    int of = 2 * m * points;
                    boolean first = m == 0;
                    for (int i = 2 * from; i < 2 * to; i += 2) {
                        float re = maps[s + i] * x[of + i] - maps[s + i + 1] * x[of + i + 1];
                        float im = maps[s + i] * x[of + i + 1] + maps[s + i + 1] * x[of + i];
                        out[at + i] = first ? re : out[at + i] + re;
                        out[at + i + 1] = first ? im : out[at + i + 1] + im;
                    }
                }
            }
        });
    }

    @Override
    protected void computeAdjoint(float[] y, float[] out) {
        Parallel.ranges(points, GRAIN, (from, to) -> {
            for (int m = 0; m < sets; m++) {
                int of = 2 * m * points;
                Arrays.fill(out, of + 2 * from, of + 2 * to, 0);
                for (int c = 0; c < coils; c++) {
                    int s = 2 * (m * coils + c) * points;
                    int at = 2 * c * points;
                    for (int i = 2 * from; i < 2 * to; i += 2) {
                        out[of + i] += maps[s + i] * y[at + i] + maps[s + i + 1] * y[at + i + 1];
                        out[of + i + 1] += maps[s + i] * y[at + i + 1] - maps[s + i + 1] * y[at + i];
                    }
                }
            }
        });
    }
}
