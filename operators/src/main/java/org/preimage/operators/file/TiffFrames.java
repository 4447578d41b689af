package org.preimage.operators.file;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The pages of TIFF files as frames; a file is open only while it is read, so that thousands of them are no trouble. */
final class TiffFrames implements Frames {
    /** A file and where its pages are. */
    private record Pages(Path file, long[] offsets) {}

    private final List<Pages> files = new ArrayList<>();
    private TiffFormat format;
    private int count;

    /** @throws IOException if a file is damaged, or pages differ in size or type */
    TiffFrames(List<Path> paths) throws IOException {
        for (Path path : paths) {
            try (TiffFile tiff = new TiffFile(path)) {
                long[] offsets = tiff.pageOffsets();
                for (long offset : offsets) {
                    TiffFormat other = tiff.format(tiff.page(offset));
                    if (format == null) {
                        format = other;
                    } else if (!format.samePixels(other)) {
                        throw new IOException(path + " has a page of " + other + ", but the first of the scan, in "
                                + (files.isEmpty() ? path : files.get(0).file()) + ", has " + format);
                    }
                }
                double bytes = (double) format.width() * format.height() * format.bits() / 8 * offsets.length;
                if (bytes > (double) tiff.length() * (format.compression() == 1 ? 1 : TiffFormat.PACKED)) {
                    throw tiff.damaged("it claims " + offsets.length + " pages of " + format + ", but has "
                            + tiff.length() + " bytes");
                }
                files.add(new Pages(path, offsets));
                count = Math.addExact(count, offsets.length);
            }
        }
    }

    @Override
    public int count() {
        return count;
    }

    @Override
    public int rows() {
        return format.height();
    }

    @Override
    public int cells() {
        return format.width();
    }

    @Override
    public String type() {
        return format.type();
    }

    boolean isInteger() {
        return format.sampleFormat() != 3;
    }

    @Override
    public void read(int first, int n, float[] out) throws IOException {
        int at = 0;
        for (Pages pages : files) {
            try (TiffFile tiff = new TiffFile(pages.file())) {
                for (long offset : pages.offsets()) {
                    TiffPage page = tiff.page(offset);
                    TiffFormat now = tiff.format(page);
                    if (!now.samePixels(format)) {
                        throw new IOException(pages.file() + " has changed since it was opened");
                    }
                    tiff.rows(page, now, first, n, out, at);
                    at += n * format.width();
                }
            }
        }
    }
}
