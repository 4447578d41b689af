package org.preimage.reconstruction.method;

import java.util.Arrays;
import java.util.function.IntFunction;
import org.preimage.operators.space.Axis;
import org.preimage.operators.space.Role;
import org.preimage.operators.space.Space;
import org.preimage.operators.tomography.ConeBackprojection;
import org.preimage.operators.tomography.ConeBeam;
import org.preimage.operators.tomography.ConeSlab;
import org.preimage.operators.tomography.Detector;
import org.preimage.operators.tomography.FeldkampWeights;
import org.preimage.operators.tomography.RampFilter;
import org.preimage.reconstruction.solver.Listener;

/**
 * {@link Fdk} a few slices at a time, for scans and volumes that are larger than the memory or than one array: each row of the panel is
 * filtered by itself, once, and each slab of slices is back-projected from the rows on which its rays fall. Values are those of the whole.
 */
public final class FeldkampSlabs {
    private final ConeBeam beam;
    private final Detector panel;
    private final int slices;
    private final FeldkampWeights weights;
    private final RampFilter filter;

    /**
     * @param method window and cutoff
     * @param beam source, angles and voxels; how many rows and slices it has does not count
     * @param panel all of the detector
     * @param slices of the whole volume
     */
    public FeldkampSlabs(Fdk method, ConeBeam beam, Detector panel, int slices) {
        this.beam = beam.with(beam.image(), panel.withRows(0, 1));
        this.panel = panel;
        this.slices = slices;
        weights = new FeldkampWeights(this.beam);
        filter = new RampFilter(
                Space.of(beam.sinogram().axes().get(0), new Axis(Role.ANGLE, beam.views())),
                method.window(),
                method.cutoff());
    }

    /** What the views cover in the plane of the orbit, in words. */
    public String coverage() {
        return weights.coverage();
    }

    /**
     * A row of the panel, weighted and filtered.
     *
     * @param row of the panel
     * @param sinogram its line integrals, cells fastest, then views
     * @return a new array of the same order
     */
    public float[] filtered(int row, float[] sinogram) {
        filter.domain().require("sinogram", sinogram);
        float[] weighted = new float[sinogram.length];
        weights.applyToRow((row - panel.rowCenter()) * panel.rowSpacing(), sinogram, weighted);
        float[] out = filter.range().zeros();
        filter.apply(weighted, out);
        return out;
    }

    /** The rows of the panel that slices need: the first, and the one after the last. */
    public int[] rows(int first, int count) {
        return ConeSlab.rows(beam, panel, slices, first, count);
    }

    /**
     * Slices {@code first} to {@code first + count - 1}.
     *
     * @param filtered the filtered rows that they need, by their number
     * @param listeners are told of every block of views
     * @return the voxels, or null if a listener stopped it
     */
    public float[] slices(int first, int count, IntFunction<float[]> filtered, Listener... listeners) {
        int[] needed = rows(first, count);
        int cells = panel.cells();
        int rows = needed[1] - needed[0];
        int most = Math.max(1, Math.min(beam.views(), Fdk.BLOCK / (rows * cells) / 4 * 4));
        Space plane = beam.image();
        float[] volume = Space.of(plane.axes().get(0), plane.axes().get(1), new Axis(Role.Z, count))
                .zeros();
        double[] angles = beam.angles();
        float[] block = new float[most * rows * cells];
        for (int view = 0; view < beam.views(); view += most) {
            int n = Math.min(most, beam.views() - view);
            for (int r = 0; r < rows; r++) {
                float[] row = filtered.apply(needed[0] + r);
                for (int v = 0; v < n; v++) {
                    System.arraycopy(row, (view + v) * cells, block, (v * rows + r) * cells, cells);
                }
            }
            // Of these views alone: all of them may be too many for one array.
            ConeBeam some = beam.withAngles(Arrays.copyOfRange(angles, view, view + n));
            new ConeBackprojection(ConeSlab.of(some, panel, slices, first, count)).add(block, 0, n, volume);
            if (!Fdk.told(listeners, view + n, beam.views(), volume)) {
                return null;
            }
        }
        return volume;
    }
}
