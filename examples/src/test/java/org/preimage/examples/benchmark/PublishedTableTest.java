package org.preimage.examples.benchmark;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.apache.commons.math3.stat.correlation.Covariance;
import org.apache.commons.math3.stat.descriptive.moment.Variance;
import org.junit.jupiter.api.Test;
import org.preimage.operators.experiment.SparseViewExperiment;
import org.preimage.operators.space.Image;
import org.preimage.operators.space.Space;

class PublishedTableTest {
    private static final PublishedRow HANN =
            PublishedRow.of("FBP", 24.18, 0.594).checked(24.08).by("fbp:window=hann:cutoff=0.705");
    private static final PublishedRow RAM_LAK =
            PublishedRow.of("unfiltered", 25, Double.NaN).by("fbp");

    private static PublishedTable dival(int images, PublishedRow... rows) {
        return new PublishedTable("ellipses", "Ellipses.", SparseViewExperiment::dival, false, List.of(rows), images);
    }

    private static double[] numbers(String cell) {
        return Arrays.stream(cell.split(" (\\+- )?"))
                .mapToDouble(Double::parseDouble)
                .toArray();
    }

    @Test
    void backProjectionHasThePublishedFigures() {
        PublishedTable table = dival(5, HANN, PublishedRow.of("learned", 32.27, 0.94), RAM_LAK);
        Study.Findings found = table.run(1);
        List<String> fbp = found.rows().get(0);
        double[] psnr = numbers(fbp.get(1));
        assertEquals(24.18, psnr[0], 2 * psnr[1]);
        assertEquals(0.594, Double.parseDouble(fbp.get(2)), 0.05);
        double[] seeds = numbers(fbp.get(4));
        assertEquals(psnr[0], Arrays.stream(seeds).average().orElseThrow(), 0.01);
        assertEquals("-", fbp.get(3));
        assertEquals(List.of("24.18", "0.594", "24.08"), fbp.subList(5, 8));
        assertEquals(psnr[0] - 24.18, Double.parseDouble(fbp.get(8)), 0.011);
        assertEquals(
                List.of("learned", "-", "-", "-", "-", "32.27", "0.940", "-", "-"),
                found.rows().get(1));
        List<String> unfiltered = found.rows().get(2);
        // Both see the same images: the gain is that of the means, and surer than they are.
        double[] gain = numbers(unfiltered.get(3));
        assertEquals(numbers(unfiltered.get(1))[0] - psnr[0], gain[0], 0.011);
        assertTrue(gain[1] < 0.7 * psnr[1], gain[1] + " beside " + psnr[1]);
        assertTrue(gain[0] < -1, "without a window noise is worse, by " + gain[0] + " dB");
        assertEquals(
                "Published order: FBP < unfiltered. Ours: not surely the same, as unfiltered is " + unfiltered.get(3)
                        + " dB from FBP.",
                found.notes().get(0));
        assertTrue(
                found.notes().get(1).matches("Median time .*: FBP [0-9.e-]+; unfiltered [0-9.e-]+\\."),
                found.notes().get(1));
        assertTrue(found.charts().stream().noneMatch(c -> c.chart().isEmpty()));
        assertTrue(Table.text(table, found).contains("learned"));
        assertEquals(2, Table.json(outcome(table, found)).at("/notes/ellipses").size());
        // A seed stands for the same images wherever it comes in the row of seeds.
        double[] next = numbers(dival(5, HANN).run(2).rows().get(0).get(4));
        assertArrayEquals(new double[] {seeds[1], seeds[2]}, new double[] {next[0], next[1]});
    }

    private static Outcome outcome(PublishedTable table, Study.Findings found) {
        Benchmark benchmark = new Benchmark("tables", List.of(), List.of(), 1, "preimage benchmark");
        return Outcome.of(new SuiteResult(benchmark, "", List.of(), Map.of(table, found)));
    }

    @Test
    void publishedFiguresAreAGate() {
        PublishedTable table = (PublishedTable)
                Suites.named("table-ellipses").withImages(2).studies().get(0);
        assertTrue(Gate.published().rows().stream()
                .anyMatch(row -> row.key().equals(new Gate.Key("table-ellipses", "ellipses", "FBP"))
                        && row.psnr() == 24.18
                        && row.own().psnr() == 1));
        // A worse method under the name of the published one: its sentence, beside those of the rows that did not run.
        Gate.Verdict good = Gate.published().check(tableEllipses(table, HANN));
        Gate.Verdict bad = Gate.published()
                .check(tableEllipses(table, PublishedRow.of("FBP", 24.18, 0.594).by("fbp")));
        assertEquals(1, good.checked());
        assertTrue(
                good.failures().stream().noneMatch(f -> f.startsWith("table-ellipses, ellipses, FBP:")),
                good.failures().toString());
        assertTrue(good.failures().contains("table-ellipses, ellipses, TV: the run has no such row"));
        assertEquals(1 + good.failures().size(), bad.failures().size());
        assertTrue(
                bad.failures()
                        .get(0)
                        .matches(
                                "table-ellipses, ellipses, FBP: PSNR is .* dB, but 24.18 dB less 1.00 dB are the least allowed"),
                bad.failures().get(0));
    }

    private static Outcome tableEllipses(PublishedTable like, PublishedRow row) {
        PublishedTable table = new PublishedTable(
                like.name(), like.protocol(), like.experiment(), like.sheppLogan(), List.of(row), like.images());
        Benchmark benchmark = new Benchmark("table-ellipses", List.of(), List.of(), 1, "preimage benchmark");
        return Outcome.of(new SuiteResult(benchmark, "", List.of(), Map.of(table, table.run(1))));
    }

