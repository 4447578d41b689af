package org.preimage.reconstruction.method;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.preimage.operators.Identity;
import org.preimage.operators.SharedData;
import org.preimage.operators.file.Npy;
import org.preimage.operators.phantom.EllipsePhantom;
import org.preimage.operators.phantom.SheppLogan;
import org.preimage.operators.space.Image;
import org.preimage.operators.space.Space;
import org.preimage.operators.space.Vectors;
import org.preimage.operators.tomography.ParallelBeam;
import org.preimage.operators.tomography.RampFilter;
import org.preimage.reconstruction.InverseProblem;
import org.preimage.reconstruction.Reconstruction;
import org.preimage.reconstruction.solver.Status;

/** Filtered back-projection is calibrated, reaches what peers reach, and equals what they computed. */
class FilteredBackprojectionTest {
    private static Image read(String name) throws IOException {
        return Npy.read(SharedData.require("refs/" + name));
    }

    private static float[] reconstruct(Map<String, String> parameters, ParallelBeam geometry, float[] sinogram) {
        InverseProblem problem = new InverseProblem(geometry.projector(), new Image(geometry.sinogram(), sinogram));
        return FilteredBackprojection.METHOD
                .with(parameters)
                .reconstruct(problem)
                .image()
                .data();
    }

    /** Peak signal-to-noise ratio in dB, the peak being the reference's range. */
    private static double psnr(float[] found, float[] reference) {
        float min = Float.POSITIVE_INFINITY;
        float max = Float.NEGATIVE_INFINITY;
        for (float v : reference) {
            min = Math.min(min, v);
            max = Math.max(max, v);
        }
        double mse = Vectors.distanceSquared(found, reference) / reference.length;
        return 10 * Math.log10((max - min) * (double) (max - min) / mse);
    }

    private static void assertClose(float[] found, float[] expected, double tolerance) {
        double error = Vectors.relativeDistance(found, expected);
        assertTrue(error <= tolerance, "relative distance " + error + ", allowed " + tolerance);
    }

    @ParameterizedTest
    @ValueSource(strings = {"ram-lak", "shepp-logan", "cosine", "hamming", "hann"})
    void astra(String window) throws IOException {
        ParallelBeam geometry = ParallelBeam.halfTurn(Space.image(64, 64, 1), 91, 1, 45);
        float[] sinogram = read("ct_par_linear_fp_45x91.npy").data();
        float[] expected = read("ct_par_linear_fbp_" + window + ".npy").data();
        assertClose(
                reconstruct(Map.of("window", window, "backprojection", "matched"), geometry, sinogram), expected, 2e-5);
        // Interpolating at the pixel instead of transposing changes what lies near the highest frequencies.
        assertClose(reconstruct(Map.of("window", window), geometry, sinogram), expected, 0.035);
    }

    /**
     * scikit-image has the axis in pixel (32, 32) and cell D / 2: the image is the first 64 rows and columns of one of 65. Its
     * Hamming and Hann windows are symmetric on an even number of points, so not quite centred.
     */
    @ParameterizedTest
    @CsvSource({
        "ram-lak, ramp, 3e-4",
        "shepp-logan, shepp-logan, 3e-4",
        "cosine, cosine, 3e-4",
        "hamming, hamming, 5e-4",
        "hann, hann, 5e-4"
    })
    void scikitImage(String window, String theirs, double tolerance) throws IOException {
        Image transposed = read("sk_radon_circleFalse.npy");
        int cells = transposed.space().size(1);
        ParallelBeam geometry =
                new ParallelBeam(Space.image(65, 65, 1), cells, 1, cells / 2, ParallelBeam.uniformAngles(0, 180, 45));
        float[] sinogram = geometry.sinogram().zeros();
        for (int a = 0; a < 45; a++) {
            for (int d = 0; d < cells; d++) {
                sinogram[a * cells + d] = transposed.data()[d * 45 + a];
            }
        }
        float[] x = reconstruct(Map.of("window", window), geometry, sinogram);
        float[] cropped = new float[64 * 64];
        for (int r = 0; r < 64; r++) {
            System.arraycopy(x, r * 65, cropped, r * 64, 64);
        }
        assertClose(cropped, read("sk_iradon_" + theirs + ".npy").data(), tolerance);
    }

    @Test
    void reachesThePeersOnTheSheppLoganPhantom() throws IOException {
        ParallelBeam geometry = ParallelBeam.halfTurn(Space.image(512, 512, 1), 729, 1, 720);
        float[] x = reconstruct(
                Map.of(), geometry, read("bench/sl_sino_512_720x729.npy").data());
        double psnr = psnr(x, read("bench/sl_512.npy").data());
        assertTrue(psnr >= 36.7, "PSNR " + psnr);
    }

