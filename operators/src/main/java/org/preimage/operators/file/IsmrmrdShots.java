package org.preimage.operators.file;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.preimage.operators.mri.Trajectory;
import org.preimage.operators.space.Image;
import org.preimage.operators.space.Space;

/**
 * Data along a trajectory. Each readout is a shot; a plane trajectory on a grid of several planes is a stack, whose second
 * phase encoding is kz.
 */
final class IsmrmrdShots {
    private final Path file;
    private final IsmrmrdEncoding encoding;
    private final IsmrmrdTable table;
    private final int dimensions;
    private final TrajectoryUnit unit;

    /**
     * @param readouts from which the unit of the trajectory is told
     * @throws IOException if one has no trajectory, or it reaches too far
     */
    IsmrmrdShots(Path file, IsmrmrdEncoding encoding, IsmrmrdTable table, List<IsmrmrdReadout> readouts)
            throws IOException {
        this.file = file;
        this.encoding = encoding;
        this.table = table;
        this.dimensions = encoding.recon().image().dimensions();
        double reach = 0;
        for (IsmrmrdReadout readout : readouts) {
            float[] k = coordinates(readout);
            for (int i = 0; i < k.length; i++) {
                if (i % readout.dimensions() < dimensions) {
                    reach = Math.max(reach, Math.abs(k[i]));
                }
            }
        }
        try {
            this.unit = TrajectoryUnit.of(reach, encoding.encoded());
        } catch (IllegalArgumentException e) {
            throw new IOException("cannot read " + file + ": " + e.getMessage(), e);
        }
    }

    TrajectoryUnit unit() {
        return unit;
    }

    private float[] coordinates(IsmrmrdReadout readout) throws IOException {
        int d = readout.dimensions();
        if (d == 0) {
            throw new IOException(file + " is a " + encoding.trajectory() + " scan, but readout " + readout.index()
                    + " has no trajectory");
        }
        if (d < 2) {
            throw new IOException(file + " has a trajectory of 1 coordinate in readout " + readout.index()
                    + ", but 2 or 3 are needed");
        }
        float[] k = table.trajectory(readout);
        for (float v : k) {
            if (!Float.isFinite(v)) {
                throw new IOException(file + " has a trajectory in readout " + readout.index() + " that is not finite");
            }
        }
        return k;
    }

    private void requireAlike(List<IsmrmrdReadout> readouts) throws IOException {
        IsmrmrdReadout first = readouts.get(0);
        for (IsmrmrdReadout readout : readouts) {
            if (readout.used() != first.used() || readout.dimensions() != first.dimensions()) {
                throw new IOException(file + " has readouts of different kinds: number " + first.index() + " has "
                        + first.used() + " samples with " + first.dimensions() + " coordinates, number "
                        + readout.index() + " has " + readout.used() + " with " + readout.dimensions());
            }
        }
    }

    /** The trajectory of readouts in cycles per field of view of the image. */
    Trajectory trajectory(List<IsmrmrdReadout> readouts) throws IOException {
        requireAlike(readouts);
        int samples = readouts.get(0).used();
        float[] out = new float[readouts.size() * samples * dimensions];
        int at = 0;
        for (IsmrmrdReadout readout : readouts) {
            float[] k = coordinates(readout);
            int d = readout.dimensions();
            for (int s = 0; s < samples; s++) {
                int from = (readout.discardPre() + s) * d;
                for (int a = 0; a < dimensions; a++) {
                    out[at++] = a < d ? (float) (k[from + a] * unit.scale(encoding, a)) : (float) height(readout);
                }
            }
        }
        return new Trajectory(out, dimensions, samples, readouts.size());
    }

    /** kz of a stack, in cycles per field of view of the image. */
    private double height(IsmrmrdReadout readout) {
        int planes = encoding.encoded().matrix()[2];
        return (encoding.plane(readout.step2()) - planes / 2) * TrajectoryUnit.CYCLES_PER_FIELD.scale(encoding, 2);
    }

    /** The data of readouts. */
    Image data(List<IsmrmrdReadout> readouts, Space space) throws IOException {
        requireAlike(readouts);
        float[] out = space.zeros();
        int samples = space.size(0);
        int coils = space.size(2);
        for (int shot = 0; shot < readouts.size(); shot++) {
            IsmrmrdReadout readout = readouts.get(shot);
            float[] data = table.data(readout);
            for (int c = 0; c < coils; c++) {
                System.arraycopy(
                        data,
                        2 * (c * readout.samples() + readout.discardPre()),
                        out,
                        2 * ((c * readouts.size() + shot) * samples),
                        2 * samples);
            }
        }
        return new Image(space, out);
    }
}
