package org.preimage.reconstruction.method;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.preimage.operators.Operator;
import org.preimage.operators.parallel.Parallel;
import org.preimage.operators.space.Image;
import org.preimage.operators.tomography.AngularWeights;
import org.preimage.operators.tomography.FanBeam;
import org.preimage.operators.tomography.ParallelBeam;
import org.preimage.operators.tomography.PixelBackprojection;
import org.preimage.operators.tomography.Projector;
import org.preimage.operators.tomography.RampFilter;
import org.preimage.operators.tomography.RedundancyWeights;
import org.preimage.reconstruction.DifferentiableReconstructor;
import org.preimage.reconstruction.InverseProblem;
import org.preimage.reconstruction.Provenance;
import org.preimage.reconstruction.Reconstruction;
import org.preimage.reconstruction.solver.Listener;
import org.preimage.reconstruction.solver.Status;

/**
 * Filtered back-projection for parallel and fan beams: the inversion formula x = integral over half a turn of the ramp-filtered
 * projections, made discrete.
 *
 * <p>Each projection is filtered ({@link RampFilter}), weighted with its share of the half turn ({@link AngularWeights}) and
 * smeared back. The result is calibrated: line integrals of values in 1/mm give values in 1/mm. Beyond the detector the
 * projections count as zero, so that an object wider than the detector leaves a bright rim.
 *
 * <p>Fan beams, flat or curved, may cover any angles: a full turn, a short scan with Parker's weights, arcs with gaps, and arcs too short
 * for the data to be complete ({@link RedundancyWeights}); the notes say which, and what part of the lines is missing.
 *
 * <p>A. C. Kak, M. Slaney, Principles of Computerized Tomographic Imaging, IEEE Press, 1988, section 3.3.
 *
 * @param window what tames high frequencies
 * @param cutoff fraction of the detector's highest frequency above which nothing passes, 0 &lt; cutoff &lt;= 1
 * @param backprojection pixel-driven interpolation or the projector's transpose
 */
