package org.preimage.operators.file;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** An open TIFF or BigTIFF file: where its pages are, what they hold, and rows of them. */
final class TiffFile implements Closeable {
    /** A page's directory has about twenty tags, and nobody's has more than this. */
    private static final int MOST_TAGS = 4096;

    private final Path file;
    private final FileChannel channel;
    private final long length;
    private final ByteOrder order;
    private final boolean big;
    private final long firstPage;

    TiffFile(Path file) throws IOException {
        this.file = file;
        this.channel = Channels.open(file);
        try {
            this.length = channel.size();
            ByteBuffer head = Channels.read(channel, file, (int) Math.min(16, length), "the header");
            if (length < 8) {
                throw damaged("it has " + length + " bytes only");
            }
            short mark = head.getShort();
            if (mark != 0x4949 && mark != 0x4d4d) {
                throw damaged("it begins neither with II nor with MM");
            }
            this.order = mark == 0x4949 ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN;
            head.order(order);
            int version = head.getShort();
            if (version != 42 && version != 43) {
                throw damaged("its version is " + version + " instead of 42, or 43 for BigTIFF");
            }
            this.big = version == 43;
            if (big && (length < 16 || head.getShort() != 8 || head.getShort() != 0)) {
                throw damaged("its BigTIFF header does not say that offsets have 8 bytes");
            }
            this.firstPage = big ? head.getLong() : Integer.toUnsignedLong(head.getInt());
        } catch (IOException e) {
            channel.close();
            throw e;
        }
    }

    IOException damaged(String what) {
        return new IOException(file + " is not a readable TIFF file: " + what);
    }

    long length() {
        return length;
    }

    private ByteBuffer bytes(long offset, long count, String what) throws IOException {
        if (offset < 0 || count < 0 || count > Integer.MAX_VALUE - 8 || offset > length - count) {
            throw damaged(what + " lies beyond the end of the file");
        }
        channel.position(offset);
        return Channels.read(channel, file, (int) count, what).order(order);
    }

    /** Where the pages' directories are. */
    long[] pageOffsets() throws IOException {
        List<Long> offsets = new ArrayList<>();
        Set<Long> seen = new HashSet<>();
        for (long offset = firstPage; offset != 0; ) {
            if (!seen.add(offset)) {
                throw damaged("its pages run in a circle");
            }
            offsets.add(offset);
            long link = offset + (big ? 8 : 2) + (long) entries(offset) * (big ? 20 : 12);
            ByteBuffer next = bytes(link, big ? 8 : 4, "a directory");
            offset = big ? next.getLong() : Integer.toUnsignedLong(next.getInt());
        }
        if (offsets.isEmpty()) {
            throw damaged("it has no page");
        }
        return offsets.stream().mapToLong(Long::longValue).toArray();
    }

    private int entries(long offset) throws IOException {
        ByteBuffer count = bytes(offset, big ? 8 : 2, "a directory");
        long entries = big ? count.getLong() : Short.toUnsignedInt(count.getShort());
        if (entries < 0 || entries > (big ? MOST_TAGS : 0xffff)) {
            throw damaged("a directory claims " + Long.toUnsignedString(entries) + " tags");
        }
        return (int) entries;
    }

    TiffPage page(long offset) throws IOException {
        int entries = entries(offset);
        int entryBytes = big ? 20 : 12;
        int inline = big ? 8 : 4;
        long at = offset + (big ? 8 : 2);
        ByteBuffer directory = bytes(at, (long) entryBytes * entries, "a directory");
        TiffPage page = new TiffPage(new HashMap<>(), new HashMap<>());
        long tagBytes = 0;
        for (int i = 0; i < entries; i++) {
            directory.position(i * entryBytes);
            int tag = Short.toUnsignedInt(directory.getShort());
            int type = Short.toUnsignedInt(directory.getShort());
            long count = big ? directory.getLong() : Integer.toUnsignedLong(directory.getInt());
            int valueBytes = TiffPage.bytes(type);
            if (TiffPage.isNeeded(tag) && valueBytes > 0 && count != 0) {
                if (count < 0 || count > length / valueBytes) {
                    throw damaged("tag " + tag + " claims more bytes than the file has");
                }
                long size = count * valueBytes;
                tagBytes += size;
                if (tagBytes > 2 * length) {
                    throw damaged("its tags claim more bytes than the file has");
                }
                long value = size <= inline
                        ? at + directory.position()
                        : big ? directory.getLong() : Integer.toUnsignedLong(directory.getInt());
                page.tags().put(tag, bytes(value, size, "tag " + tag));
                page.types().put(tag, type);
            }
        }
        return page;
    }

