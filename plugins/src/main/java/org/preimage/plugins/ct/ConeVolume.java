package org.preimage.plugins.ct;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.preimage.operators.space.Axis;
import org.preimage.operators.space.Image;
import org.preimage.operators.space.Role;
import org.preimage.operators.space.Space;
import org.preimage.operators.tomography.ConeBeam;
import org.preimage.operators.tomography.Detector;
import org.preimage.plugins.MethodStep;
import org.preimage.plugins.Plan;
import org.preimage.plugins.Planes;
import org.preimage.reconstruction.method.Fdk;
import org.preimage.reconstruction.method.FeldkampSlabs;
import org.preimage.reconstruction.solver.Listener;
import org.preimage.reconstruction.solver.Progress;

/**
 * The slices of a cone beam's volume. Feldkamp's method makes a slab of them at a time, as thick as its share of the memory allows, and
 * reads and filters each row of the panel once; of all other methods the volume is one slab.
 */
final class ConeVolume implements Plan.Step {
    /** Methods that hold a few arrays of the volume's and of the scan's size. */
    private static final Set<String> LEAN =
            Set.of("sirt", "sart", "os-sart", "cgls", "landweber", "lsqr", "os-mltr", "mlem", "osem");

    /** Arrays of the volume's size that an iterative method holds at most at a time, and half as many of the scan's. */
    private static final int ARRAYS = 32;

    private static final int LEAN_ARRAYS = 10;

    /** Bytes that Feldkamp's method takes for the views that it back-projects at a time. */
    private static final long BLOCK = 128L << 20;

    private final Planes sinograms;
    private final ConeBeam beam;
    private final MethodStep method;
    /** Null if the method is not Feldkamp's. */
    private final FeldkampSlabs slabs;

    private final int slices;
    private final int thickness;
    private final long bytes;
    private final Map<String, String> facts = new LinkedHashMap<>();

    /** Filtered rows of the panel that the slab needed, which the next one may need again. */
    private final TreeMap<Integer, float[]> filtered = new TreeMap<>();

    private int first = -1;
    private float[] made;
    private Map<String, String> how = Map.of();

    /**
     * @param sinograms one for each row of the panel
     * @param beam source, angles and voxels; all rows and slices, or one of each where all are too many for one array
     * @param panel all rows
     * @param method that takes a cone beam
     * @param memory bytes for a slab and its rows; a slice has what it needs
     * @throws IllegalArgumentException if the method needs all in one array, and that is too large
     */
    ConeVolume(Planes sinograms, ConeBeam beam, Detector panel, MethodStep method, long memory) {
        this.sinograms = sinograms;
        this.beam = beam;
        this.method = method;
        slices = panel.rows();
        if (method.feldkamp().isPresent()) {
            Fdk fdk = method.feldkamp().get();
            slabs = new FeldkampSlabs(fdk, beam, panel, slices);
            how = fdk.parameters();
            int most = slices;
            while (most > 1 && slabBytes(most) > memory) {
                most = (most + 1) / 2;
            }
            thickness = most;
            bytes = slabBytes(most) + BLOCK;
            facts.put("Slabs", most == slices ? "the whole volume at once" : "at most " + most + " slices at a time");
            facts.put("Note on views", slabs.coverage());
            return;
        }
        if (beam.image().size(2) != slices) {
            throw new IllegalArgumentException("method " + method.name()
                    + " needs the scan as one array of at most 2^31"
                    + " values, but it has " + slices + " rows of " + beam.detectors() + " cells in " + beam.views()
                    + " views: fdk takes it");
        }
        slabs = null;
        thickness = slices;
        long arrays = LEAN.contains(method.name()) ? LEAN_ARRAYS : ARRAYS;
        bytes = 4L * arrays * beam.image().length()
                + 2L * arrays * beam.sinogram().length();
    }

    /** What the slab of this thickness that needs the most rows takes; all there is if no array can hold the slab. */
    private long slabBytes(int most) {
        long plane = (long) beam.image().size(0) * beam.image().size(1);
        int rows = 0;
        for (int from = 0; from < slices; from += most) {
            int[] needed = slabs.rows(from, Math.min(most, slices - from));
            rows = Math.max(rows, needed[1] - needed[0]);
        }
        long sinogram = (long) beam.detectors() * beam.views();
        return most * plane > Integer.MAX_VALUE - 8 ? Long.MAX_VALUE : 4 * (most * plane + sinogram * rows);
    }

    /** Memory for one slab. */
    long bytes() {
        return bytes;
    }

    /** How the volume is cut, in words. */
    Map<String, String> facts() {
        return facts;
    }

    @Override
    public Plan.Result compute(int index, Image plane, Listener listener) {
        int points = beam.image().size(0) * beam.image().size(1);
        int begin = index / thickness * thickness;
        if (begin != first) {
            first = -1;
            made = null;
            float[] next = slabs == null ? whole(listener) : slab(begin, Math.min(thickness, slices - begin), listener);
            if (next == null) {
                return new Plan.Result(new float[points], Map.of());
            }
            made = next;
            first = begin;
        }
        int at = (index - begin) * points;
        return new Plan.Result(Arrays.copyOfRange(made, at, at + points), how);
    }

    private Space sinogram() {
        return Space.of(new Axis(Role.DETECTOR, beam.detectors()), new Axis(Role.ANGLE, beam.views()));
    }

    /** A slab of slices; null if the user stops. */
    private float[] slab(int begin, int count, Listener listener) {
        int[] rows = slabs.rows(begin, count);
        filtered.headMap(rows[0]).clear();
        for (int r = rows[0]; r < rows[1]; r++) {
            if (!filtered.containsKey(r)) {
                filtered.put(r, slabs.filtered(r, sinograms.read(r, sinogram()).data()));
            }
            if (!read(listener, r + 1 - rows[0], rows[1] - rows[0])) {
                return null;
            }
        }
        return slabs.slices(begin, count, filtered::get, listener);
    }

    /** All slices; null if the user stops. */
    private float[] whole(Listener listener) {
        Space lines = beam.sinogram();
        int cells = lines.size(0);
        int rows = lines.size(1);
        int views = lines.size(2);
        Image data = Image.zeros(lines);
        for (int r = 0; r < rows; r++) {
            float[] row = sinograms.read(r, sinogram()).data();
            for (int v = 0; v < views; v++) {
                System.arraycopy(row, v * cells, data.data(), (v * rows + r) * cells, cells);
            }
            if (!read(listener, r + 1, rows)) {
                return null;
            }
        }
        boolean[] goOn = {true};
        Plan.Result result =
                method.of(sinograms.name(), beam.projector(), data, p -> goOn[0] &= listener.onIteration(p));
        how = result.facts();
        return goOn[0] ? result.values() : null;
    }

    private static boolean read(Listener listener, int done, int rows) {
        return listener.onIteration(new Progress("reading rows", done, rows, null, () -> new float[0]));
    }
}
