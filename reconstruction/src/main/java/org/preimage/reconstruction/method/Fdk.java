package org.preimage.reconstruction.method;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.preimage.operators.Operator;
import org.preimage.operators.space.Axis;
import org.preimage.operators.space.Image;
import org.preimage.operators.space.Role;
import org.preimage.operators.space.Space;
import org.preimage.operators.tomography.ConeBackprojection;
import org.preimage.operators.tomography.ConeBeam;
import org.preimage.operators.tomography.FeldkampWeights;
import org.preimage.operators.tomography.Projector;
import org.preimage.operators.tomography.RampFilter;
import org.preimage.reconstruction.InverseProblem;
import org.preimage.reconstruction.Provenance;
import org.preimage.reconstruction.Reconstruction;
import org.preimage.reconstruction.Reconstructor;
import org.preimage.reconstruction.solver.Listener;
import org.preimage.reconstruction.solver.Progress;
import org.preimage.reconstruction.solver.Status;

/**
 * The method of Feldkamp, Davis and Kress for circular cone beams: filtered back-projection of a fan, row by row of the panel, along
 * the rays that rise.
 *
 * <p>Projections are weighted ({@link FeldkampWeights}), each row is ramp-filtered ({@link RampFilter}), and smeared back with the
 * square of the distance from the source ({@link ConeBackprojection}). In the plane of the orbit this is the exact inversion of
 * a fan beam. Off it the data do not determine the volume: values fall off with the cone's angle where an object changes
 * along z. The result is calibrated: line integrals of values in 1/mm give values in 1/mm. Beyond the panel's sides the projections
 * count as zero.
 *
 * <p>A few views at a time are filtered, so that besides data and volume little memory is needed; of scans that are larger than the
 * memory, {@link FeldkampSlabs} makes a few slices at a time.
 *
 * <p>L. A. Feldkamp, L. C. Davis, J. W. Kress, Practical cone-beam algorithm, J. Opt. Soc. Am. A 1(6), 1984.
 *
 * @param window what tames high frequencies
 * @param cutoff fraction of the detector's highest frequency above which nothing passes, 0 &lt; cutoff &lt;= 1
 */
public record Fdk(RampFilter.Window window, double cutoff) implements Reconstructor {
    private static final String NAME = "fdk";

    private static final String REFERENCE = "L. A. Feldkamp, L. C. Davis, J. W. Kress, Practical cone-beam algorithm,"
            + " J. Opt. Soc. Am. A 1(6), 1984";

    /** Values that are filtered at a time: 32 MB. */
    static final int BLOCK = 1 << 23;

    /** The entry for the list of methods. */
    public static final Method METHOD = new Method(
            NAME,
            "Feldkamp, Davis and Kress: the direct reconstruction of a circular cone beam.",
            List.of("cone-beam"),
            List.of(FilteredBackprojection.WINDOW, FilteredBackprojection.CUTOFF),
            REFERENCE,
            settings -> new Fdk(RampFilter.Window.labelled(settings.choice("window")), settings.number("cutoff")));

    /** @throws IllegalArgumentException if the cutoff is out of range */
    public Fdk {
        if (!(cutoff > 0 && cutoff <= 1)) {
            throw new IllegalArgumentException("cutoff is " + cutoff + ", but must be above 0 and at most 1");
        }
    }

    /** @param listeners are told of every block of views; the views left when one of them stops the run do not count */
    @Override
    public Reconstruction reconstruct(InverseProblem problem, Listener... listeners) {
        ConeBeam beam = beam(problem.forward());
        float[] data = problem.data().data();
        FeldkampWeights weights = new FeldkampWeights(beam);
        ConeBackprojection backprojection = new ConeBackprojection(beam);
        Image volume = Image.zeros(beam.image());
        int perView = beam.detector().rows() * beam.detectors();
        int most = Math.max(1, Math.min(beam.views(), BLOCK / perView / 4 * 4));
        RampFilter filter = null;
        float[] weighted = null;
        float[] filtered = null;
        boolean goOn = true;
        for (int view = 0; goOn && view < beam.views(); view += most) {
            int count = Math.min(most, beam.views() - view);
            if (filter == null || filter.domain().length() != count * perView) {
                filter = filter(beam, count);
                weighted = filter.domain().zeros();
                filtered = filter.range().zeros();
            }
            weights.apply(data, view, count, weighted);
            filter.apply(weighted, filtered);
            backprojection.add(filtered, view, count, volume.data());
            goOn = told(listeners, view + count, beam.views(), volume.data());
        }
        Map<String, String> notes = Map.of("views", weights.coverage());
        return new Reconstruction(
                volume,
                goOn ? Status.CONVERGED : Status.CANCELLED,
                0,
                List.of(),
                new Provenance(NAME, REFERENCE, parameters(), notes));
    }

    /** Its settings by their names. */
    public Map<String, String> parameters() {
        Map<String, String> parameters = new LinkedHashMap<>();
        parameters.put("window", window.label());
        parameters.put("cutoff", Double.toString(cutoff));
        return parameters;
    }

    /** Whether to go on. */
    static boolean told(Listener[] listeners, int done, int views, float[] volume) {
        Progress progress = new Progress("back-projecting views", done, views, null, volume::clone);
        boolean goOn = true;
        for (Listener listener : listeners) {
            goOn &= listener.onIteration(progress);
        }
        return goOn || done == views;
    }

    /** The filter for some views; frequencies are those at the detector. */
    private RampFilter filter(ConeBeam beam, int views) {
        List<Axis> axes = beam.sinogram().axes();
        return new RampFilter(Space.of(axes.get(0), axes.get(1), new Axis(Role.ANGLE, views)), window, cutoff);
    }

    private static ConeBeam beam(Operator forward) {
        if (forward instanceof Projector projector && projector.beam() instanceof ConeBeam beam) {
            return beam;
        }
        throw new IllegalArgumentException("method " + NAME + " needs a cone-beam projector, but the forward operator"
                + " is of another kind (" + forward.getClass().getSimpleName() + ")");
    }
}
