package org.preimage.operators.file;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Locale;
import org.preimage.operators.space.Field;
import org.preimage.operators.space.Space;

/**
 * A TIFF stack that is written page by page: 32-bit float, little-endian, not compressed, with ImageJ's description, pixel
 * size and distance of slices in mm. Pixels come first, directories at the end, so that the number of pages need not be known
 * before. A file that would pass the 4 GB of TIFF 6.0 becomes BigTIFF (version 43, as libtiff defined it), which differs in
 * header and directories only. The file appears under its name when it is finished.
 */
public final class TiffStackWriter implements SliceWriter {
    /** Largest offset of a TIFF file. */
    private static final long CLASSIC = 0xffff_ffffL;

    /** Room for the longer header of the two kinds. */
    private static final int HEADER = 16;

    private static final int ENTRIES = 12;
    private static final int ASCII = 2;
    private static final int SHORT = 3;
    private static final int LONG = 4;
    private static final int RATIONAL = 5;
    private static final int LONG8 = 16;

    private final PartFile part;
    private final FileChannel channel;
    private final Space slice;
    private final double distance;
    private final long limit;
    private final ByteBuffer buffer = ByteBuffer.allocate(1 << 18).order(ByteOrder.LITTLE_ENDIAN);
    private float min = Float.POSITIVE_INFINITY;
    private float max = Float.NEGATIVE_INFINITY;
    private int slices;
    private boolean finished;

    /**
     * Begins a stack.
     *
     * @param file its final name
     * @param slice a real space of one or two axes, spacing in mm
     * @param distance of slices in mm
     * @throws IOException with one sentence that names the file, if it cannot be written
     * @throws IllegalArgumentException if the slice is of another kind
     */
    public TiffStackWriter(Path file, Space slice, double distance) throws IOException {
        this(file, slice, distance, CLASSIC);
    }

