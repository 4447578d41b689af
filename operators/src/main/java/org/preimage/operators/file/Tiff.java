package org.preimage.operators.file;

import java.io.IOException;
import java.nio.file.Path;
import org.preimage.operators.space.Field;
import org.preimage.operators.space.Image;
import org.preimage.operators.space.Space;

/**
 * TIFF images and stacks (TIFF 6.0, Adobe 1992), with ImageJ's description of stacks and units.
 *
 * <p>Read: TIFF and BigTIFF, grey, unsigned or signed integers of 8, 16 or 32 bits or floats of 32 or 64 bits, either byte
 * order, strips or tiles, not compressed or PackBits, LZW or deflate, with or without predictor; all pages of one size.
 * Written: 32-bit float, little-endian, not compressed, pixel size in mm ({@link TiffStackWriter}).
 */
public final class Tiff {
    private Tiff() {}

    /**
     * Reads an image; a single page has the axes X, Y, a stack X, Y, Z. The spacing is in mm where the file states a unit of
     * length, otherwise 1.
     *
     * @throws IOException with one sentence that names the file, if it is missing, damaged or of a kind that is not read
     */
    public static Image read(Path file) throws IOException {
        return TiffReader.read(file);
    }

    /**
     * Writes a real image; axes beyond the second become pages. The file appears whole or not at all; beyond 4 GB it is
     * BigTIFF.
     *
     * @throws IOException with one sentence that names the file, if it cannot be written or the image is complex
     */
    public static void write(Path file, Image image) throws IOException {
        Space space = image.space();
        if (space.field() == Field.COMPLEX) {
            throw new IOException(
                    "cannot write " + file + ": the image is complex, which .npy and .cfl can hold and TIFF cannot");
        }
        int axes = Math.min(2, space.dimensions());
        Space page = new Space(space.axes().subList(0, axes), Field.REAL);
        double distance = space.dimensions() > 2 ? space.spacing(2) : 1;
        try (TiffStackWriter writer = new TiffStackWriter(file, page, distance)) {
            for (int from = 0; from < space.length(); from += page.length()) {
                writer.write(image.data(), from, page.length());
            }
            writer.finish();
        }
    }
}
