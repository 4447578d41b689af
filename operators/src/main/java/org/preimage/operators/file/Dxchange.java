package org.preimage.operators.file;

import io.jhdf.api.Dataset;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import org.preimage.operators.space.Axis;
import org.preimage.operators.space.Image;
import org.preimage.operators.space.Role;
import org.preimage.operators.space.Space;
import org.preimage.operators.tomography.Beam;

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
    /** What {@link ScanFile#format} calls it. */
    public static final String FORMAT = "DXchange HDF5";

    private static final String DATA = "/exchange/data";
    private static final String FLATS = "/exchange/data_white";
    private static final String DARKS = "/exchange/data_dark";
    private static final String THETA = "/exchange/theta";

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
        try (FramesScan scan = open(file)) {
            for (String path : new String[] {FLATS, DARKS}) {
                if ((path.equals(FLATS) ? scan.flatFrames() : scan.darkFrames()).isEmpty()) {
                    throw missing(file, path);
                }
            }
            if (row >= scan.rows()) {
                throw new IllegalArgumentException(
                        "row is " + row + ", but " + file + " has the rows 0 to " + (scan.rows() - 1));
            }
            return new Dxchange(
                    slice(scan.projections(row, 1), Role.ANGLE),
                    slice(scan.flats(row, 1).orElseThrow(), Role.SAMPLE),
                    slice(scan.darks(row, 1).orElseThrow(), Role.SAMPLE),
                    scan.angles().orElseGet(() -> Beam.uniformAngles(0, 180, scan.views())),
                    scan.angles().isPresent(),
                    scan.rows());
        }
    }

    private static Image slice(Image block, Role slow) {
        return block.as(Space.of(
                new Axis(Role.DETECTOR, block.space().size(0)),
                new Axis(slow, block.space().size(2))));
    }

    /** Whether the file is HDF5 and has /exchange/data. */
    public static boolean isDxchange(Path file) throws IOException {
        try (Hdf5 hdf = new Hdf5(file)) {
            return hdf.find(DATA) != null;
        }
    }

    /** The scan, of which flats, darks and angles may be missing. */
    static FramesScan open(Path file) throws IOException {
        Hdf5 hdf = new Hdf5(file);
        try {
            return open(file, hdf);
        } catch (IOException | RuntimeException e) {
            hdf.close();
            throw e;
        }
    }

    private static FramesScan open(Path file, Hdf5 hdf) throws IOException {
        Frames data = frames(hdf, DATA);
        if (data == null) {
            throw missing(file, DATA);
        }
        Frames white = frames(hdf, FLATS);
        Frames dark = frames(hdf, DARKS);
        FramesScan scan =
                FramesScan.of(file, FORMAT, ScanFile.Quantity.COUNTS, data).withReferences(white, dark);
        Dataset theta = hdf.find(THETA);
        if (theta == null) {
            return scan;
        }
        int[] shape = hdf.shape(theta);
        if (shape.length != 1 || shape[0] != data.count()) {
            throw new IOException(file + " contradicts itself: " + THETA + " has the shape " + Arrays.toString(shape)
                    + ", but there are " + data.count() + " projections");
        }
        double[] angles = hdf.numbers(theta);
        if (hdf.attribute(theta, "units").toLowerCase(Locale.ROOT).startsWith("rad")) {
            angles = Arrays.stream(angles).map(Math::toDegrees).toArray();
        }
        return scan.withAngles(angles, THETA);
    }

    private static IOException missing(Path file, String path) {
        return new IOException(file + " has no data set " + path);
    }

    private static Frames frames(Hdf5 hdf, String path) throws IOException {
        Dataset dataset = hdf.find(path);
        if (dataset == null) {
            return null;
        }
        int[] shape = hdf.guarded(dataset::getDimensions);
        if (shape.length != 3 || Arrays.stream(shape).anyMatch(n -> n < 1)) {
            throw new IOException(hdf.file() + " has " + path + " of shape " + Arrays.toString(shape)
                    + ", but (frames, rows, columns) is needed");
        }
        if (!hdf.guarded(() -> Hdf5.isNumeric(dataset))) {
            throw new IOException(hdf.file() + " has " + path + " of a type that is not a number");
        }
        return new Hdf5Frames(hdf, dataset, 0, 1, 2);
    }
}
