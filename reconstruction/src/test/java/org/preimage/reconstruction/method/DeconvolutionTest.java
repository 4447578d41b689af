package org.preimage.reconstruction.method;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.preimage.operators.Identity;
import org.preimage.operators.LinearOperator;
import org.preimage.operators.blur.Blur;
import org.preimage.operators.blur.Boundary;
import org.preimage.operators.noise.Poisson;
import org.preimage.operators.space.Image;
import org.preimage.operators.space.Space;
import org.preimage.operators.space.Vectors;
import org.preimage.reconstruction.InverseProblem;
import org.preimage.reconstruction.Reconstruction;
import org.preimage.reconstruction.quality.ImageQuality;
import org.preimage.reconstruction.solver.Cgls;
import org.preimage.reconstruction.solver.Progress;
import org.preimage.reconstruction.solver.Runner;
import org.preimage.reconstruction.solver.Status;
import org.preimage.reconstruction.solver.Stopping;

/** Methods for blurred images, on counts. */
class DeconvolutionTest {
    private static final int SIZE = 48;
    private static final int MARGIN = 16;
    private static final Space FIELD = Space.image(SIZE, SIZE, 1);
    private static final List<String> NAMES =
            List.of("richardson-lucy", "richardson-lucy-tv", "wiener", "tikhonov-miller", "ictm");

    static Stream<Method> methods() {
        return NAMES.stream().map(DeconvolutionTest::method);
    }

    /** Those for counts or blur alone, and such as take any linear operator. */
    static Stream<Method> bordered() {
        return Stream.concat(
                methods(),
                Stream.of("fista", "tv", "tgv", "hessian-schatten", "l1-wavelet", "pnp-tv")
                        .map(DeconvolutionTest::method));
    }

    private static Method method(String name) {
        return Methods.named(Methods.classical(), name);
    }

    /** A Gaussian, displaced by half a sample and thus asymmetric. */
    private static Image psf(int axes, double sd) {
        int n = 2 * (int) Math.ceil(3.5 * sd) + 1;
        int[] sizes = new int[axes];
        Arrays.fill(sizes, n);
        Image psf = Image.zeros(Space.ofSizes(sizes));
        double sum = 0;
        for (int i = 0; i < psf.data().length; i++) {
            double square = 0;
            int rest = i;
            for (int a = 0; a < axes; a++) {
                double d = rest % n - n / 2 - (a == 0 ? 0.5 : 0);
                square += d * d;
                rest /= n;
            }
            psf.data()[i] = (float) Math.exp(-square / (2 * sd * sd));
            sum += psf.data()[i];
        }
        Vectors.scale(1 / sum, psf.data());
        return psf;
    }

    /** Discs and bars, some of them beyond the field of view, on a ground of a tenth; brightest value 1. */
    private static Image scene(int size) {
        Image scene = Image.zeros(Space.image(size, size, 1));
        for (int i = 0; i < scene.data().length; i++) {
            double x = (i % size + 0.5) / size;
            double y = (i / size + 0.5) / size;
            double v = 0.1;
            v = Math.hypot(x - 0.45, y - 0.5) < 0.14 ? 0.7 : v;
            v = Math.hypot(x - 0.42, y - 0.47) < 0.05 ? 0.3 : v;
            v = Math.abs(x - 0.72) < 0.02 && y > 0.3 && y < 0.95 ? 1 : v;
            v = Math.abs(y - 0.24) < 0.05 && x < 0.5 ? 0.8 : v;
            v = Math.hypot(x - 0.1, y - 0.8) < 0.12 ? 0.9 : v;
            scene.data()[i] = (float) v;
        }
        return scene;
    }

    private static Image middle(Image large) {
        int n = large.space().size(0);
        Image field = Image.zeros(FIELD);
        for (int y = 0; y < SIZE; y++) {
            System.arraycopy(large.data(), (y + MARGIN) * n + MARGIN, field.data(), y * SIZE, SIZE);
        }
        return field;
    }

    private static void count(float[] means, double counts, long seed) {
        RandomGenerator random = RandomGeneratorFactory.of("Xoshiro256PlusPlus").create(seed);
        for (int i = 0; i < means.length; i++) {
            means[i] = (float) (Poisson.sample(Math.max(0, counts * means[i]), random) / counts);
        }
    }

