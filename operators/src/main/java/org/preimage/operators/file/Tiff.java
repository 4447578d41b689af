package org.preimage.operators.file;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Locale;
import org.preimage.operators.space.Field;
import org.preimage.operators.space.Image;
import org.preimage.operators.space.Space;

/**
 * TIFF images and stacks (TIFF 6.0, Adobe 1992), with ImageJ's description of stacks and units.
 *
 * <p>Read: TIFF and BigTIFF, grey, unsigned or signed integers of 8, 16 or 32 bits or floats of 32 or 64 bits, either byte
 * order, strips or tiles, not compressed or PackBits, LZW or deflate, with or without predictor; all pages of one size. Written: 32-bit float, little-endian, not compressed,
 * pixel size in mm.
 */
public final class Tiff {
    /** Tags of a page. */
    private static final int ENTRIES = 12;

    /** Bytes of a page's directory: the number of tags, the tags, the link to the next page. */
    private static final int DIRECTORY = 2 + 12 * ENTRIES + 4;

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
     * Writes a real image; axes beyond the second become pages. The file appears whole or not at all.
     *
     * @throws IOException with one sentence that names the file, if it cannot be written, the image is complex, or it needs
     *     more than the 4 GB of a TIFF file
     */
    public static void write(Path file, Image image) throws IOException {
        Space space = image.space();
        if (space.field() == Field.COMPLEX) {
            throw new IOException(
                    "cannot write " + file + ": the image is complex, which .npy can hold and TIFF cannot");
        }
        long length = 8 + 1024 + 4L * space.length() + (long) pages(space) * DIRECTORY;
        if (length > 0xffff_ffffL) {
            throw new IOException(
                    "cannot write " + file + ": the image needs " + length + " bytes, but TIFF holds 4 GB; write .npy");
        }
        AtomicFile.write(file, out -> write(out, image));
    }

    private static int rows(Space space) {
        return space.dimensions() > 1 ? space.size(1) : 1;
    }

    private static int pages(Space space) {
        return space.length() / (space.size(0) * rows(space));
    }

    private static void write(OutputStream out, Image image) throws IOException {
        Space space = image.space();
        int pages = pages(space);
        byte[] description = (description(space, image.data()) + "\0").getBytes(StandardCharsets.ISO_8859_1);
        int resolution = 8 + (description.length + 1) / 2 * 2;
        int firstPage = resolution + 16;
        int pageBytes = 4 * space.size(0) * rows(space);
        long directories = firstPage + 4L * space.length();
        ByteBuffer head = ByteBuffer.allocate(firstPage).order(ByteOrder.LITTLE_ENDIAN);
        head.put((byte) 'I').put((byte) 'I').putShort((short) 42).putInt((int) directories);
        head.put(description);
        head.position(resolution);
        putRational(head, 1 / space.spacing(0));
        putRational(head, 1 / (space.dimensions() > 1 ? space.spacing(1) : space.spacing(0)));
        out.write(head.array());
        Channels.writeFloats(out, image.data(), ByteOrder.LITTLE_ENDIAN);
        ByteBuffer page = ByteBuffer.allocate(DIRECTORY).order(ByteOrder.LITTLE_ENDIAN);
        for (int p = 0; p < pages; p++) {
            page.clear().putShort((short) ENTRIES);
            put(page, TiffReader.WIDTH, 4, 1, space.size(0));
            put(page, TiffReader.HEIGHT, 4, 1, rows(space));
            put(page, TiffReader.BITS, 3, 1, 32);
            put(page, TiffReader.PHOTOMETRIC, 3, 1, 1);
            put(page, TiffReader.DESCRIPTION, 2, description.length, 8);
            put(page, TiffReader.STRIP_OFFSETS, 4, 1, firstPage + (long) p * pageBytes);
            put(page, TiffReader.ROWS_PER_STRIP, 4, 1, rows(space));
            put(page, TiffReader.STRIP_BYTES, 4, 1, pageBytes);
            put(page, TiffReader.X_RESOLUTION, 5, 1, resolution);
            put(page, TiffReader.Y_RESOLUTION, 5, 1, resolution + 8);
            put(page, TiffReader.RESOLUTION_UNIT, 3, 1, 1);
            put(page, TiffReader.SAMPLE_FORMAT, 3, 1, 3);
            page.putInt(p + 1 < pages ? (int) (directories + (long) (p + 1) * DIRECTORY) : 0);
            out.write(page.array());
        }
    }

    private static void put(ByteBuffer page, int tag, int type, int count, long value) {
        page.putShort((short) tag).putShort((short) type).putInt(count).putInt((int) value);
    }

    /** As a fraction of two 32-bit numbers, with the largest denominator that fits. */
    private static void putRational(ByteBuffer out, double value) {
        double clamped = Math.min(Math.max(value, 1e-9), 4e9);
        long denominator = (long) Math.max(1, Math.min(1e9, Math.floor(4e9 / clamped)));
        out.putInt((int) Math.round(clamped * denominator)).putInt((int) denominator);
    }

    /** What ImageJ reads the third spacing, the unit and the display range from. */
    private static String description(Space space, float[] data) {
        float min = Float.POSITIVE_INFINITY;
        float max = Float.NEGATIVE_INFINITY;
        for (float v : data) {
            min = Float.isFinite(v) ? Math.min(min, v) : min;
            max = Float.isFinite(v) ? Math.max(max, v) : max;
        }
        int pages = pages(space);
        String stack = pages > 1
                ? String.format(Locale.ROOT, "images=%d\nslices=%d\nspacing=%s\n", pages, pages, space.spacing(2))
                : "";
        String range = min <= max ? String.format(Locale.ROOT, "min=%s\nmax=%s\n", min, max) : "";
        return "ImageJ=1.54f\n" + stack + "unit=mm\n" + range;
    }
}