    /** How a page's pixels are coded. */
    TiffFormat format(TiffPage page) throws IOException {
        long width = page.number(TiffReader.WIDTH, 0L);
        long height = page.number(TiffReader.HEIGHT, 0L);
        long perStrip = page.number(TiffReader.ROWS_PER_STRIP, height);
        long blockWidth = page.isTiled() ? page.number(TiffReader.TILE_WIDTH, 0L) : width;
        // A number of rows beyond the page's is the standard's way to say "all".
        long blockHeight = page.isTiled()
                ? page.number(TiffReader.TILE_HEIGHT, 0L)
                : perStrip < 0 ? height : Math.min(height, perStrip);
        for (long size : new long[] {width, height, blockWidth, blockHeight}) {
            if (size < 1 || size > Integer.MAX_VALUE / 16) {
                throw damaged("it has a width, height or strip height of " + size);
            }
        }
        long samples = page.number(TiffReader.SAMPLES, 1L);
        long photometric = page.number(TiffReader.PHOTOMETRIC, 1L);
        if (samples != 1 || photometric < 0 || photometric > 1) {
            throw new IOException(file + " is a colour image, but a grey one is needed");
        }
        TiffFormat format;
        try {
            format = new TiffFormat(
                    (int) width,
                    (int) height,
                    small(page.number(TiffReader.BITS, 1L)),
                    small(page.number(TiffReader.SAMPLE_FORMAT, 1L)),
                    small(page.number(TiffReader.COMPRESSION, 1L)),
                    small(page.number(TiffReader.PREDICTOR, 1L)),
                    (int) blockWidth,
                    (int) blockHeight,
                    order);
        } catch (IllegalArgumentException e) {
            throw damaged(e.getMessage());
        }
        long factor = format.compression() == 1 ? 1 : TiffFormat.PACKED;
        if ((double) width * height * format.bits() / 8 > (double) length * factor) {
            throw damaged("it claims a page of " + format + ", but has " + length + " bytes");
        }
        return format;
    }

    private static int small(long value) {
        return value < 0 || value > Integer.MAX_VALUE ? Integer.MAX_VALUE : (int) value;
    }

    /** Rows {@code first} to {@code first + n - 1} of a page, from {@code out[at]} on. */
    void rows(TiffPage page, TiffFormat format, int first, int n, float[] out, int at) throws IOException {
        boolean tiles = page.isTiled();
        int offsets = tiles ? TiffReader.TILE_OFFSETS : TiffReader.STRIP_OFFSETS;
        int sizes = tiles ? TiffReader.TILE_BYTES : TiffReader.STRIP_BYTES;
        int across = (format.width() + format.blockWidth() - 1) / format.blockWidth();
        int down = (format.height() + format.blockHeight() - 1) / format.blockHeight();
        if (page.count(offsets) < (long) across * down || page.count(sizes) < (long) across * down) {
            throw damaged("it lacks the place of some of its " + (long) across * down + " strips or tiles");
        }
        int bandFrom = first / format.blockHeight();
        int bandTo = (first + n - 1) / format.blockHeight();
        for (int band = bandFrom; band <= bandTo; band++) {
            int y = band * format.blockHeight();
            // The last strip may be shorter, a tile is always whole.
            int rows = tiles ? format.blockHeight() : Math.min(format.blockHeight(), format.height() - y);
            int from = Math.max(first, y) - y;
            int to = (int) Math.min(first + n, Math.min((long) y + rows, format.height())) - y;
            for (int a = 0; a < across; a++) {
                int b = band * across + a;
                Block block = block(format, page.number(offsets, b), page.number(sizes, b), rows, from, to);
                int x = a * format.blockWidth();
                int columns = Math.min(format.blockWidth(), format.width() - x);
                for (int r = from; r < to; r++) {
                    format.values(
                            block.bytes(),
                            (r - block.firstRow()) * format.blockWidth(),
                            columns,
                            out,
                            at + (y + r - first) * format.width() + x);
                }
            }
        }
    }

    /** Decoded rows of a strip or tile, from its {@code firstRow} on. */
    private record Block(ByteBuffer bytes, int firstRow) {}

    private Block block(TiffFormat format, long offset, long size, int rows, int from, int to) throws IOException {
        try {
            if (format.compression() == 1 && format.predictor() == 1) {
                // Rows lie where they can be computed to lie: read no others.
                long rowBytes = (long) format.blockWidth() * format.bits() / 8;
                if (size >= 0 && size < rowBytes * to) {
                    throw damaged("a strip or tile has " + size + " bytes, but its rows need " + rowBytes * rows);
                }
                return new Block(bytes(offset + rowBytes * from, rowBytes * (to - from), "a strip or tile"), from);
            }
            return new Block(format.unpack(bytes(offset, size, "a strip or tile"), rows), 0);
        } catch (IllegalArgumentException e) {
            throw damaged(e.getMessage());
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
