package org.preimage.examples.benchmark;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.random.RandomGeneratorFactory;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.preimage.examples.report.Pictures;
import org.preimage.operators.SharedData;
import org.preimage.operators.file.Npy;
import org.preimage.operators.mri.sampling.UniformLines;
import org.preimage.operators.phantom.SheppLogan;
import org.preimage.operators.space.Image;
import org.preimage.operators.space.Role;
import org.preimage.operators.space.Space;
import org.preimage.reconstruction.method.Methods;

class MriBenchmarkTest {
    private static List<Contestant> contestants(String... names) {
        return Stream.of(names)
                .map(name -> Contestant.parse(Methods.classical(), name))
                .toList();
    }

    private static Task tiny(Set<String> unfit) {
        Space image = Space.image(48, 40, 1);
        Image head = SheppLogan.modified(38).render(image, 4);
        return new MriTasks(image, "A head", () -> List.of(new MriTasks.Slice("head", head, Map.of())))
                .task("tiny", "every second line", new UniformLines(Role.KY, 2, 16), unfit);
    }

    @Test
    void complexResultsAreComparedByMagnitudeOnTheObject() throws IOException {
        Task task = tiny(Set.of("grappa"));
        Benchmark benchmark =
                new Benchmark("tiny", List.of(task), contestants("zero-filled", "sense", "grappa"), 1, "preimage");
        List<Row> rows = benchmark.run(row -> {});
        assertEquals(
                List.of("zero-filled", "sense"), rows.stream().map(Row::method).toList(), "grappa is left out");
        assertTrue(
                rows.get(1).psnr() > rows.get(0).psnr() + 6,
                rows.get(1).psnr() + " " + rows.get(0).psnr());
        assertTrue(rows.get(1).nrmse() < 0.1 && rows.get(1).ssim() > 0.8);
        // The error relative to the truth, on the region, by hand.
        Row.Result result = rows.get(1).cases().get(0);
        float[] x = result.reconstruction().image().data();
        double errors = 0;
        double squares = 0;
        for (int i = 0; i < result.image().truth().data().length; i++) {
            if (result.image().region().inside()[i]) {
                double truth = result.image().truth().data()[i];
                errors += Math.pow(Math.hypot(x[2 * i], x[2 * i + 1]) - truth, 2);
                squares += truth * truth;
            }
        }
        assertEquals(Math.sqrt(errors / squares), result.nrmse(), 1e-6);
        Outcome outcome = Outcome.of(new SuiteResult(benchmark, "MRI.", rows, Map.of()));
        String html = new BenchmarkReport(outcome).html();
        assertTrue(html.contains("error, in the region compared") && html.contains("NRMSE"));
        assertEquals(
                rows.get(1).nrmse(),
                Table.json(outcome).get("rows").get(1).get("nrmse").doubleValue(),
                5e-5);
    }

    @Test
    void theRegionIsTheObject() {
        Image image = Image.zeros(Space.image(40, 30, 1));
        for (int i = 0; i < 1200; i++) {
            image.data()[i] = i % 40 >= 10 && i % 40 < 30 && i / 40 >= 8 && i / 40 < 22 ? 1 : 0.01f;
        }
        Region region = Region.object(image, 0.5);
        int inside = 0;
        for (boolean r : region.inside()) {
            inside += r ? 1 : 0;
        }
        // Half of the mean's window lies inside up to the edge, but for the corners.
        assertTrue(inside <= 280 && inside > 250, "" + inside);
        assertTrue(region.inside()[15 * 40 + 20] && !region.inside()[15 * 40 + 5]);
        assertEquals(0, region.cut(image).data()[0]);
    }

    @Test
    void casesFitTheirOperators() throws IOException {
        for (String suite : List.of("mri-cartesian", "mri-radial")) {
            for (Task task : Suites.named(suite).tasks(Path.of("nowhere"))) {
                if (Set.of("brain-lines-8", "brain-partial", "shepp-logan-34", "brain-34")
                        .contains(task.name())) {
                    Case c = task.cases()
                            .make(RandomGeneratorFactory.of("Xoshiro256PlusPlus")
                                    .create(1))
                            .get(0);
                    assertTrue(c.data().space().sameShape(task.spec().range()), task.name());
                    assertTrue(c.truth().space().complex().sameShape(task.spec().domain()), task.name());
                    assertEquals(c.truth().data().length, c.region().inside().length);
                    assertFalse(task.fits(Contestant.parse(Methods.classical(), "low-rank-plus-sparse")
                            .method()));
                }
            }
        }
    }

    @Test
    void radialDataFallOnThePixelsOfTheTruth() throws IOException {
        // Data from finer pixels and from the exact integral: half a pixel off would cost SENSE most of its PSNR.
        RadialTasks tasks = new RadialTasks();
        List<Row> rows = new Benchmark(
                        "radial", List.of(tasks.brain(40), tasks.sheppLogan(40)), contestants("sense"), 1, "preimage")
                .run(row -> {});
        assertTrue(rows.get(0).psnr() > 28, "brain " + rows.get(0).psnr());
        assertTrue(rows.get(1).psnr() > 25, "phantom " + rows.get(1).psnr());
    }

    @Test
    void aMeasuredScanIsReconstructedFromSomeOfItsPoints() throws IOException {
        MeasuredMri brain = new MeasuredMri("brain", SharedData.require("data/kspace_brain_8ch_full.npy"));
        Task task = brain.task("-2", "every second line", new UniformLines(Role.KY, 2, 24), MriTasks.UNFIT_UNIFORM);
        List<Row> rows = new Benchmark(
                        "measured", List.of(task), contestants("zero-filled", "sense", "homodyne"), 1, "preimage")
                .run(row -> {});
        assertEquals(2, rows.size());
        assertTrue(rows.get(1).psnr() > 38, "sense " + rows.get(1).psnr());
        assertTrue(rows.get(1).psnr() > rows.get(0).psnr() + 10);
    }

    @Test
    void aFileThatIsNoKspaceIsRefused(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("kspace_brain_8ch_full.npy");
        Npy.write(file, Image.zeros(Space.image(4, 3, 1)));
        assertEquals(
                file + " holds 4 X x 3 Y, but k-space of shape (coils, ky, kx) is needed",
                assertThrows(IOException.class, () -> Suites.named("mri-cartesian")
                                .tasks(folder))
                        .getMessage());
        Npy.write(file.resolveSibling("mri_test.npy"), Image.zeros(Space.image(4, 3, 1)));
        Files.delete(file);
        Task slices = Suites.named("mri-cartesian").tasks(folder).get(6);
        assertTrue(assertThrows(IOException.class, () -> slices.cases()
                        .make(RandomGeneratorFactory.of("Xoshiro256PlusPlus").create(1)))
                .getMessage()
                .endsWith("but at least 9 slices of 256 x 256 pixels are needed"));
    }

    @Test
    void picturesOfNegativeErrorsNeedNoRegion() {
        Image truth = Image.zeros(Space.image(2, 2, 1));
        Case c = new Case("c", truth, truth, new Pictures.Scale(0, 1), Map.of());
        assertEquals(
                -1, c.error(new Image(truth.space(), new float[] {-1, 0, 0, 0})).data()[0]);
    }
}