    /** What a camera sees of a scene that goes on beyond its field of view, and the field's truth. */
    private record Seen(Image truth, InverseProblem problem) {
        static Seen of(Image scene, Boundary boundary, double counts) {
            Image psf = psf(2, 1.5);
            float[] blurred = new Blur(scene.space(), psf, Boundary.REFLECTING).apply(scene.data());
            Image data = middle(new Image(scene.space(), blurred));
            count(data.data(), counts, 1);
            return new Seen(middle(scene), new InverseProblem(new Blur(FIELD, psf, boundary), data));
        }

        double psnr(Reconstruction r) {
            return ImageQuality.of(truth, r.image()).psnr();
        }

        /** Mean squared error in a frame at the edge of the field. */
        double edgeError(Image image) {
            double sum = 0;
            int n = 0;
            for (int i = 0; i < image.data().length; i++) {
                int x = i % SIZE;
                int y = i / SIZE;
                if (Math.min(Math.min(x, y), Math.min(SIZE - 1 - x, SIZE - 1 - y)) < 3) {
                    double d = image.data()[i] - truth.data()[i];
                    sum += d * d;
                    n++;
                }
            }
            return sum / n;
        }
    }

    private static Seen seen() {
        return Seen.of(scene(SIZE + 2 * MARGIN), Boundary.ZERO, 2000);
    }

    @ParameterizedTest
    @MethodSource("methods")
    void defaultsSharpen(Method method) {
        Seen seen = seen();
        Reconstruction r = method.withDefaults().reconstruct(seen.problem);
        double blurred = ImageQuality.of(seen.truth, seen.problem.data()).psnr();
        assertTrue(seen.psnr(r) > blurred + 2, method.name() + ": " + seen.psnr(r) + " from " + blurred);
        assertEquals(
                method.parameters().stream().map(Parameter::name).sorted().toList(),
                r.how().parameters().keySet().stream().sorted().toList());
        Reconstruction again = method.with(r.how().parameters()).reconstruct(seen.problem);
        // With the weight given there is no search, whose end was the first run's start.
        assertTrue(Vectors.relativeDistance(again.image().data(), r.image().data()) < 0.03, method.name());
    }

    /** A bright bar beyond the left edge, whose light reaches in. */
    @ParameterizedTest
    @MethodSource("bordered")
    void nothingWrapsAround(Method method) {
        int large = SIZE + 2 * MARGIN;
        Image scene = Image.zeros(Space.image(large, large, 1));
        for (int i = 0; i < scene.data().length; i++) {
            int x = i % large - MARGIN;
            scene.data()[i] = x >= -4 && x <= -1 ? 1 : 0.1f;
        }
        Seen seen = Seen.of(scene, Boundary.PERIODIC, 2000);
        Map<String, String> settings = new HashMap<>(fixedWeight(method));
        double ghost = ghost(method, settings, "off", seen);
        double padded = ghost(method, settings, "on", seen);
        String figures = method.name() + ": " + ghost + " periodic, " + padded + " padded";
        assertTrue(ghost > 0.07, figures);
        assertTrue(padded < 0.4 * ghost, figures);
    }

    /** The largest error in three columns at the right edge, relative to the bar. */
    private static double ghost(Method method, Map<String, String> settings, String padding, Seen seen) {
        settings.put("padding", padding);
        float[] x = method.with(settings).reconstruct(seen.problem).image().data();
        double largest = 0;
        for (int i = 0; i < x.length; i++) {
            largest = i % SIZE >= SIZE - 3 ? Math.max(largest, Math.abs(x[i] - 0.1)) : largest;
        }
        return largest;
    }

