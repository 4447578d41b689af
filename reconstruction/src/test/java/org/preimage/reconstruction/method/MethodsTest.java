package org.preimage.reconstruction.method;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.preimage.operators.Framewise;
import org.preimage.operators.Identity;
import org.preimage.operators.LinearOperator;
import org.preimage.operators.Mask;
import org.preimage.operators.blur.Blur;
import org.preimage.operators.blur.Boundary;
import org.preimage.operators.blur.GaussianSpread;
import org.preimage.operators.mri.CartesianMri;
import org.preimage.operators.noise.GaussianNoise;
import org.preimage.operators.noise.PoissonTransmission;
import org.preimage.operators.phantom.SheppLogan;
import org.preimage.operators.space.Image;
import org.preimage.operators.space.Space;
import org.preimage.operators.space.Vectors;
import org.preimage.operators.tomography.ParallelBeam;
import org.preimage.reconstruction.InverseProblem;
import org.preimage.reconstruction.Reconstruction;
import org.preimage.reconstruction.solver.Status;

/** What holds for every method in the list, and for those that take any linear operator. */
class MethodsTest {
    static Stream<Method> methods() {
        return Methods.classical().stream().filter(m -> m.takes(Method.ANY_LINEAR));
    }

    static Stream<Method> tomographic() {
        return Methods.classical().stream().filter(m -> m.takes("parallel-beam"));
    }

    static Stream<Method> onlyTomographic() {
        return tomographic().filter(m -> !m.takes(Method.ANY_LINEAR) && !m.takes("identity"));
    }

    private static RandomGenerator random(long seed) {
        return RandomGeneratorFactory.of("Xoshiro256PlusPlus").create(seed);
    }

    private static InverseProblem noisy(LinearOperator a, float[] truth, double sd) {
        Image data = new Image(a.range(), a.apply(truth));
        new GaussianNoise(sd).sample(data.data(), random(1), data.data());
        return new InverseProblem(a, data);
    }

    private static InverseProblem tomography() {
        Space space = Space.image(32, 32, 1);
        LinearOperator a = ParallelBeam.halfTurn(space, 47, 1, 24).projector();
        return noisy(a, SheppLogan.modified(32).render(space, 4).data(), 0.2);
    }

    private static boolean counts(Method method) {
        return method.parameters().stream().anyMatch(p -> p.name().equals("photons"));
    }

    /** The phantom, a tenth as dense for methods that reckon in photons. */
    private static float[] phantom(Method method) {
        float[] truth =
                SheppLogan.modified(32).render(Space.image(32, 32, 1), 4).data();
        Vectors.scale(counts(method) ? 0.1 : 1, truth);
        return truth;
    }

    /** Gaussian noise, and photon noise for methods that expect it. */
    private static InverseProblem tomography(Method method) {
        if (!counts(method)) {
            return tomography();
        }
        LinearOperator a = (LinearOperator) tomography().forward();
        float[] data = a.apply(phantom(method));
        new PoissonTransmission(3e3).sample(data, random(1), data);
        return new InverseProblem(a, new Image(a.range(), data));
    }

    private static float[] blocks(Space space) {
        float[] x = space.zeros();
        for (int i = 0; i < x.length; i++) {
            x[i] = i % space.size(0) > space.size(0) / 2 ? 1 : 0;
        }
        return x;
    }

    @ParameterizedTest
    @MethodSource("tomographic")
    void defaultsImproveOnNothing(Method method) {
        Reconstruction r = method.withDefaults().reconstruct(tomography(method));
        assertTrue(Vectors.relativeDistance(r.image().data(), phantom(method)) < 0.6, method.name());
        assertEquals(method.name(), r.how().method());
        assertEquals(
                method.parameters().stream().map(Parameter::name).sorted().toList(),
                r.how().parameters().keySet().stream().sorted().toList());
        assertTrue(r.how().parameters().values().stream().noneMatch("auto"::equals));
    }

    @ParameterizedTest
    @MethodSource("tomographic")
    void whatWasUsedMakesTheResultAgain(Method method) {
        InverseProblem problem = tomography(method);
        Reconstruction first = method.withDefaults().reconstruct(problem);
        Reconstruction again = method.with(first.how().parameters()).reconstruct(problem);
        // With the weight given there is no search, whose end was the first run's start.
        assertTrue(Vectors.relativeDistance(again.image().data(), first.image().data()) < 0.02, method.name());
    }

