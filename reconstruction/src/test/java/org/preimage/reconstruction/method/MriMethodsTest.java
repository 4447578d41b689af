package org.preimage.reconstruction.method;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.preimage.operators.Framewise;
import org.preimage.operators.Identity;
import org.preimage.operators.LinearOperator;
import org.preimage.operators.SharedData;
import org.preimage.operators.file.Npy;
import org.preimage.operators.mri.CartesianMri;
import org.preimage.operators.mri.NonCartesianMri;
import org.preimage.operators.mri.SamplingMask;
import org.preimage.operators.mri.Sensitivities;
import org.preimage.operators.mri.Trajectory;
import org.preimage.operators.mri.calibration.Espirit;
import org.preimage.operators.mri.sampling.PoissonDisc;
import org.preimage.operators.mri.simulation.LoopCoils;
import org.preimage.operators.phantom.SheppLogan;
import org.preimage.operators.space.Axis;
import org.preimage.operators.space.Image;
import org.preimage.operators.space.Role;
import org.preimage.operators.space.Space;
import org.preimage.operators.space.Vectors;
import org.preimage.reconstruction.InverseProblem;
import org.preimage.reconstruction.Reconstruction;
import org.preimage.reconstruction.solver.Status;

/** The variational methods of MRI. */
class MriMethodsTest {
    private static final Space IMAGE = Space.image(48, 40, 1);
    private static final double NOISE = 0.005;

    private static RandomGenerator random(long seed) {
        return RandomGeneratorFactory.of("Xoshiro256PlusPlus").create(seed);
    }

    /** The phantom with a smooth phase. */
    private static float[] truth() {
        float[] magnitude = SheppLogan.modified(40).render(IMAGE, 4).data();
        float[] x = new float[2 * magnitude.length];
        for (int i = 0; i < magnitude.length; i++) {
            double phase = 0.5 + 0.03 * (i % 48) - 0.02 * (i / 48);
            x[2 * i] = (float) (magnitude[i] * Math.cos(phase));
            x[2 * i + 1] = (float) (magnitude[i] * Math.sin(phase));
        }
        return x;
    }

    private static Sensitivities coils() {
        return new LoopCoils(6).uniform(IMAGE);
    }

    private static CartesianMri cartesian(long seed) {
        return new CartesianMri(coils(), new PoissonDisc(2, 12).mask(IMAGE, random(seed)));
    }

    private static InverseProblem noisy(LinearOperator a, float[] truth) {
        float[] data = a.apply(truth);
        RandomGenerator random = random(5);
        for (int i = 0; i < data.length; i++) {
            data[i] += data[i] == 0 ? 0 : (float) (NOISE * random.nextGaussian());
        }
        return new InverseProblem(a, new Image(a.range(), data));
    }

    private static Reconstruction run(String method, Map<String, String> settings, InverseProblem problem) {
        return Methods.named(Methods.classical(), method).with(settings).reconstruct(problem);
    }

    @ParameterizedTest
    @CsvSource({"sense,0.14", "l1-wavelet,0.1", "tv,0.07", "tv-admm,0.07"})
    void defaultsImproveOnZeroFilling(String method, double least) {
        InverseProblem problem = noisy(cartesian(1), truth());
        float[] zeroFilled = run("zero-filled", Map.of("combine", "sensitivities"), problem)
                .image()
                .data();
        Reconstruction r = run(method, Map.of(), problem);
        double error = Vectors.relativeDistance(r.image().data(), truth());
        assertTrue(error < least, method + ": " + error);
        assertTrue(error < 0.5 * Vectors.relativeDistance(zeroFilled, truth()), method);
        Method entry = Methods.named(Methods.classical(), method);
        assertEquals(
                entry.parameters().stream().map(Parameter::name).sorted().toList(),
                r.how().parameters().keySet().stream().sorted().toList());
        Reconstruction again = run(method, r.how().parameters(), problem);
        assertTrue(Vectors.relativeDistance(again.image().data(), r.image().data()) < 1e-5, method);
    }

