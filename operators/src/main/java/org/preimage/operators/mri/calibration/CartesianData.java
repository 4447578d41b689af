package org.preimage.operators.mri.calibration;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.preimage.operators.mri.SamplingMask;
import org.preimage.operators.space.Axis;
import org.preimage.operators.space.Field;
import org.preimage.operators.space.Image;
import org.preimage.operators.space.Role;
import org.preimage.operators.space.Space;

/**
 * Checked multi-coil k-space on a grid, and where it is measured.
 *
 * @param kspace complex, axes KX, KY, [KZ,] COIL
 * @param mask of its frequencies
 * @param image the spatial axes of the image, complex
 * @param sizes of three axes, 1 where there is none
 * @param coils number of coils
 */
record CartesianData(Image kspace, SamplingMask mask, Space image, int[] sizes, int coils) {
    private static final List<Role> ROLES = List.of(Role.KX, Role.KY, Role.KZ, Role.COIL);

    /** Data that are measured where any coil's value is not zero. */
    static CartesianData of(Image kspace) {
        check(kspace);
        boolean zero = true;
        for (float v : kspace.data()) {
            zero &= v == 0;
        }
        if (zero) {
            throw new IllegalArgumentException(
                    "the k-space is zero everywhere, but sensitivities need a measured block around its centre");
        }
        return of(kspace, SamplingMask.ofData(kspace));
    }

    static CartesianData of(Image kspace, SamplingMask mask) {
        Space space = check(kspace);
        int d = space.dimensions() - 1;
        new Space(space.axes().subList(0, d), Field.REAL).requireShape("the sampling mask", mask.space());
        int[] sizes = {1, 1, 1};
        List<Axis> axes = new ArrayList<>();
        for (int a = 0; a < d; a++) {
            Axis axis = space.axes().get(a);
            sizes[a] = axis.size();
            axes.add(new Axis(List.of(Role.X, Role.Y, Role.Z).get(a), axis.size(), 1 / (axis.size() * axis.spacing())));
        }
        return new CartesianData(kspace, mask, new Space(axes, Field.COMPLEX), sizes, space.size(d));
    }

    private static Space check(Image kspace) {
        Space space = kspace.space();
        List<Role> roles = space.axes().stream().map(Axis::role).toList();
        boolean two = roles.equals(List.of(Role.KX, Role.KY, Role.COIL));
        if (!two && !roles.equals(ROLES) || space.field() != Field.COMPLEX) {
            throw new IllegalArgumentException(
                    "the k-space is " + space + ", but must be complex with axes KX, KY, [KZ,] COIL");
        }
        kspace.requireFinite("the k-space");
        return space;
    }

    int dimensions() {
        return image.dimensions();
    }

    int points() {
        return image.points();
    }

    /**
     * The largest box around the centre, of at most so many samples along each axis, that is measured completely. A box of b
     * of N samples begins at N / 2 - b / 2, both rounded down; it grows by one sample along each axis in turn.
     *
     * @return three sizes; 0 if the centre is not measured
     */
    int[] block(int most) {
        int[] block = {1, 1, 1};
        if (!measured(block)) {
            return new int[3];
        }
        boolean grown = true;
        while (grown) {
            grown = false;
            for (int a = 0; a < 3; a++) {
                block[a]++;
                boolean fits = block[a] <= Math.min(most, sizes[a]) && measured(block);
                block[a] -= fits ? 0 : 1;
                grown |= fits;
            }
        }
        return block;
    }

    private int start(int[] block, int axis) {
        return sizes[axis] / 2 - block[axis] / 2;
    }

    private boolean measured(int[] block) {
        for (int z = 0; z < block[2]; z++) {
            for (int y = 0; y < block[1]; y++) {
                int row = row(block, y, z);
                for (int x = 0; x < block[0]; x++) {
                    if (!mask.kept(row + x)) {
                        return false;
                    }
                }
            }
        }
        return true;
    }

    private int row(int[] block, int y, int z) {
        return ((start(block, 2) + z) * sizes[1] + start(block, 1) + y) * sizes[0] + start(block, 0);
    }

    /** The samples of such a box, for each coil real parts, then imaginary parts; scaled so that the largest is about 1. */
    double[][][] samples(int[] block) {
        int n = block[0] * block[1] * block[2];
        double[][][] out = new double[coils][2][n];
        float[] k = kspace.data();
        double largest = 0;
        for (int c = 0; c < coils; c++) {
            int at = 0;
            for (int z = 0; z < block[2]; z++) {
                for (int y = 0; y < block[1]; y++) {
                    int from = c * points() + row(block, y, z);
                    for (int x = 0; x < block[0]; x++) {
                        out[c][0][at] = k[2 * (from + x)];
                        out[c][1][at] = k[2 * (from + x) + 1];
                        largest = Math.max(
                                largest, Math.max(Math.abs(k[2 * (from + x)]), Math.abs(k[2 * (from + x) + 1])));
                        at++;
                    }
                }
            }
        }
        if (largest == 0) {
            throw new IllegalArgumentException("the k-space is zero in its " + describe(block)
                    + " centre, but sensitivities are estimated from it");
        }
        for (double[][] coil : out) {
            for (double[] part : coil) {
                for (int i = 0; i < n; i++) {
                    part[i] /= largest;
                }
            }
        }
        return out;
    }

    /** As "24 x 24". */
    String describe(int[] block) {
        String text = block[0] + " x " + block[1];
        return dimensions() == 3 ? text + " x " + block[2] : text;
    }

    /** The sizes of a box along the axes that there are. */
    List<Integer> list(int[] block) {
        return Arrays.stream(block, 0, dimensions()).boxed().toList();
    }
}