    @Test
    void eachSeedMayHaveItsOwnNetwork() {
        PublishedRow three = PublishedRow.extra("three").by("fbp:window=hann", "fbp", "fbp:window=hann:cutoff=0.705");
        List<List<String>> rows = dival(2, HANN, three).run(1).rows();
        double[] same = numbers(rows.get(0).get(4));
        double[] mixed = numbers(rows.get(1).get(4));
        assertEquals(same[2], mixed[2]);
        assertTrue(mixed[0] < same[0] && mixed[1] < same[1] - 1);
        assertEquals(
                "two has 2 settings, but needs one for all seeds or one for each of 3",
                assertThrows(
                                IllegalArgumentException.class,
                                () -> dival(2, PublishedRow.extra("two").by("fbp", "cgls")))
                        .getMessage());
    }

    @Test
    void sheppAndLogansPhantomGoesThroughAnOperatorOfNormOne() {
        PublishedTable table = new PublishedTable(
                "shepp-logan",
                "Phantom.",
                SparseViewExperiment::bdgd,
                true,
                List.of(PublishedRow.of("FBP", 18.47, Double.NaN).by("fbp")),
                2);
        assertEquals(18.84, numbers(table.run(1).rows().get(0).get(1))[0], 0.1);
    }

    @Test
    void cancels() {
        assertThrows(CancellationException.class, () -> dival(2, HANN).run(1, progress -> false));
    }

    @Test
    void numbersOfImagesAreChecked() {
        assertEquals(
                "the number of images is 0, but must be at least 1",
                assertThrows(IllegalArgumentException.class, () -> Suites.named("table-bdgd")
                                .withImages(0))
                        .getMessage());
        assertEquals(
                "suite foundation has images of its own, so their number cannot be 3",
                assertThrows(IllegalArgumentException.class, () -> Suites.named("foundation")
                                .withImages(3))
                        .getMessage());
        Study study = Suites.named("table-bdgd").withImages(7).studies().get(1);
        assertTrue(study.description().contains("7 test images for each of 3 seeds"));
    }

    @Test
    void weightsAreFoundOnValidationImages() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        PublishedTable table = dival(1, PublishedRow.extra("ridge").by("tikhonov:weight=45"));
        PublishedWeights.search(table, 2, new PrintStream(out, true, StandardCharsets.UTF_8));
        String[] lines = out.toString(StandardCharsets.UTF_8).split("\n");
        double best = Double.parseDouble(lines[lines.length - 1].replace("best ", ""));
        double top = 0;
        double weight = 0;
        for (String line : Arrays.copyOf(lines, lines.length - 1)) {
            String[] words = line.split("weight |: | dB");
            double psnr = Double.parseDouble(words[words.length - 2]);
            if (psnr > top) {
                top = psnr;
                weight = Double.parseDouble(words[words.length - 3]);
            }
        }
        assertEquals(weight, best);
        assertTrue(lines.length >= 4 && top > 20, out.toString(StandardCharsets.UTF_8));
    }

    @Test
    void intervalIsStudents() {
        MeanInterval interval = MeanInterval.of(new double[] {1, 2, 3, 4, 5});
        assertEquals(3, interval.mean(), 1e-12);
        // t of 4 degrees of freedom is 2.776, the standard error sqrt(2.5 / 5).
        assertEquals(2.7764 * Math.sqrt(0.5), interval.half(), 1e-4);
        assertEquals("3.00 +- 1.96", interval.value());
        assertTrue(interval.excludesZero());
        MeanInterval difference = MeanInterval.ofDifferences(new double[] {1, 2, 4}, new double[] {2, 2, 3});
        assertEquals(0, difference.mean(), 1e-12);
        assertEquals(4.3027 / Math.sqrt(3), difference.half(), 1e-4);
        assertTrue(Double.isNaN(MeanInterval.of(new double[] {1}).half()));
    }

    @Test
    void similarityHasUniformWindowsAndSampleVariances() {
        RandomGenerator random = RandomGeneratorFactory.of("Xoshiro256PlusPlus").create(3);
        Image x = Image.zeros(Space.image(7, 7, 1));
        Image y = Image.zeros(x.space());
        double[] a = new double[49];
        double[] b = new double[49];
        for (int i = 0; i < 49; i++) {
            x.data()[i] = random.nextFloat();
            y.data()[i] = 0.5f * x.data()[i] + 0.2f * random.nextFloat();
            a[i] = x.data()[i];
            b[i] = y.data()[i];
        }
        double range = 2;
        double c1 = Math.pow(0.01 * range, 2);
        double c2 = Math.pow(0.03 * range, 2);
        double ma = Arrays.stream(a).average().orElseThrow();
        double mb = Arrays.stream(b).average().orElseThrow();
        double va = new Variance().evaluate(a);
        double vb = new Variance().evaluate(b);
        double expected = (2 * ma * mb + c1)
                * (2 * new Covariance().covariance(a, b) + c2)
                / ((ma * ma + mb * mb + c1) * (va + vb + c2));
        assertEquals(expected, UniformSimilarity.of(x, y, range), 1e-12);
        assertEquals(1, UniformSimilarity.of(x, x, range), 1e-12);
        Image small = Image.zeros(Space.image(6, 7, 1));
        assertThrows(IllegalArgumentException.class, () -> UniformSimilarity.of(small, small, 1));
    }
}
