package org.preimage.operators.file;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.preimage.operators.mri.SamplingMask;
import org.preimage.operators.space.Axis;
import org.preimage.operators.space.Image;
import org.preimage.operators.space.Role;
import org.preimage.operators.space.Space;

/**
 * Places readouts on the grid of the encoded space: the sample at the centre of a readout goes to Nx / 2, the centre of the
 * encoding limits to Ny / 2 and Nz / 2. What was measured more than once is averaged.
 */
final class IsmrmrdGrid {
    private final Path file;
    private final IsmrmrdEncoding encoding;
    private final Space image;
    private final int nx;
    private final int ny;
    private final int nz;

    IsmrmrdGrid(Path file, IsmrmrdEncoding encoding) {
        this.file = file;
        this.encoding = encoding;
        this.image = encoding.encoded().image();
        int[] matrix = encoding.encoded().matrix();
        this.nx = matrix[0];
        this.ny = matrix[1];
        this.nz = matrix[2];
    }

    /** The line of a readout, counted over rows and planes. */
    int line(IsmrmrdReadout readout) throws IOException {
        int row = encoding.row(readout.step1());
        if (row < 0 || row >= ny) {
            throw outside(readout, "first phase-encoding step " + readout.step1(), row, ny, "rows");
        }
        int plane = encoding.plane(readout.step2());
        if (plane < 0 || plane >= nz) {
            throw outside(readout, "second phase-encoding step " + readout.step2(), plane, nz, "planes");
        }
        return plane * ny + row;
    }

    private IOException outside(IsmrmrdReadout readout, String step, int place, int size, String what) {
        return new IOException(file + " contradicts itself: readout " + readout.index() + " has the " + step
                + ", which is place " + place + " on a grid of " + size + " " + what);
    }

    /** The column of a sample of a readout. */
    private int column(IsmrmrdReadout readout, int sample) throws IOException {
        int offset = sample - readout.center();
        int column = nx / 2 + (readout.isReversed() ? -offset : offset);
        // On an even grid half a cycle per pixel up is the same as down.
        if (column == nx && nx % 2 == 0) {
            column = 0;
        }
        if (column < 0 || column >= nx) {
            throw new IOException(file + " contradicts itself: readout " + readout.index() + " has "
                    + readout.samples() + " samples about sample " + readout.center()
                    + ", which do not fit a grid of " + nx + " columns");
        }
        return column;
    }

    /** The points that readouts measure. */
    SamplingMask mask(List<IsmrmrdReadout> readouts) throws IOException {
        boolean[] kept = new boolean[nx * ny * nz];
        for (IsmrmrdReadout readout : readouts) {
            int start = line(readout) * nx;
            for (int s = readout.discardPre(); s < readout.samples() - readout.discardPost(); s++) {
                kept[start + column(readout, s)] = true;
            }
        }
        return new SamplingMask(SamplingMask.frequencies(image), kept);
    }

    /** The k-space that readouts make. */
    Image kspace(IsmrmrdTable table, List<IsmrmrdReadout> readouts, int coils) throws IOException {
        Space space = SamplingMask.frequencies(image).complex().with(new Axis(Role.COIL, coils));
        float[] out = space.zeros();
        int points = nx * ny * nz;
        int[] times = new int[points];
        for (IsmrmrdReadout readout : readouts) {
            float[] data = table.data(readout);
            int start = line(readout) * nx;
            for (int s = readout.discardPre(); s < readout.samples() - readout.discardPost(); s++) {
                int point = start + column(readout, s);
                times[point]++;
                for (int c = 0; c < coils; c++) {
                    int from = 2 * (c * readout.samples() + s);
                    int to = 2 * (c * points + point);
                    out[to] += data[from];
                    out[to + 1] += data[from + 1];
                }
            }
        }
        for (int i = 0; i < out.length; i++) {
            int n = times[i / 2 % points];
            if (n > 1) {
                out[i] /= n;
            }
        }
        return new Image(space, out);
    }
}
