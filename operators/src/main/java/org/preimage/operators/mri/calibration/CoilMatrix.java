package org.preimage.operators.mri.calibration;

import java.util.ArrayList;
import java.util.List;
import org.preimage.operators.mri.Sensitivities;
import org.preimage.operators.parallel.Parallel;
import org.preimage.operators.space.Axis;
import org.preimage.operators.space.Field;
import org.preimage.operators.space.Image;
import org.preimage.operators.space.Role;
import org.preimage.operators.space.Space;

/**
 * A matrix that takes coils to coils, applied along the coil axis of any array.
 *
 * @param re real part, a row for each coil that comes out
 * @param im imaginary part
 */
record CoilMatrix(double[][] re, double[][] im) {
    private static final int GRAIN = 1 << 12;

    /** Position of the coil axis of complex, finite data. */
    static int requireCoils(String name, Image data) {
        Space space = data.space();
        if (space.field() != Field.COMPLEX || space.indexOf(Role.COIL).isEmpty()) {
            throw new IllegalArgumentException(name + (name.endsWith("data") ? " are " : " is ") + space
                    + ", but must be complex with a coil axis");
        }
        data.requireFinite(name);
        return space.indexOf(Role.COIL).getAsInt();
    }

    /** All samples of each coil as real and imaginary parts. */
    static double[][][] samples(Image data, int axis) {
        int inner = inner(data.space(), axis);
        int coils = data.space().size(axis);
        int outer = data.space().points() / inner / coils;
        double[][][] out = new double[coils][2][inner * outer];
        for (int o = 0; o < outer; o++) {
            for (int c = 0; c < coils; c++) {
                int from = (o * coils + c) * inner;
                for (int i = 0; i < inner; i++) {
                    out[c][0][o * inner + i] = data.data()[2 * (from + i)];
                    out[c][1][o * inner + i] = data.data()[2 * (from + i) + 1];
                }
            }
        }
        return out;
    }

    private static int inner(Space space, int axis) {
        int inner = 1;
        for (int a = 0; a < axis; a++) {
            inner *= space.size(a);
        }
        return inner;
    }

    Image apply(Image data) {
        int axis = requireCoils("the data", data);
        Space space = data.space();
        int coils = re[0].length;
        if (space.size(axis) != coils) {
            throw new IllegalArgumentException(
                    "the data have " + space.size(axis) + " coils, but " + coils + " are needed");
        }
        int inner = inner(space, axis);
        int outer = space.points() / inner / coils;
        List<Axis> axes = new ArrayList<>(space.axes());
        axes.set(axis, new Axis(Role.COIL, re.length));
        Image out = Image.zeros(new Space(axes, Field.COMPLEX));
        float[] x = data.data();
        float[] y = out.data();
        Parallel.ranges(inner * outer, GRAIN, (from, to) -> {
            for (int o = from / inner; o * inner < to; o++) {
                int first = Math.max(from - o * inner, 0);
                int last = Math.min(to - o * inner, inner);
                for (int r = 0; r < re.length; r++) {
                    int at = 2 * (o * re.length + r) * inner;
                    for (int c = 0; c < coils; c++) {
                        float a = (float) re[r][c];
                        float b = (float) im[r][c];
                        int of = 2 * (o * coils + c) * inner;
                        for (int i = 2 * first; i < 2 * last; i += 2) {
                            y[at + i] += a * x[of + i] - b * x[of + i + 1];
                            y[at + i + 1] += a * x[of + i + 1] + b * x[of + i];
                        }
                    }
                }
            }
        });
        return out;
    }

    Sensitivities apply(Sensitivities maps) {
        return new Sensitivities(apply(maps.maps()));
    }

    /** Rows of complex numbers: axes CHANNEL (coils that come in) and COIL (coils that come out). */
    Image image() {
        Image image = Image.zeros(Space.of(new Axis(Role.CHANNEL, re[0].length), new Axis(Role.COIL, re.length))
                .complex());
        int at = 0;
        for (int r = 0; r < re.length; r++) {
            for (int c = 0; c < re[0].length; c++) {
                image.data()[at++] = (float) re[r][c];
                image.data()[at++] = (float) im[r][c];
            }
        }
        return image;
    }
}
