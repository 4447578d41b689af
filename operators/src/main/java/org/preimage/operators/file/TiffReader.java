package org.preimage.operators.file;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.preimage.operators.space.Axis;
import org.preimage.operators.space.Image;
import org.preimage.operators.space.Role;
import org.preimage.operators.space.Space;

/** Reads the pages of one TIFF file. */
final class TiffReader {
    static final int WIDTH = 256;
    static final int HEIGHT = 257;
    static final int BITS = 258;
    static final int COMPRESSION = 259;
    static final int PHOTOMETRIC = 262;
    static final int DESCRIPTION = 270;
    static final int STRIP_OFFSETS = 273;
    static final int SAMPLES = 277;
    static final int ROWS_PER_STRIP = 278;
    static final int STRIP_BYTES = 279;
    static final int X_RESOLUTION = 282;
    static final int Y_RESOLUTION = 283;
    static final int RESOLUTION_UNIT = 296;
    static final int PREDICTOR = 317;
    static final int TILE_WIDTH = 322;
    static final int TILE_HEIGHT = 323;
    static final int TILE_OFFSETS = 324;
    static final int TILE_BYTES = 325;
    static final int SAMPLE_FORMAT = 339;

    /** Bytes of one value of each field type, 0 for those that are not needed. */
    private static final int[] TYPE_BYTES = {0, 1, 1, 2, 4, 8};

    /** Deflate packs at most 1032 : 1, LZW and PackBits less. */
    private static final long PACKED = 1100;

    private final Path file;
    private final FileChannel channel;
    private final long length;
    private ByteOrder order = ByteOrder.LITTLE_ENDIAN;

    private TiffReader(Path file, FileChannel channel) throws IOException {
        this.file = file;
        this.channel = channel;
        this.length = channel.size();
    }

    static Image read(Path file) throws IOException {
        try (FileChannel channel = Channels.open(file)) {
            return new TiffReader(file, channel).read();
        }
    }

    /** A page: its tags, each with type and raw values. */
    private record Page(Map<Integer, ByteBuffer> tags, Map<Integer, Integer> types) {
        long number(int tag, int index) {
            ByteBuffer b = tags.get(tag);
            return switch (types.get(tag)) {
                case 1 -> Byte.toUnsignedInt(b.get(index));
                case 3 -> Short.toUnsignedInt(b.getShort(2 * index));
                default -> Integer.toUnsignedLong(b.getInt(4 * index));
            };
        }

        int count(int tag) {
            return tags.containsKey(tag) ? tags.get(tag).capacity() / TYPE_BYTES[types.get(tag)] : 0;
        }

        long number(int tag, long otherwise) {
            return count(tag) == 0 ? otherwise : number(tag, 0);
        }

        double rational(int tag) {
            if (count(tag) == 0 || types.get(tag) != 5) {
                return Double.NaN;
            }
            ByteBuffer b = tags.get(tag);
            return (double) Integer.toUnsignedLong(b.getInt(0)) / Integer.toUnsignedLong(b.getInt(4));
        }

        String text(int tag) {
            return count(tag) == 0 ? "" : new String(tags.get(tag).array(), StandardCharsets.ISO_8859_1);
        }
    }

    private IOException damaged(String what) {
        return new IOException(file + " is not a readable TIFF file: " + what);
    }

    private ByteBuffer bytes(long offset, long count, String what) throws IOException {
        if (offset < 0 || count < 0 || offset > length - count) {
            throw damaged(what + " lies beyond the end of the file");
        }
        channel.position(offset);
        return Channels.read(channel, file, (int) count, what).order(order);
    }