    /** Zero outside is wrong, and a free border is not. */
    @ParameterizedTest
    @MethodSource("bordered")
    void theEdgesAreAsGoodAsTheMiddle(Method method) {
        Seen seen = seen();
        Map<String, String> settings = new HashMap<>(fixedWeight(method));
        settings.put("padding", "off");
        double off =
                seen.edgeError(method.with(settings).reconstruct(seen.problem).image());
        settings.put("padding", "auto");
        Reconstruction r = method.with(settings).reconstruct(seen.problem);
        double on = seen.edgeError(r.image());
        double whole = ImageQuality.of(seen.truth, r.image()).rmse();
        String figures = method.name() + ": " + off + " off, " + on + " on, " + whole * whole + " everywhere";
        assertTrue(on < 0.6 * off, figures);
        assertTrue(on < 2.5 * whole * whole, figures);
    }

    private static Map<String, String> fixedWeight(Method method) {
        return switch (method.name()) {
            case "richardson-lucy" -> Map.of("iterations", "15", "discrepancy", "false");
            case "richardson-lucy-tv" -> Map.of("weight", "0.003", "iterations", "60");
            case "wiener" -> Map.of("noiseToSignal", "0.005", "fall", "2.5");
            case "pnp-tv" -> Map.of("sigma", "0.02", "iterations", "20");
            case "fista", "tv", "tgv", "hessian-schatten", "l1-wavelet" ->
                Map.of("weight", "0.003", "iterations", "150");
            default -> Map.of("weight", "0.01");
        };
    }

    @Test
    void objectivesNeverRise() {
        for (String name : List.of("richardson-lucy", "richardson-lucy-tv", "ictm")) {
            Map<String, String> settings = new HashMap<>(fixedWeight(method(name)));
            settings.put("iterations", "40");
            List<Progress.Row> rows =
                    method(name).with(settings).reconstruct(seen().problem).history();
            assertTrue(rows.size() > 10, name);
            for (int i = 1; i < rows.size(); i++) {
                double last = rows.get(i - 1).objective();
                assertTrue(rows.get(i).objective() <= last * (1 + 1e-7), name + " at " + i);
            }
        }
    }

    /** Among a hundredfold of weights. */
    @ParameterizedTest
    @ValueSource(strings = {"richardson-lucy-tv", "tikhonov-miller", "ictm"})
    void automaticWeightsAreNearTheBest(String name) {
        Seen seen = seen();
        Reconstruction auto = method(name).withDefaults().reconstruct(seen.problem);
        double w = Double.parseDouble(auto.how().parameters().get("weight"));
        double best = 0;
        double bestWeight = 0;
        for (double factor : new double[] {0.1, 0.32, 0.56, 1.8, 3.2, 10}) {
            double psnr = seen.psnr(method(name)
                    .with(Map.of("weight", Double.toString(factor * w)))
                    .reconstruct(seen.problem));
            bestWeight = psnr > best ? factor * w : bestWeight;
            best = Math.max(best, psnr);
        }
        assertTrue(
                seen.psnr(auto) > best - 1,
                name + ": " + seen.psnr(auto) + " at " + w + " against " + best + " at " + bestWeight);
    }

    /** Iterations that go on take the noise in; those that the deviance stops do not. */
    @Test
    void theDevianceStopsInTime() {
        Seen seen = Seen.of(scene(SIZE + 2 * MARGIN), Boundary.ZERO, 100);
        Reconstruction stopped = method("richardson-lucy").withDefaults().reconstruct(seen.problem);
        assertEquals(Status.CONVERGED, stopped.status());
        double best = 0;
        for (int k = 1; k <= 20; k++) {
            Map<String, String> run = Map.of("iterations", "" + k, "discrepancy", "false");
            best = Math.max(best, seen.psnr(method("richardson-lucy").with(run).reconstruct(seen.problem)));
        }
        double late = seen.psnr(
                method("richardson-lucy").with(Map.of("discrepancy", "false")).reconstruct(seen.problem));
        String figures = seen.psnr(stopped) + " stopped, " + best + " at best, " + late + " late";
        assertTrue(seen.psnr(stopped) > best - 1, figures);
        assertTrue(late < best - 2, figures);
    }

