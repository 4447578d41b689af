package org.preimage.reconstruction.method;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.preimage.operators.LinearOperator;
import org.preimage.operators.blur.Blur;
import org.preimage.operators.blur.Boundary;
import org.preimage.operators.blur.GaussianSpread;
import org.preimage.operators.noise.GaussianNoise;
import org.preimage.operators.phantom.SheppLogan;
import org.preimage.operators.space.Image;
import org.preimage.operators.space.Space;
import org.preimage.operators.space.Vectors;
import org.preimage.reconstruction.InverseProblem;
import org.preimage.reconstruction.Reconstruction;
import org.preimage.reconstruction.functional.TotalGeneralisedVariation;
import org.preimage.reconstruction.quality.ImageQuality;
import org.preimage.reconstruction.solver.Progress;
import org.preimage.reconstruction.solver.Status;

/** FISTA with each prior, on blurred pictures with noise. */
class ProximalGradientTest {
    private static final Space SMALL = Space.image(24, 24, 1);
    private static final Space SPACE = Space.image(32, 28, 1);

    private static Image truth(Space space) {
        return SheppLogan.modified(Math.min(space.size(0), space.size(1))).render(space, 4);
    }

    private static InverseProblem blurred(Space space, double sd, double noise) {
        Image psf = GaussianSpread.ofSamples(sd).forImage(space);
        LinearOperator blur = new Blur(space, psf, Boundary.REFLECTING);
        Image data = new Image(space, blur.apply(truth(space).data()));
        new GaussianNoise(noise)
                .sample(
                        data.data(),
                        RandomGeneratorFactory.of("Xoshiro256PlusPlus").create(1),
                        data.data());
        return new InverseProblem(blur, data);
    }

    private static Reconstruction run(String method, Map<String, String> settings, InverseProblem problem) {
        return Methods.named(Methods.classical(), method).with(settings).reconstruct(problem);
    }

    /** The same minimiser as by the primal-dual method, and an objective that falls. */
    @ParameterizedTest
    @CsvSource({
        "tv, tv, type, isotropic",
        "tv-anisotropic, tv, type, anisotropic",
        "wavelet, l1-wavelet, transform, periodic",
        "wavelet-symmetric, l1-wavelet, transform, symmetric",
        "wavelet-undecimated, l1-wavelet, transform, undecimated",
        "shearlet, l1-shearlet, nonNegative, true",
        "hessian, hessian-schatten, order, 1",
    })
    void minimisesWhatPrimalDualDoes(String prior, String method, String key, String value) {
        InverseProblem problem = blurred(SMALL, 1, 0.05);
        Reconstruction r = run(
                "fista", Map.of("prior", prior, "weight", "0.02", "iterations", "100", "tolerance", "1e-7"), problem);
        Map<String, String> same =
                new HashMap<>(Map.of("weight", "0.02", "iterations", "600", "tolerance", "1e-6", key, value));
        if (prior.equals("wavelet-symmetric")) {
            same.put("wavelet", "cdf97");
        }
        float[] expected = run(method, same, problem).image().data();
        double distance = Vectors.relativeDistance(r.image().data(), expected);
        assertTrue(distance < 3e-3, prior + " differs by " + distance);
        List<Progress.Row> rows = r.history();
        double first = rows.get(0).objective();
        double last = rows.get(rows.size() - 1).objective();
        for (Progress.Row row : rows) {
            // Momentum may lift it a little; it comes down again.
            assertTrue(row.objective() <= first * (1 + 1e-6), prior + " at " + row.iteration());
            assertTrue(row.objective() >= last * (1 - 1e-5), prior + " at " + row.iteration());
        }
        assertTrue(last < 0.98 * first, prior + ": " + first + " to " + last);
    }

    @ParameterizedTest
    @ValueSource(strings = {"tv", "wavelet-undecimated"})
    void sharpensAndBeatsWiener(String prior) {
        InverseProblem problem = blurred(SPACE, 1, 0.03);
        Image truth = truth(SPACE);
        Reconstruction r = run("fista", Map.of("prior", prior), problem);
        double psnr = ImageQuality.of(truth, r.image()).psnr();
        double blurred = ImageQuality.of(truth, problem.data()).psnr();
        double wiener =
                ImageQuality.of(truth, run("wiener", Map.of(), problem).image()).psnr();
        assertTrue(psnr > blurred + 0.7, prior + ": " + psnr + " from " + blurred);
        assertTrue(psnr > wiener + (prior.equals("tv") ? 0.5 : 0), prior + ": " + psnr + ", Wiener's " + wiener);
        assertTrue(r.how().notes().get("weight").contains("risk"));
    }

    /** Without a prior it ends as soon as the misfit is that of the noise. */
    @Test
    void withoutPriorTheDiscrepancyStops() {
        InverseProblem problem = blurred(SPACE, 1, 0.05);
        Reconstruction r = run("fista", Map.of("prior", "none"), problem);
        assertEquals(Status.CONVERGED, r.status());
        float[] projected = ((LinearOperator) problem.forward()).apply(r.image().data());
        double misfit =
                Math.sqrt(Vectors.distanceSquared(projected, problem.data().data()) / projected.length);
        assertEquals(0.05, misfit, 0.007);
        assertTrue(r.how().notes().get("weight").contains("without effect"));
        double blurred = ImageQuality.of(truth(SPACE), problem.data()).psnr();
        assertTrue(ImageQuality.of(truth(SPACE), r.image()).psnr() > blurred + 0.5);
        for (float v : r.image().data()) {
            assertTrue(v >= 0);
        }
    }

    @Test
    void volumesAndComplexImagesWorkWithEachPrior() {
        for (ImagePrior prior : ImagePrior.ALL) {
            boolean plane = prior.name().equals("shearlet");
            Space space = plane ? Space.image(16, 16, 1) : Space.volume(8, 7, 6, 1);
            for (Space each : List.of(space, space.complex())) {
                Image psf = GaussianSpread.ofSamples(0.7).forImage(space);
                LinearOperator blur = new Blur(each, psf, Boundary.ZERO);
                Image data = Image.zeros(each);
                data.data()[each.length() / 2] = 1;
                Reconstruction r = run(
                        "fista",
                        Map.of("prior", prior.name(), "weight", "0.001", "iterations", "6"),
                        new InverseProblem(blur, data));
                r.image().requireFinite(prior.name());
                double misfit = Vectors.relativeDistance(blur.apply(r.image().data()), data.data());
                assertTrue(misfit < 0.97, prior.name() + " " + each + ": " + misfit);
            }
        }
    }

    @Test
    void aPriorWithFurtherUnknownsIsRefused() {
        ImagePrior tgv = ImagePrior.of("tgv", space -> new TotalGeneralisedVariation(space, 2));
        IllegalArgumentException e = assertThrows(
                IllegalArgumentException.class, () -> tgv.proximal().of(SPACE, 1, true));
        assertTrue(e.getMessage().contains("tgv"), e.getMessage());
    }
}