    /** Those whose proximal map is not exact take the primal-dual method. */
    @ParameterizedTest
    @CsvSource({"undecimated,sym4", "symmetric,cdf97", "periodic,cdf53"})
    void otherWaveletsWork(String transform, String wavelet) {
        Reconstruction r = run(
                "l1-wavelet",
                Map.of("transform", transform, "wavelet", wavelet, "levels", "1"),
                noisy(cartesian(1), truth()));
        double error = Vectors.relativeDistance(r.image().data(), truth());
        assertTrue(error < 0.12, transform + ": " + error);
        assertEquals("primal-dual", r.how().parameters().get("solver"));
        assertEquals(transform, r.how().parameters().get("transform"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"sense", "l1-wavelet", "tv", "tv-admm"})
    void seriesAreTheirFrames(String method) {
        CartesianMri first = cartesian(1);
        CartesianMri second = cartesian(2);
        float[] twice = new float[2 * truth().length];
        System.arraycopy(truth(), 0, twice, 0, truth().length);
        System.arraycopy(truth(), 0, twice, truth().length, truth().length);
        Reconstruction r = run(method, Map.of(), noisy(new Framewise(List.of(first, second)), twice));
        double error = Vectors.relativeDistance(r.image().data(), twice);
        assertTrue(error < 0.2, method + ": " + error);
    }

    @ParameterizedTest
    @ValueSource(strings = {"sense", "l1-wavelet", "tv", "tv-admm"})
    void trajectoriesWork(String method) {
        int spokes = 40;
        int samples = 48;
        float[] k = new float[2 * spokes * samples];
        for (int s = 0; s < spokes; s++) {
            for (int i = 0; i < samples; i++) {
                k[2 * (s * samples + i)] = (float) ((i - samples / 2) * Math.cos(Math.PI * s / spokes));
                k[2 * (s * samples + i) + 1] = (float) ((i - samples / 2) * Math.sin(Math.PI * s / spokes) * 40 / 48);
            }
        }
        NonCartesianMri a = new NonCartesianMri(coils(), new Trajectory(k, 2, samples, spokes));
        Reconstruction r = run(method, Map.of(), noisy(a, truth()));
        double error = Vectors.relativeDistance(r.image().data(), truth());
        assertTrue(error < 0.2, method + ": " + error);
    }

    /** Two maps whose images add up: neither is lost, and no axis either. */
    @Test
    void severalMapsKeepTheirAxis() {
        Sensitivities one = coils();
        Image both = Image.zeros(one.maps().space().with(new Axis(Role.MAP, 2)));
        System.arraycopy(one.maps().data(), 0, both.data(), 0, one.maps().data().length);
        CartesianMri a = new CartesianMri(new Sensitivities(both), cartesian(1).mask());
        float[] truth = a.domain().zeros();
        System.arraycopy(truth(), 0, truth, 0, truth().length);
        for (String method : List.of("sense", "l1-wavelet", "tv", "tv-admm", "zero-filled")) {
            Reconstruction r = run(method, Map.of(), noisy(a, truth));
            assertEquals(a.domain(), r.image().space(), method);
            if (!method.equals("zero-filled")) {
                double error = Vectors.relativeDistance(r.image().data(), truth);
                assertTrue(error < 0.75, method + ": " + error);
            }
        }
    }

    @Test
    void zeroFilledOfCompleteDataIsTheImage() {
        InverseProblem problem = new InverseProblem(
                CartesianMri.full(coils()),
                new Image(
                        CartesianMri.full(coils()).range(),
                        CartesianMri.full(coils()).apply(truth())));
        assertArrayEquals(
                truth(),
                run("zero-filled", Map.of("combine", "sensitivities"), problem)
                        .image()
                        .data(),
                1e-5f);
        float[] rss = run("zero-filled", Map.of(), problem).image().data();
        float[] truth = truth();
        for (int i = 0; i < rss.length; i += 2) {
            assertEquals(Math.hypot(truth[i], truth[i + 1]), rss[i], 1e-5);
            assertEquals(0, rss[i + 1]);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"zero-filled", "sense"})
    void otherOperatorsAreRefused(String method) {
        Identity identity = new Identity(IMAGE);
        IllegalArgumentException e = assertThrows(
                IllegalArgumentException.class,
                () -> run(method, Map.of(), new InverseProblem(identity, Image.zeros(IMAGE))));
        assertEquals(
                method + " needs an MRI operator, but the forward operator is of another kind (Identity)",
                e.getMessage());
    }

    @ParameterizedTest
    @ValueSource(strings = {"zero-filled", "sense", "l1-wavelet", "tv", "tv-admm"})
    void zeroDataAreRefused(String method) {
        CartesianMri a = cartesian(1);
        IllegalArgumentException e = assertThrows(
                IllegalArgumentException.class,
                () -> run(method, Map.of(), new InverseProblem(a, Image.zeros(a.range()))));
        assertEquals("the k-space data are zero everywhere, but " + method + " needs a signal", e.getMessage());
    }

    @Test
    void badSettingsAreRefusedInOneSentence() {
        InverseProblem problem = noisy(cartesian(1), truth());
        IllegalArgumentException e =
                assertThrows(IllegalArgumentException.class, () -> run("l1-wavelet", Map.of("levels", "9"), problem));
        assertEquals("levels is 9, but must lie between 1 and 6 for an image of 48 X x 40 Y complex", e.getMessage());
        Trajectory one = new Trajectory(new float[] {1, 2}, 2, 1, 1);
        NonCartesianMri along = new NonCartesianMri(coils(), one);
        float[] data = along.range().zeros();
        data[0] = 1;
        e = assertThrows(
                IllegalArgumentException.class,
                () -> run("zero-filled", Map.of(), new InverseProblem(along, new Image(along.range(), data))));
        assertTrue(e.getMessage().endsWith("the method for it is gridding"), e.getMessage());
        e = assertThrows(
                IllegalArgumentException.class,
                () -> new CartesianMri(coils(), SamplingMask.full(Space.image(40, 48, 1))));
        assertTrue(e.getMessage().startsWith("the sampling mask is"), e.getMessage());
    }

    @Test
    void cancels() {
        InverseProblem problem = noisy(cartesian(1), truth());
        for (String method : List.of("sense", "l1-wavelet", "tv", "tv-admm")) {
            Reconstruction r = Methods.named(Methods.classical(), method)
                    .withDefaults()
                    .reconstruct(problem, p -> p.iteration() < 3);
            assertEquals(Status.CANCELLED, r.status(), method);
        }
    }

    /** Retrospectively undersampled, against the complete data combined with the same maps, where they show the head. */
    @Test
    void waveletsGainSixDecibelsOnARealBrain() throws IOException {
        float[] kspace =
                Npy.read(SharedData.require("data/kspace_brain_8ch_full.npy")).data();
        Space image = Space.image(180, 230, 1);
        SamplingMask mask = new PoissonDisc(4, 24).mask(image, random(1));
        float[] data = kspace.clone();
        for (int i = 0; i < data.length / 2; i++) {
            if (!mask.kept(i % mask.space().points())) {
                data[2 * i] = 0;
                data[2 * i + 1] = 0;
            }
        }
        Space range = CartesianMri.full(Sensitivities.uniform(image)).range();
        Space coils =
                new Space(List.of(range.axes().get(0), range.axes().get(1), new Axis(Role.COIL, 8)), range.field());
        Sensitivities maps =
                Espirit.STANDARD.estimate(new Image(coils, data), mask).sensitivities();
        CartesianMri a = new CartesianMri(maps, mask);
        float[] reference = CartesianMri.full(maps).adjoint(kspace);
        InverseProblem problem = new InverseProblem(a, new Image(a.range(), data));
        double zeroFilled = psnr(
                run("zero-filled", Map.of("combine", "sensitivities"), problem)
                        .image()
                        .data(),
                reference);
        double wavelets = psnr(run("l1-wavelet", Map.of(), problem).image().data(), reference);
        assertTrue(wavelets >= zeroFilled + 12 && wavelets > 35, zeroFilled + " dB, " + wavelets + " dB");
    }

    /** Of magnitudes, over the pixels where the reference is above 5 % of its largest. */
    private static double psnr(float[] x, float[] reference) {
        double peak = 0;
        for (int i = 0; i < x.length; i += 2) {
            peak = Math.max(peak, Math.hypot(reference[i], reference[i + 1]));
        }
        double sum = 0;
        int count = 0;
        for (int i = 0; i < x.length; i += 2) {
            double expected = Math.hypot(reference[i], reference[i + 1]);
            if (expected > 0.05 * peak) {
                sum += Math.pow(Math.hypot(x[i], x[i + 1]) - expected, 2);
                count++;
            }
        }
        return 10 * Math.log10(peak * peak * count / sum);
    }
}
