package org.preimage.operators.file;

import java.io.Closeable;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import org.preimage.operators.space.Image;
import org.preimage.operators.tomography.Beam;
import org.preimage.operators.tomography.Detector;

/**
 * A raw tomographic scan on disk, whatever its format, of which any block of detector rows can be read: a scan of two thousand
 * rows is never in memory as a whole (only MATLAB 5 files are, as they pack an array as one). What the file says of itself
 * has been checked when it was opened; every method that reads throws an IOException of one sentence that names the file.
 * {@link ScanFiles} opens them.
 */
public interface ScanFile extends Closeable {
    /** What the numbers of a scan are. */
    enum Quantity {
        /** Detector counts, to be corrected by flats and darks. */
        COUNTS,
        /** Line integrals of attenuation: nothing but rings and the axis is left to correct. */
        LINE_INTEGRALS
    }

    /** The format in words, as "DXchange HDF5". */
    String format();

    Quantity quantity();

    /** Cells in a detector row. */
    int cells();

    /** Detector rows. */
    int rows();

    /** Projections. */
    int views();

    /** The angles in degrees, in the signs of {@link #beam()} if there is one; empty if the file has none. */
    Optional<double[]> angles();

    /**
     * The geometry, of a file that tells source and detector; the image is as wide as the detector sees. Of a scan too large
     * for one array it is that of the middle row, a fan beam.
     */
    Optional<Beam> beam();

    /**
     * The panel of a cone-beam scan, also of one that is too large for one array, whose {@link #beam()} is a fan beam: that and the
     * panel are the geometry.
     */
    default Optional<Detector> panel() {
        return beam().filter(b -> b.image().dimensions() == 3).map(Beam::detector);
    }

    /**
     * Detector rows {@code first} to {@code first + count - 1} of all projections.
     *
     * @return axes (DETECTOR, DETECTOR_ROW, ANGLE)
     * @throws IllegalArgumentException if there are no such rows
     */
    Image projections(int first, int count) throws IOException;

    /** The same rows of the frames with beam and without object, axes (DETECTOR, DETECTOR_ROW, TIME). */
    Optional<Image> flats(int first, int count) throws IOException;

    /**
     * The same rows of the frames without beam, axes (DETECTOR, DETECTOR_ROW, TIME). Scanners that correct their projections
     * give one frame of zeros.
     */
    Optional<Image> darks(int first, int count) throws IOException;

    /** What else the file says, in words: names and values, among them "type", how it stores a value. */
    Map<String, String> facts();
}
