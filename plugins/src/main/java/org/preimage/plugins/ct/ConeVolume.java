package org.preimage.plugins.ct;

import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import org.preimage.operators.space.Axis;
import org.preimage.operators.space.Image;
import org.preimage.operators.space.Role;
import org.preimage.operators.space.Space;
import org.preimage.operators.tomography.ConeBeam;
import org.preimage.operators.tomography.ConeSlab;
import org.preimage.plugins.MethodStep;
import org.preimage.plugins.Plan;
import org.preimage.plugins.Planes;
import org.preimage.reconstruction.solver.Listener;
import org.preimage.reconstruction.solver.Progress;

/**
 * The slices of a cone beam's volume. Feldkamp's method makes a slab of them from its own rows, as thick as a quarter of Java's memory
 * takes; of all other methods the volume is one slab.
 */
final class ConeVolume implements Plan.Step {
    /** Methods that hold a few arrays of the volume's and of the scan's size. */
    private static final Set<String> LEAN =
            Set.of("sirt", "sart", "os-sart", "cgls", "landweber", "lsqr", "os-mltr", "mlem", "osem");

    /** Arrays of the volume's size that an iterative method holds at most at a time, and half as many of the scan's. */
    private static final int ARRAYS = 32;

    private static final int LEAN_ARRAYS = 10;

    /** Bytes that Feldkamp's method takes for the views that it filters at a time. */
    private static final long FILTERING = 128L << 20;

    private final Planes sinograms;
    private final ConeBeam beam;
    private final MethodStep method;
    private final int thickness;
    private final long bytes;

    private ConeSlab slab;
    private Plan.Result made;

    /**
     * @param sinograms one for each row of the panel
     * @param method that takes a cone beam
     */
    ConeVolume(Planes sinograms, ConeBeam beam, MethodStep method) {
        this(sinograms, beam, method, Runtime.getRuntime().maxMemory() / 4);
    }

    /** With so many bytes for a slab. */
    ConeVolume(Planes sinograms, ConeBeam beam, MethodStep method, long memory) {
        this.sinograms = sinograms;
        this.beam = beam;
        this.method = method;
        int slices = beam.image().size(2);
        if (method.takesSlabs()) {
            int most = slices;
            while (most > 1 && bytes(most) > memory) {
                most = most / 2;
            }
            thickness = most;
            bytes = bytes(most);
        } else {
            thickness = slices;
            long arrays = LEAN.contains(method.name()) ? LEAN_ARRAYS : ARRAYS;
            bytes = 4L * arrays * beam.image().length()
                    + 2L * arrays * beam.sinogram().length();
        }
    }

    /** What the slab of this thickness that needs the most rows takes. */
    private long bytes(int most) {
        long largest = 0;
        for (int first = 0; first < beam.image().size(2); first += most) {
            ConeBeam piece = slab(first, most).beam();
            largest = Math.max(
                    largest, 4L * piece.sinogram().length() + 4L * piece.image().length());
        }
        return largest + FILTERING;
    }

    private ConeSlab slab(int first, int most) {
        return most == beam.image().size(2)
                ? ConeSlab.whole(beam)
                : ConeSlab.of(beam, first, Math.min(most, beam.image().size(2) - first));
    }

    /** Memory for one slab. */
    long bytes() {
        return bytes;
    }

    /** How the volume is cut, in words. */
    Map<String, String> facts() {
        return Map.of(
                "Slabs",
                thickness == beam.image().size(2) ? "the whole volume at once" : thickness + " slices at a time");
    }

    @Override
    public Plan.Result compute(int index, Image plane, Listener listener) {
        int first = index / thickness * thickness;
        if (slab == null || slab.firstSlice() != first) {
            slab = null;
            made = null;
            ConeSlab next = slab(first, thickness);
            boolean[] goOn = {true};
            Listener watched = p -> goOn[0] &= listener.onIteration(p);
            Image data = read(next, watched);
            Plan.Result result = goOn[0] ? method.slab(sinograms.name(), next, data, watched) : null;
            if (!goOn[0]) {
                return new Plan.Result(new float[0], Map.of());
            }
            slab = next;
            made = result;
        }
        int points = beam.image().size(0) * beam.image().size(1);
        int at = (index - first) * points;
        return new Plan.Result(Arrays.copyOfRange(made.values(), at, at + points), made.facts());
    }

    /** The slab's rows; in part only if the user stops. */
    private Image read(ConeSlab next, Listener listener) {
        Space lines = next.beam().sinogram();
        int cells = lines.size(0);
        int rows = lines.size(1);
        int views = lines.size(2);
        Image out = Image.zeros(lines);
        Space sinogram = Space.of(new Axis(Role.DETECTOR, cells), new Axis(Role.ANGLE, views));
        for (int r = 0; r < rows; r++) {
            float[] row = sinograms.read(next.firstRow() + r, sinogram).data();
            for (int v = 0; v < views; v++) {
                System.arraycopy(row, v * cells, out.data(), (v * rows + r) * cells, cells);
            }
            if (!listener.onIteration(new Progress("reading rows", r + 1, rows, null, () -> new float[0]))) {
                return out;
            }
        }
        return out;
    }
}