public record FilteredBackprojection(RampFilter.Window window, double cutoff, Backprojection backprojection)
        implements DifferentiableReconstructor {
    /** How filtered projections are smeared back. */
    public enum Backprojection {
        /** Linear interpolation between detector cells at each pixel: smooth, fast. */
        PIXEL("pixel"),
        /** The projector's exact transpose, divided by h^2 / spacing: what other software with matched pairs does. */
        MATCHED("matched");

        private final String label;

        Backprojection(String label) {
            this.label = label;
        }

        /** Lower case, as in settings. */
        public String label() {
            return label;
        }

        private static Backprojection labelled(String label) {
            return label.equals(PIXEL.label) ? PIXEL : MATCHED;
        }
    }

    private static final String NAME = "fbp";

    private static final String REFERENCE =
            "A. C. Kak, M. Slaney, Principles of Computerized Tomographic Imaging, IEEE Press, 1988";

    /** For every method that filters with the ramp. */
    static final Parameter WINDOW = Parameter.choice(
            "window",
            Stream.of(RampFilter.Window.values()).map(RampFilter.Window::label).toList(),
            "Window on the ramp: ram-lak is sharpest, hann smoothest.");

    static final Parameter CUTOFF = Parameter.number(
            "cutoff",
            1,
            1e-3,
            1,
            "of the detector's highest frequency",
            "Frequencies above this fraction of the highest one are removed.");

    /** The entry for the list of methods. */
    public static final Method METHOD = new Method(
            NAME,
            "Filtered back-projection: the direct inversion of parallel and fan-beam projections.",
            List.of("parallel-beam", "fan-beam"),
            List.of(
                    WINDOW,
                    CUTOFF,
                    Parameter.choice(
                            "backprojection",
                            Stream.of(Backprojection.values())
                                    .map(Backprojection::label)
                                    .toList(),
                            "Pixel-driven linear interpolation, or (parallel beams only) the transpose of the projector.")),
            REFERENCE,
            settings -> new FilteredBackprojection(
                    RampFilter.Window.labelled(settings.choice("window")),
                    settings.number("cutoff"),
                    Backprojection.labelled(settings.choice("backprojection"))));

    /** @throws IllegalArgumentException if the cutoff is out of range */
    public FilteredBackprojection {
        if (!(cutoff > 0 && cutoff <= 1)) {
            throw new IllegalArgumentException("cutoff is " + cutoff + ", but must be above 0 and at most 1");
        }
    }

    @Override
    public Reconstruction reconstruct(InverseProblem problem, Listener... listeners) {
        Projector projector = projector(problem.forward());
        float[] data = problem.data().data();
        Map<String, String> notes = new LinkedHashMap<>();
        Image image;
        if (projector.beam() instanceof FanBeam fan) {
            if (backprojection != Backprojection.PIXEL) {
                throw new IllegalArgumentException("backprojection is \"" + backprojection.label()
                        + "\", but a fan beam needs \"pixel\": its inversion weights pixels by their distance from the"
                        + " source, which no transpose does");
            }
            RedundancyWeights redundancy = RedundancyWeights.of(fan);
            notes.put("arc", redundancy.description());
            image = new Image(fan.image(), FanInversion.invert(fan, redundancy, window, cutoff, data));
        } else {
            image = invert(projector, (ParallelBeam) projector.beam(), data);
        }
        Map<String, String> parameters = new LinkedHashMap<>();
        parameters.put("window", window.label());
        parameters.put("cutoff", Double.toString(cutoff));
        parameters.put("backprojection", backprojection.label());
        return new Reconstruction(
                image, Status.CONVERGED, 0, List.of(), new Provenance(NAME, REFERENCE, parameters, notes));
    }

    private Image invert(Projector projector, ParallelBeam beam, float[] data) {
        float[] filtered = new RampFilter(beam.sinogram(), window, cutoff).apply(data);
        double[] weights = AngularWeights.of(beam);
        Image image = Image.zeros(beam.image());
        if (backprojection == Backprojection.PIXEL) {
            new PixelBackprojection(beam, weights).apply(filtered, image.data());
        } else {
            double pixel = beam.image().spacing(0);
            weigh(filtered, weights, beam.spacing() / (pixel * pixel));
            projector.adjoint(filtered, image.data());
        }
        return image;
    }

    /** The adjoint of this linear map; of parallel beams only. */
    @Override
    public Image vjp(InverseProblem problem, UnaryOperator<float[]> cotangent, float[] out) {
        Projector projector = projector(problem.forward());
        projector.range().require("out", out);
        if (!(projector.beam() instanceof ParallelBeam beam)) {
            throw new IllegalArgumentException(
                    "the derivative of " + NAME + " is known for parallel beams only, but this is a fan beam");
        }
        Image image = reconstruct(problem).image();
        float[] w = cotangent.apply(image.data());
        double[] weights = AngularWeights.of(beam);
        float[] smeared = projector.range().zeros();
        if (backprojection == Backprojection.PIXEL) {
            new PixelBackprojection(beam, weights).adjoint(w, smeared);
        } else {
            double pixel = beam.image().spacing(0);
            projector.apply(w, smeared);
            weigh(smeared, weights, beam.spacing() / (pixel * pixel));
        }
        new RampFilter(beam.sinogram(), window, cutoff).adjoint(smeared, out);
        return image;
    }

    private static Projector projector(Operator forward) {
        if (forward instanceof Projector projector
                && (projector.beam() instanceof ParallelBeam || projector.beam() instanceof FanBeam)) {
            return projector;
        }
        throw new IllegalArgumentException("method " + NAME
                + " needs a projector of a parallel or fan beam, but the forward operator"
                + " is of another kind (" + forward.getClass().getSimpleName() + ")");
    }

    private static void weigh(float[] sinogram, double[] weights, double factor) {
        int cells = sinogram.length / weights.length;
        Parallel.ranges(weights.length, 16, (from, to) -> {
            for (int a = from; a < to; a++) {
                float w = (float) (weights[a] * factor);
                for (int i = a * cells; i < (a + 1) * cells; i++) {
                    sinogram[i] *= w;
                }
            }
        });
    }
}
