package org.preimage.examples.benchmark;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.function.Supplier;
import java.util.random.RandomGeneratorFactory;
import org.apache.commons.math3.distribution.TDistribution;
import org.preimage.examples.report.Chart;
import org.preimage.examples.report.Pictures;
import org.preimage.operators.LinearOperator;
import org.preimage.operators.space.Field;
import org.preimage.operators.space.Image;
import org.preimage.operators.space.Vectors;
import org.preimage.operators.text.Numbers;
import org.preimage.reconstruction.Reconstruction;
import org.preimage.reconstruction.Reconstructor;
import org.preimage.reconstruction.method.Settings;
import org.preimage.reconstruction.parameter.Discrepancy;
import org.preimage.reconstruction.posterior.PosteriorMoments;
import org.preimage.reconstruction.posterior.PosteriorSampler;
import org.preimage.reconstruction.solver.Listener;
import org.preimage.reconstruction.solver.Status;
import org.preimage.uncertainty.calibration.Calibration;
import org.preimage.uncertainty.calibration.ConformalCalibration;
import org.preimage.uncertainty.prediction.Assessment;
import org.preimage.uncertainty.prediction.StandardNormal;
import org.preimage.uncertainty.score.CoverageCounter;

/**
 * What samplers of a diffusion model make of a task, beside methods that draw nothing: how good mean and samples are, whether their
 * spread tells the error, and what a number of network calls is worth from each start.
 *
 * @param task what is measured
 * @param name of the task
 * @param images test images
 * @param samples of each image, of methods whose settings do not say it
 * @param chosen methods in place of all, as {@link Contestant#parse} reads them, the last of which is the reference; empty for all
 */
