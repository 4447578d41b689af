package org.preimage.operators.file;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.Arrays;

/** The frames of a .npy array of shape (angles, cells) or (angles, rows, cells). */
final class NpyFrames implements Frames {
    private final Path file;
    private final FileChannel channel;
    private final NpyHeader header;
    private final int[] shape;

    private NpyFrames(Path file, FileChannel channel) throws IOException {
        this.file = file;
        this.channel = channel;
        this.header = NpyHeader.read(file, channel);
        int[] s = header.shape();
        if (s.length != 2 && s.length != 3 || Arrays.stream(s).anyMatch(n -> n == 0)) {
            throw new IOException(file + " holds an array of shape " + Arrays.toString(s)
                    + ", but (angles, cells) or (angles, rows, cells) is needed");
        }
        if (header.type().kind() == 'c') {
            throw new IOException(file + " holds complex numbers, which no detector delivers");
        }
        this.shape = s.length == 3 ? s : new int[] {s[0], 1, s[1]};
    }

    static ScanFile open(Path file) throws IOException {
        FileChannel channel = Channels.open(file);
        try {
            NpyFrames frames = new NpyFrames(file, channel);
            boolean counts = frames.header.type().kind() != 'f';
            return FramesScan.of(
                            file,
                            "NumPy .npy",
                            counts ? ScanFile.Quantity.COUNTS : ScanFile.Quantity.LINE_INTEGRALS,
                            frames)
                    .withFact(
                            "axes",
                            Arrays.toString(frames.header.shape())
                                    + (frames.header.shape().length == 2
                                            ? " taken as (angles, cells)"
                                            : " taken as (angles, rows, cells)"));
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    @Override
    public int count() {
        return shape[0];
    }

    @Override
    public int rows() {
        return shape[1];
    }

    @Override
    public int cells() {
        return shape[2];
    }

    @Override
    public String type() {
        return header.type().words();
    }

    @Override
    public synchronized void read(int first, int n, float[] out) throws IOException {
        if (header.fortran()) {
            readFortran(first, n, out);
            return;
        }
        int block = n * cells();
        for (int k = 0; k < count(); k++) {
            numbers(((long) k * rows() + first) * cells(), out, k * block, block);
        }
    }

    /** The angle runs fastest: rows lie together for each cell. */
    private void readFortran(int first, int n, float[] out) throws IOException {
        float[] column = new float[count() * n];
        for (int c = 0; c < cells(); c++) {
            numbers(((long) c * rows() + first) * count(), column, 0, column.length);
            for (int r = 0; r < n; r++) {
                for (int k = 0; k < count(); k++) {
                    out[(k * n + r) * cells() + c] = column[r * count() + k];
                }
            }
        }
    }

    private void numbers(long index, float[] out, int at, int n) throws IOException {
        channel.position(header.start() + index * header.type().bytes());
        Npy.readNumbers(channel, file, header.type(), out, at, n);
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
