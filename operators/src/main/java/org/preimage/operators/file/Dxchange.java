package org.preimage.operators.file;

import io.jhdf.HdfFile;
import io.jhdf.api.Attribute;
import io.jhdf.api.Dataset;
import io.jhdf.api.Group;
import io.jhdf.api.Node;
import java.io.IOException;
import java.lang.reflect.Array;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import org.preimage.operators.space.Axis;
import org.preimage.operators.space.Image;
import org.preimage.operators.space.Role;
import org.preimage.operators.space.Space;
import org.preimage.operators.tomography.ParallelBeam;

/**
 * One detector row of a raw tomography scan in a DXchange HDF5 file (F. De Carlo et al., "Scientific data exchange", J.
 * Synchrotron Rad. 21, 2014): /exchange/data, data_white and data_dark as (frame, row, column), /exchange/theta.
 *
 * @param counts detector counts with the object, axes DETECTOR and ANGLE; spacing 1, as the file has none
 * @param flats counts with beam and without object, axes DETECTOR and SAMPLE
 * @param darks counts without beam, axes DETECTOR and SAMPLE
 * @param angles of the projections in degrees
 * @param anglesStated whether the file has angles; if not, they are 0 &lt;= t &lt; 180 in equal steps
 * @param rows how many detector rows the file has
 */
public record Dxchange(Image counts, Image flats, Image darks, double[] angles, boolean anglesStated, int rows) {
    /** No filter of HDF5 packs better than deflate's 1032 : 1. */
    private static final long PACKED = 1100;

    /**
     * Reads one detector row.
     *
     * @param file the HDF5 file
     * @param row from 0
     * @throws IOException with one sentence that names the file, if it is missing or damaged, lacks one of the arrays, or
     *     their shapes contradict each other
     * @throws IllegalArgumentException if the file has no such row
     */
    public static Dxchange read(Path file, int row) throws IOException {
        if (row < 0) {
            throw new IllegalArgumentException("row is " + row + ", but must not be negative");
        }
        Dxchange scan = open(file, hdf -> read(file, hdf, row));
        if (row >= scan.rows()) {
            throw new IllegalArgumentException(
                    "row is " + row + ", but " + file + " has the rows 0 to " + (scan.rows() - 1));
        }
        return scan;
    }

    /** Whether the file is HDF5 and has /exchange/data. */
    public static boolean isDxchange(Path file) throws IOException {
        return open(file, hdf -> child(hdf, "data") != null);
    }

    private interface Reading<T> {
        T of(HdfFile hdf) throws IOException;
    }

    private static <T> T open(Path file, Reading<T> reading) throws IOException {
        try (FileChannel channel = Channels.open(file);
                HdfFile hdf = open(file, channel)) {
            return reading.of(hdf);
        } catch (RuntimeException | StackOverflowError | OutOfMemoryError e) {
            // The HDF5 library trusts the file: broken offsets and lengths end in whatever they lead to.
            String reason = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
            throw new IOException(file + " is not an HDF5 file or is damaged: " + reason.replaceAll("\\s+", " "), e);
        }
    }

    /** Through a mapping where one can hold the file: there a broken length fails, and allocates nothing. */
    private static HdfFile open(Path file, FileChannel channel) throws IOException {
        long size = channel.size();
        return size < Integer.MAX_VALUE
                ? HdfFile.fromByteBuffer(channel.map(FileChannel.MapMode.READ_ONLY, 0, size))
                : new HdfFile(file);
    }

    private static Dxchange read(Path file, HdfFile hdf, int row) throws IOException {
        Dataset data = dataset(file, hdf, "data");
        Dataset white = dataset(file, hdf, "data_white");
        Dataset dark = dataset(file, hdf, "data_dark");
        int[] shape = data.getDimensions();
        for (Dataset other : new Dataset[] {white, dark}) {
            int[] s = other.getDimensions();
            if (s[1] != shape[1] || s[2] != shape[2]) {
                throw new IOException(file + " contradicts itself: " + other.getPath() + " has the shape "
                        + Arrays.toString(s) + ", but " + data.getPath() + " has " + Arrays.toString(shape));
            }
        }
        int frames = shape[0];
        double[] angles = angles(file, hdf, frames);
        boolean stated = angles != null;
        // A row that is not there is reported by the caller; row 0 is always there.
        int r = row < shape[1] ? row : 0;
        return new Dxchange(
                frames(file, data, r, Role.ANGLE),
                frames(file, white, r, Role.SAMPLE),
                frames(file, dark, r, Role.SAMPLE),
                stated ? angles : ParallelBeam.uniformAngles(0, 180, frames),
                stated,
                shape[1]);
    }

