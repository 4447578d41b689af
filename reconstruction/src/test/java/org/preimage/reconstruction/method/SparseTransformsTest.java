package org.preimage.reconstruction.method;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.preimage.operators.Identity;
import org.preimage.operators.noise.GaussianNoise;
import org.preimage.operators.phantom.TexturedPhantom;
import org.preimage.operators.space.Image;
import org.preimage.operators.space.Space;
import org.preimage.operators.space.Vectors;
import org.preimage.operators.tomography.Beam;
import org.preimage.operators.tomography.ParallelBeam;
import org.preimage.reconstruction.InverseProblem;
import org.preimage.reconstruction.Reconstruction;
import org.preimage.reconstruction.quality.ImageQuality;

/** Wavelets and shearlets as priors of operators other than MRI's. */
class SparseTransformsTest {
    private static final Space SPACE = Space.image(64, 60, 1);

    private static RandomGenerator random() {
        return RandomGeneratorFactory.of("Xoshiro256PlusPlus").create(2);
    }

    private static TexturedPhantom phantom() {
        return TexturedPhantom.random(64, 5, 45, random());
    }

    private static Reconstruction run(String method, Map<String, String> settings, InverseProblem problem) {
        return Methods.named(Methods.classical(), method).with(settings).reconstruct(problem);
    }

    /** The noise, of which every transform takes away a good part; fitted to the discrepancy, the residual is as large as its
     * part outside the degrees of freedom. */
    @ParameterizedTest
    @CsvSource({
        "auto, sym4, undecimated, 0.65",
        "auto, cdf97, symmetric, 0.8",
        "periodic, db2, periodic, 0.85",
        "symmetric, sym5, symmetric, 0.8"
    })
    void waveletsDenoise(String transform, String wavelet, String used, double least) {
        float[] truth = phantom().render(SPACE, 2).data();
        Image noisy = Image.zeros(SPACE);
        new GaussianNoise(0.1).sample(truth, random(), noisy.data());
        InverseProblem problem = new InverseProblem(new Identity(SPACE), noisy);
        Reconstruction r = run("l1-wavelet", Map.of("transform", transform, "wavelet", wavelet), problem);
        Map<String, String> fitted = Map.of("transform", transform, "wavelet", wavelet, "rule", "discrepancy");
        double before = Math.sqrt(Vectors.distanceSquared(noisy.data(), truth));
        double after = Math.sqrt(Vectors.distanceSquared(r.image().data(), truth));
        assertTrue(after < least * before, "error " + after + " of " + before);
        assertEquals(used, r.how().parameters().get("transform"));
        assertEquals("primal-dual", r.how().parameters().get("solver"));
        assertTrue(
                r.how().notes().get("weight").contains("unbiased estimate of the risk"),
                r.how().notes().toString());
        float[] smooth = run("l1-wavelet", fitted, problem).image().data();
        double misfit = Math.sqrt(Vectors.distanceSquared(smooth, noisy.data()) / truth.length);
        assertTrue(misfit > 0.08 && misfit < 0.1, "misfit " + misfit);
    }

    @Test
    void anUndecimatedBiorthogonalWaveletIsRefused() {
        InverseProblem problem = new InverseProblem(new Identity(SPACE), Image.zeros(SPACE));
        IllegalArgumentException e = assertThrows(
                IllegalArgumentException.class,
                () -> run("l1-wavelet", Map.of("transform", "undecimated", "wavelet", "cdf97"), problem));
        assertTrue(e.getMessage().contains("cdf97"), e.getMessage());
    }

    /** An arc of 120 degrees, textures: automatic weights for both. */
    @Test
    void shearletsBeatTotalVariationAndBackProjectionOnTextures() {
        Space space = Space.image(64, 64, 1);
        int cells = ParallelBeam.coveringDetectors(space, 1);
        ParallelBeam beam = new ParallelBeam(space, cells, 1, (cells - 1) / 2.0, Beam.uniformAngles(30, 150, 60));
        TexturedPhantom phantom = phantom();
        Image truth = phantom.render(space, 4);
        Image data = phantom.sinogram(beam);
        new GaussianNoise(0.1).sample(data.data(), random(), data.data());
        InverseProblem problem = new InverseProblem(beam.projector(), data);
        double fbp = psnr(truth, run("fbp", Map.of(), problem));
        double tv = psnr(truth, run("tv", Map.of("iterations", "400"), problem));
        double shearlets = psnr(truth, run("l1-shearlet", Map.of("iterations", "200"), problem));
        assertTrue(shearlets > fbp + 5, shearlets + " dB, fbp " + fbp);
        assertTrue(shearlets > tv + 0.3, shearlets + " dB, tv " + tv);
    }

    private static double psnr(Image truth, Reconstruction r) {
        return ImageQuality.of(truth, r.image()).psnr();
    }
}