    @ParameterizedTest
    @MethodSource("onlyTomographic")
    void otherOperatorsAreRefused(Method method) {
        Space space = Space.image(8, 8, 1);
        InverseProblem problem = noisy(new Identity(space), blocks(space), 0.1);
        IllegalArgumentException e = assertThrows(
                IllegalArgumentException.class, () -> method.withDefaults().reconstruct(problem));
        assertTrue(e.getMessage().contains(method.name()), e.getMessage());
        assertTrue(e.getMessage().contains("projector"), e.getMessage());
    }

    @ParameterizedTest
    @MethodSource("methods")
    void complexImagesAndVolumesWork(Method method) {
        Space plane = Space.image(16, 12, 1).complex();
        Space volume = Space.volume(8, 9, 10, 1);
        for (Space space : List.of(plane, volume)) {
            float[] truth = blocks(space);
            Reconstruction r = method.withDefaults().reconstruct(noisy(new Identity(space), truth, 0.1));
            requireFinite(r);
            assertTrue(Vectors.relativeDistance(r.image().data(), truth) < 0.5, method.name() + " " + space);
        }
    }

    @ParameterizedTest
    @MethodSource("tomographic")
    void zeroDataGiveAZeroImage(Method method) {
        LinearOperator a = (LinearOperator) tomography().forward();
        for (Map<String, String> settings : fixed(method)) {
            Reconstruction r = method.with(settings).reconstruct(new InverseProblem(a, Image.zeros(a.range())));
            assertArrayEquals(a.domain().zeros(), r.image().data(), Float.MIN_VALUE, method.name());
            assertEquals(Status.CONVERGED, r.status());
        }
    }

    /** Weights of no penalty against the data: the shape of a prior, and the rounding of a calibration. */
    private static final List<String> SHAPES = List.of("tgv ratio", "grappa regularisation");

    /** The weights of penalties, whatever their names. */
    private static List<Parameter> penalties(Method method) {
        return method.parameters().stream()
                .filter(p -> p.kind() == Parameter.Kind.NUMBER || p.kind() == Parameter.Kind.NUMBER_OR_AUTO)
                .filter(p -> p.help().startsWith("Weight of") || p.name().matches("weight|damping"))
                .filter(p -> !SHAPES.contains(method.name() + " " + p.name()))
                .toList();
    }

    static Stream<Method> weighted() {
        return Methods.classical().stream().filter(m -> !penalties(m).isEmpty());
    }

    /** A small problem of the kind that a method takes. */
    private static InverseProblem small(Method method) {
        Space space = Space.image(16, 16, 1);
        if (method.takes("mri")) {
            var coils = KSpaceScans.coils(space, 2);
            CartesianMri even = new CartesianMri(coils, KSpaceScans.mask(space, (x, y) -> y % 2 == 0 || y % 7 == 1));
            CartesianMri odd = new CartesianMri(coils, KSpaceScans.mask(space, (x, y) -> y % 2 == 1 || y % 7 == 0));
            LinearOperator series = new Framewise(List.of(even, odd, even, odd));
            float[] truth = series.domain().zeros();
            for (int i = 0; i < truth.length; i += 2) {
                truth[i] = (i / 2 + i / 512 * 3) % 16 > 8 ? 1 : 0.2f;
            }
            return noisy(series, truth, 0.02);
        }
        if (method.takes("parallel-beam")) {
            return tomography(method);
        }
        Blur blur = new Blur(space, GaussianSpread.ofSamples(1).sample(1, 1), Boundary.PERIODIC);
        float[] truth = blocks(space);
        for (int i = 0; i < truth.length; i++) {
            truth[i] = 20 + 100 * truth[i];
        }
        return noisy(blur, truth, 3);
    }