    private Image read() throws IOException {
        ByteBuffer head = bytes(0, Math.min(8, length), "the header");
        if (length < 8) {
            throw damaged("it has " + length + " bytes only");
        }
        short mark = head.getShort();
        if (mark != 0x4949 && mark != 0x4d4d) {
            throw damaged("it begins neither with II nor with MM");
        }
        order = mark == 0x4949 ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN;
        head.order(order);
        int version = head.getShort();
        if (version != 42) {
            throw damaged(version == 43 ? "BigTIFF is not read" : "its version is " + version + " instead of 42");
        }
        List<Page> pages = pages(Integer.toUnsignedLong(head.getInt()));
        Page first = pages.get(0);
        TiffFormat format = format(first);
        for (Page page : pages) {
            TiffFormat other = format(page);
            if (!other.equals(format)) {
                throw damaged("its pages differ: the first is " + format + ", another " + other);
            }
        }
        long points = (long) format.width() * format.height() * pages.size();
        boolean packed = format.compression() != 1;
        if (points > length * (packed ? PACKED : 1) * 8 / format.bits() || points > Integer.MAX_VALUE - 8) {
            throw damaged("it claims " + pages.size() + " pages of " + format + ", but has " + length + " bytes");
        }
        Space space = space(format, pages);
        float[] data = space.zeros();
        for (int p = 0; p < pages.size(); p++) {
            readPage(pages.get(p), format, data, p * format.width() * format.height());
        }
        return new Image(space, data);
    }

    private List<Page> pages(long firstOffset) throws IOException {
        List<Page> pages = new ArrayList<>();
        Set<Long> seen = new HashSet<>();
        long tagBytes = 0;
        for (long offset = firstOffset; offset != 0; ) {
            if (!seen.add(offset)) {
                throw damaged("its pages run in a circle");
            }
            int entries = Short.toUnsignedInt(bytes(offset, 2, "a directory").getShort());
            ByteBuffer directory = bytes(offset + 2, 12L * entries + 4, "a directory");
            Page page = new Page(new HashMap<>(), new HashMap<>());
            for (int i = 0; i < entries; i++) {
                int tag = Short.toUnsignedInt(directory.getShort());
                int type = Short.toUnsignedInt(directory.getShort());
                long count = Integer.toUnsignedLong(directory.getInt());
                int at = directory.position();
                long value = Integer.toUnsignedLong(directory.getInt());
                if (isNeeded(tag) && type < TYPE_BYTES.length && type > 0 && count > 0) {
                    long size = count * TYPE_BYTES[type];
                    tagBytes += size;
                    if (tagBytes > 4 * length) {
                        throw damaged("its tags claim more bytes than the file has");
                    }
                    page.tags()
                            .put(
                                    tag,
                                    size <= 4
                                            ? bytes(offset + 2 + at, size, "a tag")
                                            : bytes(value, size, "tag " + tag));
                    page.types().put(tag, type);
                }
            }
            // A page marked as reduced or as a mask still is a page of another size, and is refused as such.
            pages.add(page);
            offset = Integer.toUnsignedLong(directory.getInt());
        }
        if (pages.isEmpty()) {
            throw damaged("it has no page");
        }
        return pages;
    }

    private static boolean isNeeded(int tag) {
        return tag >= WIDTH && tag <= COMPRESSION
                || tag == PHOTOMETRIC
                || tag == DESCRIPTION
                || tag == STRIP_OFFSETS
                || tag >= SAMPLES && tag <= Y_RESOLUTION
                || tag == RESOLUTION_UNIT
                || tag == PREDICTOR
                || tag >= TILE_WIDTH && tag <= TILE_BYTES
                || tag == SAMPLE_FORMAT;
    }

    private TiffFormat format(Page page) throws IOException {
        long width = page.number(WIDTH, 0L);
        long height = page.number(HEIGHT, 0L);
        boolean tiles = page.count(TILE_OFFSETS) > 0;
        long blockWidth = tiles ? page.number(TILE_WIDTH, 0L) : width;
        long blockHeight = tiles ? page.number(TILE_HEIGHT, 0L) : Math.min(height, page.number(ROWS_PER_STRIP, height));
        for (long size : new long[] {width, height, blockWidth, blockHeight}) {
            if (size < 1 || size > Integer.MAX_VALUE / 16) {
                throw damaged("it has a width, height or strip height of " + size);
            }
        }
        long samples = page.number(SAMPLES, 1L);
        long photometric = page.number(PHOTOMETRIC, 1L);
        if (samples != 1 || photometric > 1) {
            throw new IOException(file + " is a colour image, but a grey one is needed");
        }
        try {
            return new TiffFormat(
                    (int) width,
                    (int) height,
                    (int) page.number(BITS, 1L),
                    (int) page.number(SAMPLE_FORMAT, 1L),
                    (int) page.number(COMPRESSION, 1L),
                    (int) page.number(PREDICTOR, 1L),
                    (int) blockWidth,
                    (int) blockHeight,
                    order);
        } catch (IllegalArgumentException e) {
            throw damaged(e.getMessage());
        }
    }

