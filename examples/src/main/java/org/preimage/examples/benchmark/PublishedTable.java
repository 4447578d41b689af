package org.preimage.examples.benchmark;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.preimage.examples.report.Chart;
import org.preimage.operators.experiment.SparseViewExperiment;
import org.preimage.operators.experiment.SparseViewExperiment.Sample;
import org.preimage.operators.experiment.SparseViewExperiment.Split;
import org.preimage.operators.parallel.Parallel;
import org.preimage.operators.space.Image;
import org.preimage.operators.text.Numbers;
import org.preimage.reconstruction.InverseProblem;
import org.preimage.reconstruction.Reconstruction;
import org.preimage.reconstruction.Reconstructor;
import org.preimage.reconstruction.quality.ImageQuality;
import org.preimage.reconstruction.solver.Listener;
import org.preimage.reconstruction.solver.Progress;
import org.preimage.reconstruction.solver.Status;

/**
 * A published table measured again: each method of it that we have, on many test images of {@value #SEEDS} seeds, beside the
 * published figures. Methods see the same images, so that they are compared by their differences, image by image.
 *
 * @param name lower case with hyphens
 * @param protocol what is measured and who published it, in a few sentences
 * @param experiment makes the samples
 * @param sheppLogan whether the test is Shepp and Logan's phantom, else random ellipses
 * @param rows the table, its best method last
 * @param images test images for each seed
 */