    @Test
    void reachesThePeersFromTheAnalyticSinogram() {
        Space space = Space.image(512, 512, 0.4);
        ParallelBeam geometry = ParallelBeam.halfTurn(space, 729, 0.4, 720);
        EllipsePhantom phantom = SheppLogan.modified(512 * 0.4);
        float[] x = reconstruct(Map.of(), geometry, phantom.sinogram(geometry).data());
        double psnr = psnr(x, phantom.render(space, 8).data());
        assertTrue(psnr >= 36.7, "PSNR " + psnr);
    }

    /** The middle of a disc of 0.3 / mm comes back as 0.3 / mm, whatever the pixels, the detector, the angles. */
    @ParameterizedTest
    @ValueSource(strings = {"pixel", "matched"})
    void isCalibrated(String backprojection) {
        RandomGenerator random = RandomGeneratorFactory.of("Xoshiro256PlusPlus").create(4);
        double[] jittered = ParallelBeam.uniformAngles(0, 180, 150);
        for (int i = 0; i < jittered.length; i++) {
            jittered[i] += 0.8 * random.nextDouble();
        }
        double[] twoSpeeds = new double[180];
        for (int i = 0; i < 180; i++) {
            twoSpeeds[i] = i < 120 ? 0.75 * i : 90 + 1.5 * (i - 120);
        }
        double[][] lists = {
            ParallelBeam.uniformAngles(0, 180, 150), ParallelBeam.uniformAngles(20, 380, 300), jittered, twoSpeeds
        };
        for (double[] angles : lists) {
            for (double spacing : new double[] {0.1, 0.25, 0.4}) {
                Space space = Space.image(80, 70, 0.25);
                int cells = (int) (30 / spacing);
                ParallelBeam geometry = new ParallelBeam(space, cells, spacing, 0.47 * cells, angles);
                float[] sinogram = geometry.sinogram().zeros();
                for (int i = 0; i < sinogram.length; i++) {
                    double s = (i % cells - geometry.center()) * spacing;
                    sinogram[i] = (float) (0.3 * 2 * Math.sqrt(Math.max(0, 49 - s * s)));
                }
                float[] x = reconstruct(Map.of("window", "hann", "backprojection", backprojection), geometry, sinogram);
                double sum = 0;
                for (int r = 25; r < 45; r++) {
                    for (int c = 30; c < 50; c++) {
                        sum += x[r * 80 + c];
                    }
                }
                assertEquals(0.3, sum / 400, 0.003, angles.length + " angles, spacing " + spacing);
            }
        }
    }

    @Test
    void saysHowItWasMade() {
        ParallelBeam geometry = ParallelBeam.halfTurn(Space.image(16, 16, 1), 23, 1, 10);
        Reconstruction result = FilteredBackprojection.METHOD
                .with(Map.of("window", "hann", "cutoff", "0.5"))
                .reconstruct(new InverseProblem(geometry.projector(), Image.zeros(geometry.sinogram())));
        assertEquals(Status.CONVERGED, result.status());
        assertEquals(0, result.iterations());
        assertEquals(geometry.image(), result.image().space());
        assertEquals("fbp", result.how().method());
        assertEquals(
                Map.of("window", "hann", "cutoff", "0.5", "backprojection", "pixel"),
                result.how().parameters());
        Reconstruction defaults = FilteredBackprojection.METHOD
                .withDefaults()
                .reconstruct(new InverseProblem(geometry.projector(), Image.zeros(geometry.sinogram())));
        assertEquals("ram-lak", defaults.how().parameters().get("window"));
        assertTrue(Arrays.equals(new float[256], defaults.image().data()));
    }

    @Test
    void refusesWhatItCannotInvert() {
        Space space = Space.image(4, 4, 1);
        InverseProblem denoising = new InverseProblem(new Identity(space), Image.zeros(space));
        String message = assertThrows(
                        IllegalArgumentException.class,
                        () -> FilteredBackprojection.METHOD.withDefaults().reconstruct(denoising))
                .getMessage();
        assertEquals(
                "method fbp needs a projector of a parallel or fan beam, but the forward operator is of another kind (Identity)",
                message);
        for (Map<String, String> wrong : List.of(
                Map.of("window", "blackman"), Map.of("cutoff", "0"), Map.of("cutoff", "2"), Map.of("angle", "1"))) {
            assertThrows(IllegalArgumentException.class, () -> FilteredBackprojection.METHOD.with(wrong));
        }
        assertThrows(
                IllegalArgumentException.class,
                () -> new FilteredBackprojection(
                        RampFilter.Window.HANN, Double.NaN, FilteredBackprojection.Backprojection.PIXEL));
    }
}
