package org.preimage.reconstruction.method;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.preimage.operators.Identity;
import org.preimage.operators.phantom.SheppLogan;
import org.preimage.operators.space.Image;
import org.preimage.operators.space.Space;
import org.preimage.operators.space.Vectors;
import org.preimage.operators.tomography.ParallelBeam;
import org.preimage.operators.tomography.RampFilter;
import org.preimage.reconstruction.InverseProblem;
import org.preimage.reconstruction.Reconstruction;
import org.preimage.reconstruction.solver.Status;

/** The method "gridding-fbp" gives what "fbp" gives, and says so. */
class FourierReconstructionTest {
    @Test
    void equalsFilteredBackprojection() {
        ParallelBeam beam = ParallelBeam.halfTurn(Space.image(128, 128, 0.7), 150, 0.7, 200);
        InverseProblem problem = new InverseProblem(
                beam.projector(), SheppLogan.modified(128 * 0.7).sinogram(beam));
        for (String window : new String[] {"ram-lak", "shepp-logan", "cosine", "hamming", "hann"}) {
            Map<String, String> settings = Map.of("window", window, "cutoff", "0.9");
            Image direct = FilteredBackprojection.METHOD
                    .with(settings)
                    .reconstruct(problem)
                    .image();
            Image found = FourierReconstruction.METHOD
                    .with(settings)
                    .reconstruct(problem)
                    .image();
            double difference = Vectors.relativeDistance(found.data(), direct.data());
            // What is linear between cells in one and beyond the image's band in the other matters most without a
            // window.
            assertTrue(difference < (window.equals("hann") ? 0.01 : 0.025), window + ": " + difference);
        }
    }

    @Test
    void saysHowItWasMade() {
        ParallelBeam beam = ParallelBeam.halfTurn(Space.image(16, 16, 1), 23, 1, 10);
        Reconstruction result = Methods.named(Methods.classical(), "gridding-fbp")
                .with(Map.of("window", "hann"))
                .reconstruct(new InverseProblem(beam.projector(), Image.zeros(beam.sinogram())));
        assertEquals(Status.CONVERGED, result.status());
        assertEquals(beam.image(), result.image().space());
        assertEquals("gridding-fbp", result.how().method());
        assertEquals(Map.of("window", "hann", "cutoff", "1.0"), result.how().parameters());
    }

    @Test
    void refusesWhatItCannotInvert() {
        Space space = Space.image(4, 4, 1);
        InverseProblem denoising = new InverseProblem(new Identity(space), Image.zeros(space));
        String message = assertThrows(
                        IllegalArgumentException.class,
                        () -> FourierReconstruction.METHOD.withDefaults().reconstruct(denoising))
                .getMessage();
        assertEquals(
                "method gridding-fbp needs a parallel-beam projector, but the forward operator is of another kind"
                        + " (Identity)",
                message);
        assertThrows(
                IllegalArgumentException.class, () -> new FourierReconstruction(RampFilter.Window.HANN, Double.NaN));
    }
}
