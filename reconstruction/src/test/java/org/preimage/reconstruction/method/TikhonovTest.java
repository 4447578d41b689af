package org.preimage.reconstruction.method;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;
import org.preimage.operators.Identity;
import org.preimage.operators.noise.GaussianNoise;
import org.preimage.operators.phantom.SheppLogan;
import org.preimage.operators.space.Image;
import org.preimage.operators.space.Space;
import org.preimage.operators.space.Vectors;
import org.preimage.operators.tomography.ParallelBeam;
import org.preimage.reconstruction.InverseProblem;
import org.preimage.reconstruction.Reconstruction;
import org.preimage.reconstruction.quality.ImageQuality;
import org.preimage.reconstruction.solver.Status;

/** Tikhonov's method by convolution gives images as good as the direct one's. */
class TikhonovTest {
    private static final Space SPACE = Space.image(128, 128, 1);

    private static InverseProblem measured(int views, double spacing, double noise) {
        ParallelBeam beam = ParallelBeam.halfTurn(SPACE, (int) (185 / spacing), spacing, views);
        Image data = SheppLogan.modified(128).sinogram(beam);
        new GaussianNoise(noise)
                .sample(
                        data.data(),
                        RandomGeneratorFactory.of("Xoshiro256PlusPlus").create(3),
                        data.data());
        return new InverseProblem(beam.projector(), data);
    }

    private static Image run(InverseProblem problem, String normal, String weight) {
        return Tikhonov.METHOD
                .with(Map.of("normal", normal, "weight", weight, "iterations", "60"))
                .reconstruct(problem)
                .image();
    }

    @Test
    void convolutionGivesNearlyTheSameImage() {
        Image truth = SheppLogan.modified(128).render(SPACE, 8);
        double[][] cases = {{180, 1, 0.2, 0.1}, {60, 1, 0.2, 0.1}, {180, 0.5, 0.2, 0.03}};
        for (double[] c : cases) {
            InverseProblem problem = measured((int) c[0], c[1], c[2]);
            String weight = String.valueOf(0.03 * c[0] / c[1]);
            Image direct = run(problem, "direct", weight);
            Image found = run(problem, "convolution", weight);
            String name = c[0] + " views, spacing " + c[1] + ": ";
            double difference = Vectors.relativeDistance(found.data(), direct.data());
            assertTrue(difference < c[3], name + difference);
            double gain = ImageQuality.of(truth, found).psnr()
                    - ImageQuality.of(truth, direct).psnr();
            assertTrue(gain > -0.2, name + gain + " dB");
        }
    }

    @Test
    void theWeightIsFoundByConvolutionToo() {
        InverseProblem problem = measured(90, 1, 0.5);
        Reconstruction direct = Tikhonov.METHOD.withDefaults().reconstruct(problem);
        Reconstruction found =
                Tikhonov.METHOD.with(Map.of("normal", "convolution")).reconstruct(problem);
        double ratio = Double.parseDouble(found.how().parameters().get("weight"))
                / Double.parseDouble(direct.how().parameters().get("weight"));
        assertTrue(ratio > 0.7 && ratio < 1.4, "ratio of weights " + ratio);
        assertEquals("convolution", found.how().parameters().get("normal"));
        assertTrue(found.how().notes().get("misfit").startsWith("|A x - b|"));
        assertTrue(Vectors.relativeDistance(found.image().data(), direct.image().data()) < 0.1);
        Reconstruction cancelled =
                Tikhonov.METHOD.with(Map.of("normal", "convolution")).reconstruct(problem, p -> p.iteration() < 3);
        assertEquals(Status.CANCELLED, cancelled.status());
    }

    @Test
    void convolutionRefusesWhatIsNone() {
        InverseProblem denoising = new InverseProblem(new Identity(SPACE), Image.zeros(SPACE));
        assertThrows(IllegalArgumentException.class, () -> run(denoising, "convolution", "1"));
        ParallelBeam narrow = ParallelBeam.halfTurn(SPACE, 150, 1, 10);
        InverseProblem truncated = new InverseProblem(narrow.projector(), Image.zeros(narrow.sinogram()));
        assertThrows(IllegalArgumentException.class, () -> run(truncated, "convolution", "1"));
    }
}
