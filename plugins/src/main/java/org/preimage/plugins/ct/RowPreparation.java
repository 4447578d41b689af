package org.preimage.plugins.ct;

import java.util.Map;
import java.util.Optional;
import org.preimage.operators.space.Axis;
import org.preimage.operators.space.Image;
import org.preimage.operators.space.Role;
import org.preimage.operators.space.Space;
import org.preimage.operators.tomography.preparation.Preparation;
import org.preimage.operators.tomography.preparation.Prepared;
import org.preimage.plugins.Plan;
import org.preimage.plugins.Planes;
import org.preimage.reconstruction.solver.Listener;

/**
 * Preparation of a stack of sinograms, a detector row at a time; phase retrieval, which needs rows about each, takes as many together as
 * it needs on a side, so that none is read more often than thrice.
 */
final class RowPreparation implements Plan.Step {
    /** Arrays of a block's size that the steps hold at most at a time. */
    private static final int ARRAYS = 6;

    private final Planes scan;
    private final Optional<Planes> flats;
    private final Optional<Planes> darks;
    private final Preparation steps;
    private final int together;

    private int first = -1;
    private float[] block;
    private Map<String, String> facts;

    /**
     * @param scan a sinogram in each plane
     * @param flats a shot in each row of each plane; empty if the scan holds line integrals
     * @param darks the same; empty for zeros
     */
    RowPreparation(Planes scan, Optional<Planes> flats, Optional<Planes> darks, Preparation steps) {
        this.scan = scan;
        this.flats = flats;
        this.darks = darks;
        this.steps = steps;
        together = Math.max(1, Math.min(scan.count(), steps.halo()));
    }

    /** What one row needs. */
    long bytes() {
        long rows = Math.min(scan.count(), together + 2L * steps.halo());
        return 4L * ARRAYS * rows * scan.width() * scan.height();
    }

    @Override
    public Plan.Result compute(int row, Image plane, Listener listener) {
        int cells = scan.width();
        int views = scan.height();
        int begin = row / together * together;
        int count = Math.min(together, scan.count() - begin);
        if (begin != first) {
            first = -1;
            int from = Math.max(0, begin - steps.halo());
            int rows = Math.min(scan.count(), begin + count + steps.halo()) - from;
            Prepared all = prepared(plane != null ? counts(plane) : rows(scan, Role.ANGLE, from, rows), from, rows);
            block = new float[count * views * cells];
            for (int v = 0; v < views; v++) {
                for (int r = 0; r < count; r++) {
                    int at = (v * rows + begin - from + r) * cells;
                    System.arraycopy(all.lineIntegrals().data(), at, block, (r * views + v) * cells, cells);
                }
            }
            facts = flats.isPresent() ? steps.facts(all.repairs()) : steps.laterFacts(all.repairs());
            first = begin;
        }
        float[] values = new float[views * cells];
        System.arraycopy(block, (row - begin) * values.length, values, 0, values.length);
        return new Plan.Result(values, facts);
    }

    private Image counts(Image plane) {
        return new Image(space(scan.width(), 1, new Axis(Role.ANGLE, scan.height())), plane.data());
    }

    private Prepared prepared(Image counts, int from, int rows) {
        if (flats.isEmpty()) {
            return steps.applyToLineIntegrals(counts);
        }
        Image flat = rows(flats.get(), Role.TIME, from, rows);
        Image dark = darks.isPresent()
                ? rows(darks.get(), Role.TIME, from, rows)
                : Image.zeros(space(scan.width(), rows, new Axis(Role.TIME, 1)));
        try {
            return steps.apply(counts, flat, dark);
        } catch (IllegalArgumentException e) {
            String which =
                    rows == 1 ? scan.nameOf(from) : scan.name() + ", slices " + (from + 1) + " to " + (from + rows);
            throw new IllegalArgumentException(which + ": " + e.getMessage(), e);
        }
    }

    private static Space space(int cells, int rows, Axis slow) {
        return Space.of(new Axis(Role.DETECTOR, cells), new Axis(Role.DETECTOR_ROW, rows), slow);
    }

    /** Rows as axes (DETECTOR, DETECTOR_ROW, slow). */
    private static Image rows(Planes planes, Role slow, int from, int rows) {
        int cells = planes.width();
        int frames = planes.height();
        Image out = Image.zeros(space(cells, rows, new Axis(slow, frames)));
        Space plane = Space.of(new Axis(Role.DETECTOR, cells), new Axis(slow, frames));
        for (int r = 0; r < rows; r++) {
            float[] read = planes.read(from + r, plane).data();
            for (int f = 0; f < frames; f++) {
                System.arraycopy(read, f * cells, out.data(), (f * rows + r) * cells, cells);
            }
        }
        return out;
    }
}
