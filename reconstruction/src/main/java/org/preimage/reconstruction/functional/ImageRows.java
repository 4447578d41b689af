package org.preimage.reconstruction.functional;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;
import org.preimage.operators.parallel.Parallel;
import org.preimage.operators.space.Axis;
import org.preimage.operators.space.Role;
import org.preimage.operators.space.Space;

/**
 * An image or volume as rows along its first spatial axis, in tiles of {@value #ROWS} rows and {@value #PLANES} planes: what
 * passes over an image and its {@link org.preimage.operators.Gradient} go by. Tiles have a fixed size, so that nothing depends on
 * the number of threads.
 */
final class ImageRows {
    static final int ROWS = 32;
    static final int PLANES = 16;

    final int length;
    final int components;
    final int sampleFloats;
    final int coupledFloats;
    final int row;
    final int ny;
    final int nz;
    final int strideY;
    final int strideZ;
    final float[] weights = new float[3];
    final double squaredNorm;
    final int[][] groups;
    final int tilesY;
    final int tilesZ;

    /**
     * @param space with one to three spatial axes
     * @param coupled whether channels make one group
     * @throws IllegalArgumentException if there are fewer or more spatial axes
     */
    ImageRows(Space space, boolean coupled) {
        this.length = space.length();
        List<Integer> spatial = new ArrayList<>();
        int[] strides = new int[space.dimensions()];
        int stride = space.field().floats();
        for (int i = 0; i < strides.length; i++) {
            strides[i] = stride;
            stride *= space.size(i);
            if (space.axes().get(i).role().isSpatial()) {
                spatial.add(i);
            }
        }
        if (spatial.isEmpty() || spatial.size() > 3) {
            throw new IllegalArgumentException(
                    "the space is " + space + ", but total variation needs one to three spatial axes");
        }
        this.components = spatial.size();
        int first = spatial.get(0);
        double norm = 0;
        for (int k = 0; k < components; k++) {
            int size = space.size(spatial.get(k));
            weights[k] = (float) (space.spacing(first) / space.spacing(spatial.get(k)));
            double s = 2 * weights[k] * Math.sin(Math.PI * (size - 1) / (2.0 * size));
            norm += s * s;
        }
        this.squaredNorm = norm;
        this.sampleFloats = strides[first];
        this.row = sampleFloats * space.size(first);
        this.ny = components > 1 ? space.size(spatial.get(1)) : 1;
        this.nz = components > 2 ? space.size(spatial.get(2)) : 1;
        this.strideY = components > 1 ? strides[spatial.get(1)] : 0;
        this.strideZ = components > 2 ? strides[spatial.get(2)] : 0;
        this.coupledFloats = coupledFloats(space, first, coupled);
        this.groups = groups(space, strides, first, coupled);
        this.tilesY = (ny + ROWS - 1) / ROWS;
        this.tilesZ = (nz + PLANES - 1) / PLANES;
    }

    /** Consecutive floats of one group: real and imaginary part, and channels where they come before the spatial axes. */
    private static int coupledFloats(Space space, int first, boolean coupled) {
        int floats = space.field().floats();
        if (coupled) {
            boolean others = false;
            for (int i = 0; i < first; i++) {
                boolean channel = space.axes().get(i).role() == Role.CHANNEL;
                if (channel && others) {
                    throw new IllegalArgumentException("the space is " + space
                            + ", but channels before the spatial axes must be the fastest axis to be coupled");
                }
                others |= !channel;
                floats *= channel ? space.size(i) : 1;
            }
        }
        return floats;
    }

    /** Where the images begin that other axes than the spatial ones count, the coupled ones in one group. */
    private static int[][] groups(Space space, int[] strides, int first, boolean coupled) {
        List<List<Integer>> groups = new ArrayList<>(List.of(List.of(0)));
        for (int i = first + 1; i < strides.length; i++) {
            Axis axis = space.axes().get(i);
            if (axis.role().isSpatial()) {
                continue;
            }
            boolean joins = coupled && axis.role() == Role.CHANNEL;
            List<List<Integer>> grown = new ArrayList<>();
            for (List<Integer> group : groups) {
                List<Integer> members = new ArrayList<>();
                for (int j = 0; j < axis.size(); j++) {
                    int shift = j * strides[i];
                    List<Integer> moved = group.stream().map(o -> o + shift).toList();
                    if (joins) {
                        members.addAll(moved);
                    } else {
                        grown.add(moved);
                    }
                }
                if (joins) {
                    grown.add(members);
                }
            }
            groups = grown;
        }
        return groups.stream().map(g -> g.stream().mapToInt(o -> o).toArray()).toArray(int[][]::new);
    }

    /** Rows y0 to y1 of planes z0 to z1 of the images at the offsets; {@code index} counts the tiles. */
    interface Tile {
        void run(int[] offsets, int y0, int y1, int z0, int z1, int index);
    }

    /** How many tiles there are. */
    int tiles() {
        return groups.length * tilesZ * tilesY;
    }

    /** Runs tiles; every thread makes its own work arrays by {@code tiles}. */
    void forTiles(Supplier<Tile> tiles) {
        Parallel.ranges(tiles(), 1, (from, to) -> {
            Tile tile = tiles.get();
            for (int t = from; t < to; t++) {
                int y0 = t % tilesY * ROWS;
                int z0 = t / tilesY % tilesZ * PLANES;
                int y1 = Math.min(ny, y0 + ROWS);
                int z1 = Math.min(nz, z0 + PLANES);
                tile.run(groups[t / tilesY / tilesZ], y0, y1, z0, z1, t);
            }
        });
    }

    /** Where a row begins. */
    int at(int offset, int y, int z) {
        return offset + y * strideY + z * strideZ;
    }

    /** The number of the row of the image that begins at {@code at}: rows lie in the order of the arrays' memory. */
    int rowOf(int at) {
        return at / row;
    }

    /** The place of a row along the second spatial axis. */
    int y(int r) {
        return strideY == 0 ? 0 : (int) ((long) r * row / strideY % ny);
    }

    /** The place of a row along the third spatial axis. */
    int z(int r) {
        return strideZ == 0 ? 0 : (int) ((long) r * row / strideZ % nz);
    }

    /** out[i] = x[i + 1 sample], the last sample once more at the end. */
    void shiftBack(float[] x, float[] out) {
        System.arraycopy(x, sampleFloats, out, 0, row - sampleFloats);
        System.arraycopy(x, row - sampleFloats, out, row - sampleFloats, sampleFloats);
    }

    /** out[i] = x[i - 1 sample], zero at the first one. */
    void shiftAhead(float[] x, float[] out) {
        System.arraycopy(x, 0, out, sampleFloats, row - sampleFloats);
        Arrays.fill(out, 0, sampleFloats, 0);
    }

    /** Adds up the squared norms of floats that make one group, and gives each of them the sum. */
    void shareNorms(float[] norms) {
        for (int i = 0; coupledFloats > 1 && i < row; i += coupledFloats) {
            float sum = 0;
            for (int j = i; j < i + coupledFloats; j++) {
                sum += norms[j];
            }
            Arrays.fill(norms, i, i + coupledFloats, sum);
        }
    }
}
