package org.preimage.examples.benchmark;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.Test;
import org.preimage.operators.experiment.SparseViewExperiment;

class StabilitySuiteTest {
    private static StabilityProblem problem(String... methods) {
        return new StabilityProblem(
                "bdgd", "Ellipses.", SparseViewExperiment::bdgd, List.of("fbp"), List.of(methods), 2);
    }

    private static double mean(String cell) {
        return Double.parseDouble(cell.split(" ")[0]);
    }

    @Test
    void theWorstIsWorseThanNoise() {
        Study study = new WorstPerturbations(problem("fbp", "cgls:iterations=5"), new WorstPerturbations.Budget(6, 6));
        Study.Findings found = study.run(1);
        assertEquals(6, found.rows().size());
        for (List<String> row : found.rows()) {
            // The largest change may undo as much error as it makes, unless it outweighs all that was there.
            assertTrue(!row.get(1).equals("4") || mean(row.get(4)) < mean(row.get(3)), row.toString());
            assertTrue(mean(row.get(6)) > 1.05 * mean(row.get(5)), row.toString());
            assertTrue(Integer.parseInt(row.get(8)) <= 6 + 6 / 2 + 1, row.toString());
        }
        // Back-projection amplifies alike whatever the size, and most.
        assertEquals(mean(found.rows().get(0).get(5)), mean(found.rows().get(2).get(5)), 0.3);
        assertTrue(mean(found.rows().get(0).get(6)) > mean(found.rows().get(3).get(6)));
        assertEquals(4, found.figures().size());
        assertTrue(found.figures().stream().allMatch(f -> f.panels().size() == 6));
        assertEquals(found.rows(), study.run(1).rows());
        Benchmark benchmark = new Benchmark("stability", List.of(), List.of(), 1, "benchmark --suite stability");
        assertEquals(
                "benchmark --suite stability --tasks worst-bdgd --methods " + String.join(",", study.methods())
                        + " --seed 1",
                benchmark.command(study));
        String html =
                new BenchmarkReport(Outcome.of(new SuiteResult(benchmark, "", List.of(), Map.of(study, found)))).html();
        assertTrue(html.contains("from y + white noise"));
    }

    @Test
    void detailsAreRecovered() {
        Study.Findings found = new DetailSurvival(problem("fbp", "fbp:window=hann:cutoff=0.2")).run(1);
        assertEquals(6, found.rows().size());
        for (int kind = 0; kind < 3; kind++) {
            List<String> sharp = found.rows().get(2 * kind);
            List<String> blurred = found.rows().get(2 * kind + 1);
            assertEquals(0.9, mean(sharp.get(2)), 0.25, sharp.toString());
            assertTrue(mean(blurred.get(2)) < mean(sharp.get(2)) - 0.2, blurred.toString());
            assertEquals(0, mean(sharp.get(3)), 0.25);
        }
        assertEquals(3, found.figures().size());
        assertEquals(3, found.figures().get(0).panels().size());
    }

    @Test
    void methodsAndImagesAreChosen() {
        Suite suite = Suites.named("stability");
        assertTrue(suite.methods().contains("tv:weight=0.4:tolerance=1e-3"));
        assertEquals(
                List.of("worst-dival", "detail-dival", "worst-bdgd", "detail-bdgd"),
                suite.studies().stream().map(Study::name).toList());
        Suite chosen = suite.withMethods(List.of("sirt")).withImages(3);
        assertEquals(List.of("sirt"), chosen.methods());
        assertEquals(List.of("sirt"), chosen.studies().get(2).methods());
        assertTrue(chosen.studies().get(0).description().contains("3 test images"));
        assertThrows(IllegalArgumentException.class, () -> suite.withImages(0));
        assertEquals("tv:weight=2", StabilityProblem.label("tv:weight=2:tolerance=1e-3"));
        assertEquals("x:bundle=b.json:device=cpu", StabilityProblem.label("x:bundle=/a/c/b.json:device=cpu"));
    }

    @Test
    void whatDoesNotFitIsLeftOutWithItsReason() {
        Study.Findings found = new DetailSurvival(problem("fdk")).run(1);
        assertEquals(List.of(), found.rows());
        assertTrue(
                found.notes().get(0).startsWith("fdk is left out: "),
                found.notes().toString());
    }

    @Test
    void cancels() {
        assertThrows(CancellationException.class, () -> new DetailSurvival(problem("fbp")).run(1, p -> false));
    }
}