    /** By whatever regularises: with no other stop, and with the stop by the discrepancy where there is one. */
    @ParameterizedTest
    @MethodSource("weighted")
    void automaticWeightsSayWhy(Method method) {
        InverseProblem problem = small(method);
        boolean stops = method.parameters().stream().anyMatch(p -> p.name().equals("discrepancy"));
        for (String stop : stops ? List.of("true", "false") : List.of("")) {
            Map<String, String> settings = stops ? Map.of("discrepancy", stop) : Map.of();
            requireReasons(method, method.with(settings).reconstruct(problem), stop.equals("false"));
            Reconstruction cancelled = method.with(settings).reconstruct(problem, p -> false);
            requireReasons(method, cancelled, false);
        }
        // Zero k-space is refused.
        if (!method.takes("mri")) {
            LinearOperator a = (LinearOperator) problem.forward();
            requireReasons(
                    method, method.withDefaults().reconstruct(new InverseProblem(a, Image.zeros(a.range()))), false);
        }
    }

    private static void requireReasons(Method method, Reconstruction r, boolean positive) {
        for (Parameter p : penalties(method)) {
            String name = method.name() + " " + p.name();
            assertEquals(Parameter.Kind.NUMBER_OR_AUTO, p.kind(), name);
            assertEquals("auto", p.defaultValue(), name);
            String note = r.how().notes().getOrDefault(p.name(), "");
            assertTrue(note.length() > 20, name + " is " + r.how().parameters().get(p.name()) + " but says " + note);
            double value = Double.parseDouble(r.how().parameters().get(p.name()));
            assertTrue(positive ? value > 0 : value >= 0, name + " is " + value);
        }
    }

    /** All defaults; and where there is a weight, a given one. */
    private static List<Map<String, String>> fixed(Method method) {
        boolean weighted = method.parameters().stream().anyMatch(p -> p.name().equals("weight"));
        return weighted ? List.of(Map.of(), Map.of("weight", "0.3")) : List.of(Map.of());
    }

    @ParameterizedTest
    @MethodSource("methods")
    void noiseFreeDataAndPureNoiseGiveFiniteImages(Method method) {
        Space space = Space.image(24, 20, 1);
        boolean[] kept = new boolean[space.points()];
        for (int i = 0; i < kept.length; i++) {
            kept[i] = i % 3 != 0;
        }
        LinearOperator mask = new Mask(space, kept);
        requireFinite(method.withDefaults().reconstruct(noisy(mask, blocks(space), 0)));
        requireFinite(method.withDefaults().reconstruct(noisy(mask, space.zeros(), 1)));
        requireFinite(method.withDefaults().reconstruct(noisy(new Identity(Space.image(3, 2, 1)), new float[6], 1)));
    }

    private static void requireFinite(Reconstruction r) {
        r.image().requireFinite(r.how().method());
    }

    @ParameterizedTest
    @MethodSource("tomographic")
    void cancelsInEveryStage(Method method) {
        for (int after : new int[] {0, 3, 40}) {
            int[] calls = {0};
            Reconstruction r = method.withDefaults().reconstruct(tomography(method), p -> calls[0]++ < after);
            requireFinite(r);
            assertTrue(
                    r.status() == Status.CANCELLED || r.status() != Status.DIVERGED && calls[0] <= after + 1,
                    method.name() + " after " + after + ": " + r.status());
        }
    }

    @Test
    void unknownNamesAreRefusedWithTheListOfMethods() {
        IllegalArgumentException e = assertThrows(
                IllegalArgumentException.class, () -> Methods.named(Methods.classical(), "total-variation"));
        assertTrue(e.getMessage().contains("total-variation"), e.getMessage());
        assertTrue(e.getMessage().contains("tv-admm"), e.getMessage());
    }

    @Test
    void namesAreUniqueAndWellFormed() {
        List<String> names = Methods.classical().stream().map(Method::name).toList();
        assertEquals(names.size(), names.stream().distinct().count());
        for (Method method : Methods.classical()) {
            assertTrue(method.name().matches("[a-z0-9]+(-[a-z0-9]+)*"), method.name());
            assertTrue(method.summary().endsWith("."), method.name());
            assertTrue(method.reference().matches(".*(19|20)\\d\\d.*"), method.name());
            assertTrue(method.parameters().stream().noneMatch(p -> p.help().isBlank()), method.name());
        }
    }
}