record DiffusionTable(Supplier<DiffusionTask> task, String name, int images, int samples, List<String> chosen)
        implements Study {
    private static final double LEVEL = 0.9;
    private static final String CALLED = "calls";
    private static final String DRAWN = "samples";
    private static final String NOISE = "noise";
    private static final List<Integer> CALLS = List.of(5, 10, 20, 50);
    private static final List<Integer> NOISE_CALLS = List.of(20, 50, 100, 200);

    DiffusionTable {
        chosen = List.copyOf(chosen);
    }

    @Override
    public String description() {
        return task.get().words() + " " + images
                + " test images. Methods that ask for the noise of the data are told it. PSNR at the range of each true image, of magnitudes: of the mean of "
                + samples
                + " samples, or as many as a method's settings say, and of a single one; +- is half of a 95 % confidence interval over images, and differences are"
                + " pair by pair to the last line. Coverage: share of values within 90 % intervals for one"
                + " draw more, by Student's t about the samples' mean, then by conformal calibration on the other half of the images. Spread: root mean"
                + " square of A (x - mean) over the noise, of samples x: what they disagree in where the data decide."
                + " Misfit: |A x - b| over that of the noise, mean over samples.";
    }

    /**
     * A line of the table.
     *
     * @param label as it is asked for
     * @param method with the task's model
     * @param series of samplers that differ in their calls alone; null of a method that draws nothing
     * @param calls of the network for each sample
     * @param samples of each image
     */
    private record Row(String label, Contestant method, String series, int calls, int samples) {}

    /** What a row gave for one image. */
    private record Shot(
            double psnr, double single, double ssim, double spread, double misfit, double seconds, Assessment known) {}

    private static List<String> all(DiffusionTask t) {
        List<String> all = new ArrayList<>(List.of(t.direct()));
        all.addAll(t.rivals());
        List<String> starts = new ArrayList<>(List.of("direct"));
        starts.addAll(t.starts());
        for (String start : starts) {
            CALLS.forEach(n -> all.add("ccdf:start=" + start + ":calls=" + n));
        }
        NOISE_CALLS.forEach(n -> all.add("diffpir:calls=" + n));
        return all;
    }

    private Row row(String label, DiffusionTask t) {
        Contestant plain = Contestant.parse(Contestant.methods(), label);
        if (!(plain.reconstructor() instanceof PosteriorSampler)
                || plain.method().parameters().stream().noneMatch(p -> p.name().equals(CALLED))) {
            return new Row(label, plain, null, 0, 1);
        }
        String bundle = plain.settings().containsKey("bundle") ? "" : ":bundle=" + t.bundle();
        Map<String, String> all =
                new Settings(plain.method().name(), plain.method().parameters(), plain.settings()).asMap();
        boolean own = plain.settings().containsKey(DRAWN);
        int drawn = own ? Integer.parseInt(all.get(DRAWN)) : Math.max(2, samples);
        return new Row(
                label,
                Contestant.parse(Contestant.methods(), label + bundle + (own ? "" : ":" + DRAWN + "=" + drawn)),
                label.replaceAll(":" + CALLED + "=[^:]*", ""),
                Integer.parseInt(all.get(CALLED)),
                drawn);
    }

    @Override
    public Findings run(long seed, Listener... listeners) {
        DiffusionTask t = task.get();
        List<Row> rows = (chosen.isEmpty() ? all(t) : chosen)
                .stream().map(m -> row(m, t)).toList();
        List<Figure> figures = new ArrayList<>();
        Map<Row, Shot[]> shots = shots(t, rows, seed, figures, listeners);
        Map<Row, Coverages> coverages = new LinkedHashMap<>();
        shots.forEach((row, s) -> coverages.put(row, coverages(s)));
        return new Findings(
                List.of(
                        "method",
                        "PSNR",
                        "difference",
                        "a sample's",
                        "SSIM",
                        "coverage",
                        "calibrated",
                        "spread",
                        "misfit"),
                lines(shots, coverages, rows.get(rows.size() - 1)),
                List.of(
                        new Captioned(
                                curves("PSNR of the mean in dB", shots, row -> MeanInterval.of(
                                                column(shots.get(row), Shot::psnr))
                                        .mean()),
                                "PSNR of the mean of samples against calls of the network for each sample."),
                        new Captioned(
                                curves(
                                        "values within 90 % intervals in %",
                                        shots, row -> 100 * coverages.get(row).before),
                                "Coverage before calibration.")),
                List.of(times(shots)),
                figures);
    }

    private Map<Row, Shot[]> shots(
            DiffusionTask t, List<Row> rows, long seed, List<Figure> figures, Listener... listeners) {
        Map<Row, Shot[]> shots = new LinkedHashMap<>();
        rows.forEach(r -> shots.put(r, new Shot[images]));
        for (int i = 0; i < images; i++) {
            DiffusionTask.Posed posed = t.making().of(i, seed);
            List<Panel> panels = new ArrayList<>();
            Image shown = shown(posed.truth());
            Pictures.Scale grey = Pictures.Scale.of(shown);
            panels.add(Panel.grey("truth", "", shown, grey));
            for (Row row : rows) {
                shots.get(row)[i] = shot(row, posed, seed, i == 0 ? panels : null, grey, listeners);
            }
            if (i == 0) {
                figures.add(new Figure("First test image", panels));
            }
        }
        return shots;
    }

    private static List<List<String>> lines(Map<Row, Shot[]> shots, Map<Row, Coverages> coverages, Row reference) {
        List<List<String>> lines = new ArrayList<>();
        shots.forEach((row, s) -> {
            double[] psnr = column(s, Shot::psnr);
            Coverages covered = coverages.get(row);
            lines.add(List.of(
                    row.label,
                    MeanInterval.of(psnr).value(),
                    row == reference
                            ? "-"
                            : MeanInterval.ofDifferences(psnr, column(shots.get(reference), Shot::psnr))
                                    .difference(),
                    row.calls == 0
                            ? "-"
                            : MeanInterval.of(column(s, Shot::single)).value(),
                    Numbers.fixed(mean(s, Shot::ssim), 3),
                    percent(covered.before),
                    percent(covered.after),
                    row.calls == 0 ? "-" : Numbers.fixed(mean(s, Shot::spread), 2),
                    Numbers.fixed(mean(s, Shot::misfit), 2)));
        });
        return lines;
    }

    private interface Height {
        double of(Row row);
    }

    /** Of samplers, a line for those that differ in their calls alone. */
    private static Chart curves(String height, Map<Row, Shot[]> shots, Height of) {
        Map<String, List<double[]>> series = new LinkedHashMap<>();
        for (Row row : shots.keySet()) {
            if (row.calls > 0) {
                series.computeIfAbsent(row.series, k -> new ArrayList<>()).add(new double[] {row.calls, of.of(row)});
            }
        }
        Chart chart = Chart.close("calls of the network", height);
        series.forEach((label, points) -> chart.line(label, part(points, 0), part(points, 1)));
        return chart;
    }

    private static String times(Map<Row, Shot[]> shots) {
        List<String> all = new ArrayList<>();
        shots.forEach((row, s) -> {
            double[] seconds = column(s, Shot::seconds);
            Arrays.sort(seconds);
            all.add(row.label + " " + Numbers.fixed(seconds[seconds.length / 2], 1));
        });
        return "Seconds of an image, median, beside whatever else the machine did: " + String.join("; ", all) + ".";
    }

    private Shot shot(
            Row row,
            DiffusionTask.Posed posed,
            long seed,
            List<Panel> panels,
            Pictures.Scale grey,
            Listener... listeners) {
        LinearOperator a = (LinearOperator) posed.problem().forward();
        float[] data = posed.problem().data().data();
        double noise = noise(a, posed);
        Reconstructor method = informed(
                row.method, noise / Math.sqrt(Discrepancy.estimate(a, data).samples()));
        long begin = System.nanoTime();
        if (row.calls == 0) {
            Reconstruction r = method.reconstruct(posed.problem(), listeners);
            require(r.status());
            double seconds = (System.nanoTime() - begin) * 1e-9;
            Quality q = Quality.of(posed.truth(), r.image(), Double.NaN);
            picture(panels, row.label, q.psnr(), r.image(), grey);
            return new Shot(q.psnr(), q.psnr(), q.ssim(), 0, misfit(a, r.image().data(), data) / noise, seconds, null);
        }
        List<float[]> drawn = new ArrayList<>();
        require(((PosteriorSampler) method)
                .sample(
                        posed.problem(),
                        row.samples,
                        RandomGeneratorFactory.of("L64X128MixRandom").create(seed),
                        x -> drawn.add(x.clone()),
                        listeners));
        double seconds = (System.nanoTime() - begin) * 1e-9;
        PosteriorMoments moments = new PosteriorMoments(a.domain());
        drawn.forEach(moments::add);
        Image mean = moments.mean();
        Image deviation = moments.standardDeviation(0);
        Quality q = Quality.of(posed.truth(), mean, Double.NaN);
        double single = 0;
        double misfit = 0;
        double spread = 0;
        float[] seen = a.apply(mean.data());
        for (float[] x : drawn) {
            Image one = new Image(mean.space(), x);
            single += Quality.of(posed.truth(), one, Double.NaN).psnr() / row.samples;
            float[] measured = a.apply(x);
            misfit += Math.sqrt(Vectors.distanceSquared(measured, data)) / noise / row.samples;
            spread += Vectors.distanceSquared(measured, seen) / (row.samples - 1.0);
        }
        picture(panels, row.label, q.psnr(), mean, grey);
        if (panels != null) {
            Image sd = shown(deviation);
            panels.add(Panel.grey("deviation", "", sd, Pictures.Scale.of(sd)));
        }
        return new Shot(
                q.psnr(),
                single,
                q.ssim(),
                Math.sqrt(spread) / noise,
                misfit,
                seconds,
                new Assessment(mean, widened(deviation, drawn.size()), posed.truth()));
    }

    /**
     * Such that a Gaussian interval of the level is that of Student's t for one draw more, t<sub>n-1</sub> (1 + 1/n)<sup>1/2</sup>.
     */
    private static Image widened(Image deviation, int n) {
        double p = (1 + LEVEL) / 2;
        double factor = new TDistribution(n - 1.0).inverseCumulativeProbability(p)
                * Math.sqrt(1 + 1.0 / n)
                / StandardNormal.halfWidth(LEVEL);
        float[] wide = deviation.data().clone();
        Vectors.scale(factor, wide);
        return new Image(deviation.space(), wide);
    }

    /** The method, which is told the noise where it asks for it. */
    private static Reconstructor informed(Contestant contestant, double noise) {
        boolean asks =
                contestant.method().parameters().stream().anyMatch(p -> p.name().equals(NOISE));
        Map<String, String> settings = new LinkedHashMap<>(contestant.settings());
        if (asks) {
            settings.putIfAbsent(NOISE, Double.toString(noise));
        }
        return contestant.method().with(settings);
    }

    private static void require(Status status) {
        if (status == Status.CANCELLED) {
            throw new CancellationException();
        }
    }

    /** |A x - b| of the true image x. */
    private static double noise(LinearOperator a, DiffusionTask.Posed posed) {
        return misfit(a, posed.truth().data(), posed.problem().data().data());
    }

    private static double misfit(LinearOperator a, float[] x, float[] data) {
        return Math.sqrt(Vectors.distanceSquared(a.apply(x), data));
    }

    private static Image shown(Image x) {
        return x.space().field() == Field.COMPLEX ? x.magnitude() : x;
    }

    private static void picture(List<Panel> panels, String label, double psnr, Image x, Pictures.Scale grey) {
        if (panels != null) {
            panels.add(Panel.grey(label, Numbers.fixed(psnr, 2) + " dB", shown(x), grey));
        }
    }

    /** Before and after calibration; NaN where there is none. */
    private record Coverages(double before, double after) {}

    private static Coverages coverages(Shot[] shots) {
        if (shots[0].known == null) {
            return new Coverages(Double.NaN, Double.NaN);
        }
        CoverageCounter before = new CoverageCounter(LEVEL);
        CoverageCounter after = new CoverageCounter(LEVEL);
        List<List<Assessment>> halves = List.of(new ArrayList<>(), new ArrayList<>());
        for (int i = 0; i < shots.length; i++) {
            before.add(shots[i].known);
            halves.get(i % 2).add(shots[i].known);
        }
        if (shots.length < 2) {
            return new Coverages(before.curve().points().get(0).observed(), Double.NaN);
        }
        for (int h = 0; h < 2; h++) {
            Calibration made = ConformalCalibration.ofPixels(halves.get(1 - h), List.of(LEVEL));
            for (Assessment one : halves.get(h)) {
                after.add(made.intervals(one.mean(), one.standardDeviation()), one.truth());
            }
        }
        return new Coverages(
                before.curve().points().get(0).observed(),
                after.curve().points().get(0).observed());
    }

    private static String percent(double share) {
        return Double.isNaN(share) ? "-" : Numbers.fixed(100 * share, 1) + " %";
    }

    private interface Value {
        double of(Shot shot);
    }

    private static double[] column(Shot[] shots, Value value) {
        return Arrays.stream(shots).mapToDouble(value::of).toArray();
    }

    private static double mean(Shot[] shots, Value value) {
        return Arrays.stream(shots).mapToDouble(value::of).average().orElse(Double.NaN);
    }

    private static double[] part(List<double[]> points, int of) {
        return points.stream().mapToDouble(p -> p[of]).toArray();
    }
}