record PublishedTable(
        String name,
        String protocol,
        Supplier<SparseViewExperiment> experiment,
        boolean sheppLogan,
        List<PublishedRow> rows,
        int images)
        implements Study {
    /** Independent sets of test images, and trainings of methods that have one network for each. */
    static final int SEEDS = 3;

    PublishedTable {
        rows = List.copyOf(rows);
        if (images < 1) {
            throw new IllegalArgumentException("the number of images is " + images + ", but must be at least 1");
        }
        for (PublishedRow row : rows) {
            if (row.ours().size() > 1 && row.ours().size() != SEEDS) {
                throw new IllegalArgumentException(row.method() + " has "
                        + row.ours().size() + " settings, but needs one for all seeds or one for each of " + SEEDS);
            }
        }
    }

    /** The same for so many images. */
    PublishedTable withImages(int number) {
        return new PublishedTable(name, protocol, experiment, sheppLogan, rows, number);
    }

    /** The methods that run, as {@link Contestant#parse} reads them. */
    List<String> contestants() {
        return rows.stream().flatMap(r -> r.ours().stream().limit(1)).distinct().toList();
    }

    @Override
    public String description() {
        return protocol + " " + images + " test images for each of " + SEEDS
                + " seeds. PSNR takes the range 1, which is maximum - minimum of every truth here, without clipping; SSIM the"
                + " same range in uniform windows of 7 x 7 pixels, as the published tables have it. +- is half of a 95 %"
                + " confidence interval of the mean by Student's t distribution over all images, of given networks where"
                + " methods are learned; \"gain\" is the mean difference from our method above, image by image.";
    }

    @Override
    public List<Reference> references() {
        return rows.stream()
                .filter(r -> !r.ours().isEmpty() && !Double.isNaN(r.psnr()))
                .map(r -> new Reference(r.method(), r.psnr(), r.tolerance()))
                .toList();
    }

    /** One image of a split, as methods get it: line integrals in mm. */
    static InverseProblem problem(SparseViewExperiment experiment, Sample sample) {
        float[] data = sample.data().clone();
        for (int i = 0; i < data.length; i++) {
            data[i] *= (float) experiment.divisor();
        }
        return new InverseProblem(
                experiment.projector(), new Image(experiment.projector().range(), data));
    }

    /** Sample number {@code index} of a split. */
    Sample sample(SparseViewExperiment from, Split split, long seed, int index) {
        return sheppLogan ? from.sheppLogan(split, seed, index) : from.ellipses(split, seed, index);
    }

    /** PSNR in dB as all these tables define it. */
    static double psnr(Image truth, Image image) {
        return ImageQuality.psnr(truth, image, 1);
    }

    /** What one of our methods reached, image by image, the seeds one after another. */
    private record Measured(
            PublishedRow row,
            List<Reconstructor> ofSeed,
            double[] psnr,
            double[] ssim,
            double[] seconds,
            AtomicInteger unfinished) {
        static Measured of(PublishedRow row, int images) {
            List<Reconstructor> ofSeed = IntStream.range(0, SEEDS)
                    .mapToObj(s -> Contestant.parse(Contestant.methods(), row.contestant(s))
                            .reconstructor())
                    .toList();
            return new Measured(
                    row,
                    ofSeed,
                    new double[SEEDS * images],
                    new double[SEEDS * images],
                    new double[SEEDS * images],
                    new AtomicInteger());
        }

        double mean() {
            return MeanInterval.of(psnr).mean();
        }

        /** Seconds for an image, by one thread. */
        double median() {
            double[] sorted = seconds.clone();
            Arrays.sort(sorted);
            return 0.5 * (sorted[(sorted.length - 1) / 2] + sorted[sorted.length / 2]);
        }

        String bySeed() {
            int images = psnr.length / SEEDS;
            return IntStream.range(0, SEEDS)
                    .mapToObj(s -> Numbers.fixed(
                            MeanInterval.of(Arrays.copyOfRange(psnr, s * images, (s + 1) * images))
                                    .mean(),
                            2))
                    .collect(Collectors.joining(" "));
        }
    }

    @Override
    public Findings run(long seed, Listener... listeners) {
        SparseViewExperiment from = experiment.get();
        List<Measured> measured = rows.stream()
                .filter(r -> !r.ours().isEmpty())
                .map(r -> Measured.of(r, images))
                .toList();
        AtomicBoolean cancelled = new AtomicBoolean();
        AtomicInteger done = new AtomicInteger();
        // Images side by side, each on one thread: they are too small to be shared between threads.
        Parallel.ranges(
                SEEDS * images,
                1,
                (first, end) -> Parallel.withThreads(1, () -> {
                    for (int i = first; i < end && !cancelled.get(); i++) {
                        measure(from, seed, i, measured, cancelled);
                        report(done.incrementAndGet(), cancelled, listeners);
                    }
                }));
        if (cancelled.get()) {
            throw new CancellationException();
        }
        return findings(measured);
    }

    private void measure(
            SparseViewExperiment from, long seed, int i, List<Measured> measured, AtomicBoolean cancelled) {
        Sample sample = sample(from, Split.TEST, seed + i / images, i % images);
        Image truth = new Image(from.projector().domain(), sample.truth());
        InverseProblem problem = problem(from, sample);
        for (Measured m : measured) {
            long begin = System.nanoTime();
            Reconstruction result = m.ofSeed.get(i / images).reconstruct(problem, p -> !cancelled.get());
            m.seconds[i] = (System.nanoTime() - begin) * 1e-9;
            m.psnr[i] = psnr(truth, result.image());
            m.ssim[i] = UniformSimilarity.of(truth, result.image(), 1);
            if (result.status() != Status.CONVERGED) {
                m.unfinished.incrementAndGet();
            }
        }
    }

    /** Listeners are told by one thread at a time. */
    private synchronized void report(int done, AtomicBoolean cancelled, Listener... listeners) {
        Progress progress = new Progress(name, done, SEEDS * images, null, () -> new float[0]);
        for (Listener listener : listeners) {
            if (!listener.onIteration(progress)) {
                cancelled.set(true);
            }
        }
    }

    private Findings findings(List<Measured> measured) {
        List<List<String>> table = new ArrayList<>();
        Measured above = null;
        for (PublishedRow row : rows) {
            Measured ours =
                    measured.stream().filter(m -> m.row.equals(row)).findFirst().orElse(null);
            table.add(List.of(
                    row.method(),
                    ours == null ? "-" : MeanInterval.of(ours.psnr).value(),
                    ours == null
                            ? "-"
                            : Numbers.fixed(MeanInterval.of(ours.ssim).mean(), 3),
                    ours == null || above == null
                            ? "-"
                            : MeanInterval.ofDifferences(ours.psnr, above.psnr).difference(),
                    ours == null ? "-" : ours.bySeed(),
                    Numbers.fixed(row.psnr(), 2),
                    Numbers.fixed(row.ssim(), 3),
                    Numbers.fixed(row.checked(), 2),
                    ours == null ? "-" : signed(ours.mean() - row.psnr())));
            above = ours == null ? above : ours;
        }
        Chart chart = Chart.close("test images, by PSNR", "PSNR in dB");
        double[] rank =
                IntStream.rangeClosed(1, SEEDS * images).asDoubleStream().toArray();
        for (Measured m : measured) {
            chart.line(m.row.method(), rank, Arrays.stream(m.psnr).sorted().toArray());
        }
        List<String> notes = new ArrayList<>(order(measured));
        notes.add("Median time of an image by one thread, in seconds, beside whatever else the machine did: "
                + measured.stream()
                        .map(m -> m.row.method() + " " + Numbers.of(m.median()))
                        .collect(Collectors.joining("; "))
                + ".");
        for (Measured m : measured) {
            if (m.unfinished.get() > 0) {
                notes.add(m.row.method() + ": " + m.unfinished.get() + " of " + SEEDS * images
                        + " images ended at the most iterations allowed.");
            }
        }
        return new Findings(
                List.of("method", "PSNR", "SSIM", "gain", "by seed", "published", "SSIM there", "check", "difference"),
                table,
                List.of(new Captioned(chart, "PSNR of the test images, for each method in ascending order.")),
                notes,
                List.of(),
                measured.stream()
                        .map(m -> new Score(
                                m.row.method(),
                                MeanInterval.of(m.psnr),
                                MeanInterval.of(m.ssim).mean()))
                        .toList());
    }

    private static String signed(double v) {
        return Double.isNaN(v) ? "-" : (v < 0 ? "" : "+") + Numbers.fixed(v, 2);
    }

    /** Whether our methods come in the order of the published ones, and how surely. */
    private static List<String> order(List<Measured> measured) {
        List<Measured> both = measured.stream()
                .filter(m -> !Double.isNaN(m.row.psnr()))
                .sorted(Comparator.comparingDouble(m -> m.row.psnr()))
                .toList();
        if (both.size() < 2) {
            return List.of();
        }
        List<String> doubts = new ArrayList<>();
        for (int i = 1; i < both.size(); i++) {
            Measured better = both.get(i);
            Measured worse = both.get(i - 1);
            MeanInterval gain = MeanInterval.ofDifferences(better.psnr, worse.psnr);
            if (!(gain.mean() > 0 && gain.excludesZero())) {
                doubts.add(better.row.method() + " is " + gain.difference() + " dB from " + worse.row.method());
            }
        }
        String names = both.stream().map(m -> m.row.method()).collect(Collectors.joining(" < "));
        return List.of("Published order: " + names + ". Ours: "
                + (doubts.isEmpty()
                        ? "the same, each above the one before it with 95 % confidence."
                        : "not surely the same, as " + String.join(", ", doubts) + "."));
    }
}