    private void readPage(Page page, TiffFormat format, float[] data, int at) throws IOException {
        boolean tiles = page.count(TILE_OFFSETS) > 0;
        int offsets = tiles ? TILE_OFFSETS : STRIP_OFFSETS;
        int sizes = tiles ? TILE_BYTES : STRIP_BYTES;
        int across = (format.width() + format.blockWidth() - 1) / format.blockWidth();
        int down = (format.height() + format.blockHeight() - 1) / format.blockHeight();
        if (page.count(offsets) < (long) across * down || page.count(sizes) < (long) across * down) {
            throw damaged("it lacks the place of some of its " + (long) across * down + " strips or tiles");
        }
        for (int b = 0; b < across * down; b++) {
            int x = b % across * format.blockWidth();
            int y = b / across * format.blockHeight();
            // The last strip may be shorter, a tile is always whole.
            int rows = tiles ? format.blockHeight() : Math.min(format.blockHeight(), format.height() - y);
            ByteBuffer packed = bytes(page.number(offsets, b), page.number(sizes, b), "a strip or tile");
            ByteBuffer block;
            try {
                block = format.unpack(packed, rows);
            } catch (IllegalArgumentException e) {
                throw damaged(e.getMessage());
            }
            for (int r = 0; r < rows && y + r < format.height(); r++) {
                for (int c = 0; c < format.blockWidth() && x + c < format.width(); c++) {
                    data[at + (y + r) * format.width() + x + c] = format.value(block, r * format.blockWidth() + c);
                }
            }
        }
    }

    private Space space(TiffFormat format, List<Page> pages) {
        Page first = pages.get(0);
        String description = first.text(DESCRIPTION);
        String unit = description.startsWith("ImageJ=") ? property(description, "unit") : "";
        double perUnit =
                switch (unit) {
                    case "mm" -> 1;
                    case "cm" -> 10;
                    case "m", "meter" -> 1000;
                    case "inch" -> 25.4;
                    case "um", "\u00b5m", "micron", "microns", "\\u00B5m" -> 1e-3;
                    case "nm" -> 1e-6;
                    default -> Double.NaN;
                };
        if (Double.isNaN(perUnit)) {
            long code = first.number(RESOLUTION_UNIT, 1L);
            perUnit = code == 2 ? 25.4 : code == 3 ? 10 : Double.NaN;
        }
        List<Axis> axes = new ArrayList<>();
        axes.add(new Axis(Role.X, format.width(), spacing(perUnit / first.rational(X_RESOLUTION))));
        axes.add(new Axis(Role.Y, format.height(), spacing(perUnit / first.rational(Y_RESOLUTION))));
        if (pages.size() > 1) {
            double z = Double.NaN;
            try {
                z = perUnit * Double.parseDouble(property(description, "spacing"));
            } catch (NumberFormatException e) {
                // The file does not state the distance of its slices.
            }
            axes.add(new Axis(Role.Z, pages.size(), spacing(z)));
        }
        return Space.of(axes.toArray(Axis[]::new));
    }

    private static double spacing(double mm) {
        return mm > 0 && !Double.isInfinite(mm) ? mm : 1;
    }

    private static String property(String description, String name) {
        Matcher m = Pattern.compile("(?m)^" + name + "=(.*)$").matcher(description);
        return m.find() ? m.group(1).strip() : "";
    }
}