    /** The closed form against conjugate gradients for the same least squares. */
    @Test
    void theInverseFilterSolvesItsProblem() {
        Seen seen = Seen.of(scene(SIZE + 2 * MARGIN), Boundary.PERIODIC, 2000);
        LinearOperator a = (LinearOperator) seen.problem.forward();
        float[] filtered = method("tikhonov-miller")
                .with(Map.of("weight", "0.01", "penalty", "identity"))
                .reconstruct(seen.problem)
                .image()
                .data();
        LinearOperator both = LinearOperator.stacked(a, new Identity(FIELD).scaled(0.1));
        float[] right = Arrays.copyOf(seen.problem.data().data(), both.range().length());
        float[] solved = new Runner("test", Stopping.at(200, 1e-7))
                .run(new Cgls(both, right), FIELD.zeros())
                .solution();
        assertTrue(Vectors.relativeDistance(filtered, solved) < 1e-4);
    }

    /** A detector's offset, told or not, and negative values of its noise. */
    @Test
    void offsetsAreTakenOff() {
        Seen seen = seen();
        Image raised = seen.problem.data().copy();
        for (int i = 0; i < raised.data().length; i++) {
            raised.data()[i] += 0.2f;
        }
        Image lowered = seen.problem.data().copy();
        lowered.data()[100] = -0.05f;
        for (Method method : methods().toList()) {
            Map<String, String> settings = new HashMap<>(fixedWeight(method));
            Image plain = method.with(settings).reconstruct(seen.problem).image();
            Reconstruction negative =
                    method.with(settings).reconstruct(new InverseProblem(seen.problem.forward(), lowered));
            assertTrue(seen.psnr(negative) > ImageQuality.of(seen.truth, plain).psnr() - 3, method.name());
            settings.put("background", "0.2");
            Reconstruction r = method.with(settings).reconstruct(new InverseProblem(seen.problem.forward(), raised));
            assertTrue(seen.psnr(r) > ImageQuality.of(seen.truth, plain).psnr() - 3, method.name());
        }
    }

    @ParameterizedTest
    @MethodSource("methods")
    void volumesWorkAndEmptyDataGiveEmptyImages(Method method) {
        Space space = Space.volume(12, 10, 8, 1);
        Blur blur = new Blur(space, psf(3, 1), Boundary.ZERO);
        float[] truth = space.zeros();
        truth[space.length() / 2 + 66] = 1;
        Image data = new Image(space, blur.apply(truth));
        Reconstruction r = method.with(fixedWeight(method)).reconstruct(new InverseProblem(blur, data));
        float peak = data.data()[space.length() / 2 + 66];
        assertTrue(r.image().data()[space.length() / 2 + 66] > 1.2 * peak, method.name());
        Reconstruction empty =
                method.withDefaults().reconstruct(new InverseProblem(blur, new Image(space, space.zeros())));
        assertEquals(0, Vectors.norm(empty.image().data()), 1e-20, method.name());
    }

    @ParameterizedTest
    @MethodSource("methods")
    void cancelsInEveryStage(Method method) {
        for (int after : new int[] {0, 50}) {
            int[] calls = {0};
            Reconstruction r = method.withDefaults().reconstruct(seen().problem, p -> {
                assertEquals(FIELD.length(), p.solution().get().length);
                return calls[0]++ < after;
            });
            r.image().requireFinite(method.name());
            assertTrue(
                    r.status() == Status.CANCELLED || calls[0] <= after + 1,
                    method.name() + " after " + after + ": " + r.status());
        }
    }

    @Test
    void whatTheyCannotTakeIsRefused() {
        InverseProblem identity = new InverseProblem(new Identity(FIELD), Image.zeros(FIELD));
        for (String name : List.of("wiener", "tikhonov-miller", "ictm")) {
            IllegalArgumentException e = assertThrows(
                    IllegalArgumentException.class,
                    () -> method(name).withDefaults().reconstruct(identity));
            assertTrue(e.getMessage().contains(name) && e.getMessage().contains("blur"), e.getMessage());
        }
        assertThrows(
                IllegalArgumentException.class,
                () -> method("richardson-lucy").with(Map.of("padding", "on")).reconstruct(identity));
        Space complex = FIELD.complex();
        assertThrows(IllegalArgumentException.class, () -> method("richardson-lucy-tv")
                .withDefaults()
                .reconstruct(new InverseProblem(new Identity(complex), Image.zeros(complex))));
    }
}
