package org.preimage.examples.benchmark;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;
import org.preimage.examples.report.Pictures;
import org.preimage.operators.noise.GaussianNoise;
import org.preimage.operators.phantom.RandomEllipses;
import org.preimage.operators.space.Image;
import org.preimage.operators.space.Space;
import org.preimage.operators.spec.BeamSpec;
import org.preimage.operators.tomography.ParallelBeam;
import org.preimage.reconstruction.method.FilteredBackprojection;
import org.preimage.reconstruction.method.Method;

class BenchmarkTest {
    private static final List<Contestant> METHODS = List.of(Contestant.of(FilteredBackprojection.METHOD));

    private static Task tiny(String name) {
        Space image = Space.image(24, 24, 1);
        ParallelBeam geometry = ParallelBeam.halfTurn(image, 35, 1, 20);
        return new Task(
                name,
                "Two tiny <phantoms>.",
                "the phantom",
                "",
                new BeamSpec(geometry),
                random -> List.of(phantom("a", geometry, random), phantom("b", geometry, random)));
    }

    private static Case phantom(String name, ParallelBeam geometry, RandomGenerator random) {
        var ellipses = RandomEllipses.few(24).sample(random);
        Image truth = ellipses.render(geometry.image(), 4);
        Image clean = ellipses.sinogram(geometry);
        Image data = new Image(clean.space(), new GaussianNoise(0.1).sample(clean.data(), random));
        return new Case(name, data, truth, Pictures.Scale.of(truth), Map.of("noise", "gaussian:0.1"));
    }

    private static Benchmark benchmark(long seed, Task... tasks) {
        return new Benchmark("tiny", List.of(tasks), METHODS, seed, "preimage benchmark");
    }

    private static Outcome outcome(long seed, Task... tasks) throws IOException {
        return Outcome.of(new SuiteResult(benchmark(seed, tasks), "Tiny.", run(seed, tasks), Map.of()));
    }

    private static List<Row> run(long seed, Task... tasks) throws IOException {
        return benchmark(seed, tasks).run(row -> {});
    }

    @Test
    void sameSeedSameTable() throws IOException {
        List<Row> first = run(1, tiny("one"), tiny("two"));
        List<Row> second = run(1, tiny("one"), tiny("two"));
        assertEquals(2, first.size());
        for (int i = 0; i < first.size(); i++) {
            assertEquals(first.get(i).psnr(), second.get(i).psnr());
            assertEquals(first.get(i).ssim(), second.get(i).ssim());
            assertEquals(first.get(i).iterations(), second.get(i).iterations());
        }
        assertNotEquals(first.get(0).psnr(), first.get(1).psnr());
        assertNotEquals(first.get(0).psnr(), run(2, tiny("one")).get(0).psnr());
        // The command of a row runs its task alone and must give the same numbers.
        assertEquals(first.get(1).psnr(), run(1, tiny("two")).get(0).psnr());
    }

    @Test
    void statisticsOverImages() throws IOException {
        Row row = run(1, tiny("one")).get(0);
        double a = row.cases().get(0).psnr();
        double b = row.cases().get(1).psnr();
        assertEquals((a + b) / 2, row.psnr(), 1e-12);
        assertEquals(Math.abs(a - b) / Math.sqrt(2), row.psnrSd(), 1e-12);
        assertEquals("preimage benchmark --tasks one --methods fbp --seed 1", row.command());
    }

    @Test
    void jsonHasWhatIsPromised() throws IOException {
        JsonNode json = Table.json(outcome(1, tiny("one")));
        assertTrue(json.get("environment").hasNonNull("java"));
        JsonNode row = json.get("rows").get(0);
        for (String key : List.of(
                "suite",
                "task",
                "method",
                "images",
                "psnr",
                "psnrSd",
                "ssim",
                "nrmse",
                "seconds",
                "iterations",
                "published",
                "command")) {
            assertTrue(row.has(key), key);
        }
        assertEquals(2, row.get("images").intValue());
    }

    @Test
    void pageIsWholeAndNeedsNoOther() throws IOException {
        Benchmark benchmark = benchmark(7, tiny("one"));
        List<Row> rows = benchmark.run(row -> {});
        String html = new BenchmarkReport(Outcome.of(new SuiteResult(benchmark, "A & B.", rows, Map.of()))).html();
        assertTrue(html.contains("A &amp; B.") && html.contains("Two tiny &lt;phantoms&gt;."));
        assertTrue(html.contains(rows.get(0).command()));
        assertTrue(html.contains("gaussian:0.1") && html.contains("seed of the benchmark"));
        assertTrue(html.contains("ram-lak"), "every parameter stands in the provenance");
        assertFalse(html.contains("http://") || html.contains("https://"));
        // For two images: truth, result, error; and two bars for each.
        assertEquals(10, html.split("data:image/png;base64,", -1).length - 1);
    }

    @Test
    void everySuiteNamesMethodsThereAre() throws IOException {
        List<Method> all = Contestant.methods();
        for (Suite suite : Suites.all()) {
            suite.methods()
                    .forEach(text ->
                            assertEquals(text, Contestant.parse(all, text).text()));
            if (suite instanceof RealScanSuite) {
                assertTrue(assertThrows(IOException.class, () -> suite.tasks(Path.of("nowhere")))
                        .getMessage()
                        .startsWith("suite ct-real finds no scan in nowhere"));
                continue;
            }
            if (suite instanceof GenerativeSuite || suite instanceof DipUncertaintySuite) {
                assertTrue(assertThrows(IOException.class, () -> suite.tasks(Path.of("nowhere")))
                        .getMessage()
                        .startsWith("there is no mnist_t10k-images-idx3-ubyte.gz in nowhere"));
                assertFalse(suite.studies().isEmpty(), suite.name());
                continue;
            }
            List<Task> tasks = suite.tasks(Path.of("nowhere"));
            assertEquals(tasks.size(), tasks.stream().map(Task::name).distinct().count(), suite.name());
            if (tasks.isEmpty()) {
                // All that such a suite does is in its studies.
                assertFalse(suite.studies().isEmpty(), suite.name());
                continue;
            }
            for (String text : suite.methods()) {
                Method method = Contestant.parse(all, text).method();
                assertTrue(tasks.stream().anyMatch(t -> method.takes(t.spec().name())), suite.name() + ": " + text);
            }
        }
        assertEquals(
                "\"hann\" in \"fbp:hann\" is no setting; write METHOD:KEY=VALUE, as fbp:window=hann",
                assertThrows(IllegalArgumentException.class, () -> Contestant.parse(all, "fbp:hann"))
                        .getMessage());
    }

    @Test
    void foundationCasesFitTheirOperators() throws IOException {
        for (Task task : Suites.named("foundation").tasks(Path.of("."))) {
            List<Case> cases = task.cases()
                    .make(RandomGeneratorFactory.of("Xoshiro256PlusPlus").create(1));
            for (Case c : cases) {
                assertTrue(c.data().space().sameShape(task.spec().range()), task.name());
                assertTrue(c.truth().space().sameShape(task.spec().domain()), task.name());
                // Truth and data belong together: projecting the truth gives nearly the data.
                float[] projected = task.spec().operator().apply(c.truth().data());
                double difference = 0;
                double size = 0;
                for (int i = 0; i < projected.length; i++) {
                    difference += Math.pow(projected[i] - c.data().data()[i], 2);
                    size += Math.pow(projected[i], 2);
                }
                assertTrue(Math.sqrt(difference / size) < 0.1, task.name() + " " + Math.sqrt(difference / size));
            }
        }
    }
}