    /** @param limit largest offset that is written as TIFF and not as BigTIFF */
    TiffStackWriter(Path file, Space slice, double distance, long limit) throws IOException {
        if (slice.field() == Field.COMPLEX || slice.dimensions() > 2) {
            throw new IllegalArgumentException("slice is " + slice + ", but must be real with one or two axes");
        }
        this.slice = slice;
        this.distance = distance;
        this.limit = limit;
        this.part = new PartFile(file);
        try {
            this.channel = FileChannel.open(part.path(), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
            channel.position(HEADER);
        } catch (IOException e) {
            throw part.named(e);
        }
    }

    @Override
    public void write(float[] values) throws IOException {
        slice.require("slice", values);
        write(values, 0, values.length);
    }

    /** Writes one page from the middle of an array. */
    void write(float[] values, int from, int length) throws IOException {
        if (finished) {
            throw new IllegalStateException("the stack is finished: it takes no more slices");
        }
        try {
            for (int i = from; i < from + length; i++) {
                float v = values[i];
                // min and max become numbers with the first finite value.
                if (v * 0 == 0) {
                    min = Math.min(min, v);
                    max = Math.max(max, v);
                }
                buffer.putFloat(v);
                if (!buffer.hasRemaining()) {
                    flush();
                }
            }
            flush();
        } catch (IOException e) {
            throw part.named(e);
        }
        slices++;
    }

    private void flush() throws IOException {
        buffer.flip();
        while (buffer.hasRemaining()) {
            channel.write(buffer);
        }
        buffer.clear();
    }

    @Override
    public int slices() {
        return slices;
    }

    @Override
    public void finish() throws IOException {
        if (slices == 0) {
            throw new IllegalStateException("the stack has no slice, but a TIFF file needs one");
        }
        finished = true;
        try {
            writeDirectories();
            channel.close();
            part.commit();
        } catch (IOException e) {
            throw part.named(e);
        }
    }

    private void writeDirectories() throws IOException {
        byte[] description = (description() + "\0").getBytes(StandardCharsets.ISO_8859_1);
        long text = channel.position();
        long resolution = text + (description.length + 7) / 8 * 8;
        long directories = resolution + 16;
        long classicEnd = directories + (long) slices * directoryBytes(false);
        boolean big = classicEnd > limit;
        buffer.put(description);
        while (buffer.position() < resolution - text) {
            buffer.put((byte) 0);
        }
        putRational(1 / slice.spacing(0));
        putRational(1 / (slice.dimensions() > 1 ? slice.spacing(1) : slice.spacing(0)));
        flush();
        for (int p = 0; p < slices; p++) {
            if (buffer.remaining() < directoryBytes(true)) {
                flush();
            }
            long next = p + 1 < slices ? directories + (long) (p + 1) * directoryBytes(big) : 0;
            putDirectory(big, HEADER + (long) p * pageBytes(), text, description.length, resolution, next);
        }
        flush();
        putHeader(big, directories);
        buffer.flip();
        while (buffer.hasRemaining()) {
            channel.write(buffer, buffer.position());
        }
    }

    private void putHeader(boolean big, long directories) {
        buffer.put((byte) 'I').put((byte) 'I');
        if (big) {
            buffer.putShort((short) 43).putShort((short) 8).putShort((short) 0).putLong(directories);
        } else {
            buffer.putShort((short) 42).putInt((int) directories);
        }
    }

    private int rows() {
        return slice.dimensions() > 1 ? slice.size(1) : 1;
    }

    private long pageBytes() {
        return 4L * slice.length();
    }

    private static int directoryBytes(boolean big) {
        return big ? 8 + 20 * ENTRIES + 8 : 2 + 12 * ENTRIES + 4;
    }

    private void putDirectory(boolean big, long pixels, long text, int textLength, long resolution, long next) {
        if (big) {
            buffer.putLong(ENTRIES);
        } else {
            buffer.putShort((short) ENTRIES);
        }
        put(big, TiffReader.WIDTH, LONG, slice.size(0));
        put(big, TiffReader.HEIGHT, LONG, rows());
        put(big, TiffReader.BITS, SHORT, 32);
        put(big, TiffReader.PHOTOMETRIC, SHORT, 1);
        put(big, TiffReader.DESCRIPTION, ASCII, textLength, text);
        put(big, TiffReader.STRIP_OFFSETS, big ? LONG8 : LONG, pixels);
        put(big, TiffReader.ROWS_PER_STRIP, LONG, rows());
        put(big, TiffReader.STRIP_BYTES, big ? LONG8 : LONG, pageBytes());
        putResolution(big, TiffReader.X_RESOLUTION, slice.spacing(0), resolution);
        putResolution(
                big,
                TiffReader.Y_RESOLUTION,
                slice.dimensions() > 1 ? slice.spacing(1) : slice.spacing(0),
                resolution + 8);
        put(big, TiffReader.RESOLUTION_UNIT, SHORT, 1);
        put(big, TiffReader.SAMPLE_FORMAT, SHORT, 3);
        if (big) {
            buffer.putLong(next);
        } else {
            buffer.putInt((int) next);
        }
    }

    private void put(boolean big, int tag, int type, long value) {
        put(big, tag, type, 1, value);
    }

    /** An entry, whose value is an offset where it does not fit. */
    private void put(boolean big, int tag, int type, int count, long value) {
        buffer.putShort((short) tag).putShort((short) type);
        if (big) {
            buffer.putLong(count).putLong(value);
        } else {
            buffer.putInt(count).putInt((int) value);
        }
    }

    /** Pixels per mm: in BigTIFF the fraction fits into the entry. */
    private void putResolution(boolean big, int tag, double spacing, long offset) {
        if (big) {
            buffer.putShort((short) tag).putShort((short) RATIONAL).putLong(1);
            putRational(1 / spacing);
        } else {
            put(false, tag, RATIONAL, offset);
        }
    }

    /** As a fraction of two 32-bit numbers, with the largest denominator that fits. */
    private void putRational(double value) {
        double clamped = Math.min(Math.max(value, 1e-9), 4e9);
        long denominator = (long) Math.max(1, Math.min(1e9, Math.floor(4e9 / clamped)));
        buffer.putInt((int) Math.round(clamped * denominator)).putInt((int) denominator);
    }

    /** What ImageJ reads the third spacing, the unit and the display range from. */
    private String description() {
        String stack = slices > 1
                ? String.format(Locale.ROOT, "images=%d\nslices=%d\nspacing=%s\n", slices, slices, distance)
                : "";
        String range = min <= max ? String.format(Locale.ROOT, "min=%s\nmax=%s\n", min, max) : "";
        return "ImageJ=1.54f\n" + stack + "unit=mm\n" + range;
    }

    @Override
    public void close() throws IOException {
        channel.close();
        part.close();
    }
}