    private static Node child(HdfFile hdf, String name) {
        Node exchange = hdf.getChild("exchange");
        return exchange instanceof Group group ? group.getChild(name) : null;
    }

    private static Dataset dataset(Path file, HdfFile hdf, String name) throws IOException {
        if (!(child(hdf, name) instanceof Dataset dataset)) {
            throw new IOException(file + " has no data set /exchange/" + name);
        }
        int[] shape = dataset.getDimensions();
        if (shape.length != 3 || Arrays.stream(shape).anyMatch(n -> n < 1)) {
            throw new IOException(file + " has /exchange/" + name + " of shape " + Arrays.toString(shape)
                    + ", but (frames, rows, columns) is needed");
        }
        requirePlausible(file, dataset);
        return dataset;
    }

    private static void requirePlausible(Path file, Dataset dataset) throws IOException {
        double bytes = dataset.getDataType().getSize();
        for (int n : dataset.getDimensions()) {
            bytes *= n;
        }
        long packing = dataset.getFilters().isEmpty() ? 1 : PACKED;
        if (bytes > (double) Files.size(file) * packing) {
            throw new IOException(file + " is cut short or damaged: " + dataset.getPath() + " claims the shape "
                    + Arrays.toString(dataset.getDimensions()) + ", but the file has " + Files.size(file) + " bytes");
        }
    }

    private static Image frames(Path file, Dataset dataset, int row, Role slow) throws IOException {
        int[] shape = dataset.getDimensions();
        Object slab = dataset.getData(new long[] {0, row, 0}, new int[] {shape[0], 1, shape[2]});
        float[] values = new float[Math.multiplyExact(shape[0], shape[2])];
        if (flatten(slab, values, 0) != values.length) {
            throw new IOException(file + " has " + dataset.getPath() + " of a type that is not a number");
        }
        return new Image(Space.of(new Axis(Role.DETECTOR, shape[2]), new Axis(slow, shape[0])), values);
    }

    /** Copies nested arrays of numbers in order; returns the next free place, or -1 if there is something else. */
    private static int flatten(Object array, float[] out, int at) {
        int i = at;
        if (array instanceof Object[] parts) {
            for (Object part : parts) {
                i = i < 0 ? i : flatten(part, out, i);
            }
        } else if (array instanceof float[] v) {
            System.arraycopy(v, 0, out, i, v.length);
            i += v.length;
        } else if (array instanceof double[] v) {
            for (double d : v) {
                out[i++] = (float) d;
            }
        } else if (array instanceof long[] v) {
            for (long d : v) {
                out[i++] = d;
            }
        } else if (array instanceof int[] v) {
            for (int d : v) {
                out[i++] = d;
            }
        } else if (array instanceof short[] v) {
            for (short d : v) {
                out[i++] = d;
            }
        } else if (array instanceof byte[] v) {
            for (byte d : v) {
                out[i++] = d;
            }
        } else {
            return -1;
        }
        return i;
    }

    /** The angles in degrees, or null if the file has none. */
    private static double[] angles(Path file, HdfFile hdf, int frames) throws IOException {
        if (!(child(hdf, "theta") instanceof Dataset theta)) {
            return null;
        }
        int[] shape = theta.getDimensions();
        if (shape.length != 1 || shape[0] != frames) {
            throw new IOException(file + " contradicts itself: /exchange/theta has the shape " + Arrays.toString(shape)
                    + ", but there are " + frames + " projections");
        }
        requirePlausible(file, theta);
        double[] angles = new double[frames];
        Object values = theta.getData();
        boolean radians = isRadians(theta.getAttribute("units"));
        for (int i = 0; i < frames; i++) {
            if (!(Array.get(values, i) instanceof Number number)) {
                throw new IOException(file + " has /exchange/theta of a type that is not a number");
            }
            angles[i] = radians ? Math.toDegrees(number.doubleValue()) : number.doubleValue();
            if (!Double.isFinite(angles[i])) {
                throw new IOException(file + " has the angle " + angles[i] + " at index " + i + " of /exchange/theta");
            }
        }
        return angles;
    }

    private static boolean isRadians(Attribute units) {
        return units != null
                && String.valueOf(units.getData()).toLowerCase(Locale.ROOT).startsWith("rad");
    }
}
