package org.preimage.examples.benchmark;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.preimage.examples.report.Chart;
import org.preimage.examples.report.Pictures;
import org.preimage.operators.LinearOperator;
import org.preimage.operators.noise.GaussianNoise;
import org.preimage.operators.sensing.RandomMatrix;
import org.preimage.operators.space.Image;
import org.preimage.operators.space.Space;
import org.preimage.operators.space.Vectors;
import org.preimage.reconstruction.InverseProblem;
import org.preimage.reconstruction.Reconstruction;
import org.preimage.reconstruction.solver.Listener;
import org.preimage.reconstruction.solver.Status;

/**
 * The error of digits against the number of random measurements, beside that of total variation.
 *
 * @param measurements numbers of them, rising
 * @param images test digits, at most 20
 * @param methods as {@link Contestant#parse} reads them; they are told the noise where they have a parameter for it
 * @param files folder that holds the test images of MNIST
 */
record MeasurementCurve(List<Integer> measurements, int images, List<String> methods, Path files) implements Study {
    private static final int SIDE = Mnist.SIDE;

    /** Of the last thousand test images of MNIST, which no recipe learns from, every fiftieth. */
    private static final int FIRST = 9025;

    private static final int STEP = 50;
    private static final int MOST = 20;
    private static final double SIGMA = 0.01;

    /** Of total variation; at each number of measurements it has the best of them. */
    private static final double[] WEIGHTS = {1e-4, 3e-4, 1e-3, 3e-3, 1e-2};

    private static final String TV = "tv, best weight";
    private static final String NOISE = "noise";
    private static final Pictures.Scale GREY = new Pictures.Scale(0, 1);

    /** Digits that are shown, and from how many measurements. */
    private static final int SHOWN = 3;

    private static final int SHOWN_FROM = 50;

    MeasurementCurve {
        measurements = List.copyOf(measurements);
        methods = List.copyOf(methods);
        if (images < 1 || images > MOST) {
            throw new IllegalArgumentException("the number of images is " + images + ", but must be from 1 to " + MOST);
        }
    }

    @Override
    public String name() {
        return "measurements";
    }

    @Override
    public String description() {
        return images + " handwritten digits of " + SIDE + " x " + SIDE
                + " pixels from 0 to 1, of which no generator has seen"
                + " any, measured by random Gaussian rows of norm 1, new ones for each digit, with noise of standard deviation "
                + SIGMA
                + ". Root mean square error of a pixel in hundredths: mean over digits with its 95 % interval, and in"
                + " brackets that of the difference to total variation of the same data. Total variation takes no negative"
                + " values, and at each number of measurements the weight, of " + Arrays.toString(WEIGHTS)
                + ", with the least error of these very digits.";
    }

    /**
     * The digits.
     *
     * @throws IOException in one sentence, if their file is missing or damaged
     */
    static List<Image> digits(Path files, int images) throws IOException {
        List<Image> digits = new ArrayList<>();
        for (float[] digit : Mnist.every(files, FIRST, STEP, images)) {
            digits.add(new Image(Space.image(SIDE, SIDE, 1), digit));
        }
        return digits;
    }

    private List<Image> digits() {
        try {
            return digits(files, images);
        } catch (IOException e) {
            throw new UncheckedIOException(e.getMessage(), e);
        }
    }

    /** One digit, measured. */
    private record Measured(Image truth, InverseProblem problem) {
        static Measured of(Image truth, int number, int rows, long seed) {
            RandomGenerator random =
                    RandomGeneratorFactory.of("L64X128MixRandom").create((seed * 1_000_003L + rows) * 1009 + number);
            LinearOperator a = new RandomMatrix(truth.space(), rows, RandomMatrix.Entries.GAUSSIAN, random);
            float[] y = new GaussianNoise(SIGMA).sample(a.apply(truth.data()), random);
            return new Measured(truth, new InverseProblem(a, new Image(a.range(), y)));
        }

        /** In hundredths. */
        double error(Image x) {
            return 100 * Math.sqrt(Vectors.distanceSquared(x.data(), truth.data()) / truth.data().length);
        }
    }

    /** Errors of each digit, and the first images. */
    private record Result(double[] errors, List<Image> images) {
        double mean() {
            return Arrays.stream(errors).average().orElseThrow();
        }
    }

    @Override
    public Findings run(long seed, Listener... listeners) {
        Map<String, double[]> lines = new LinkedHashMap<>();
        List<List<String>> rows = new ArrayList<>();
        List<Figure> figures = new ArrayList<>();
        List<Image> digits = digits();
        for (int k = 0; k < measurements.size(); k++) {
            int m = measurements.get(k);
            List<Measured> all = new ArrayList<>();
            for (int i = 0; i < digits.size(); i++) {
                all.add(Measured.of(digits.get(i), i, m, seed));
            }
            Map<String, Result> results = new LinkedHashMap<>();
            results.put(TV, best(all, listeners));
            for (String method : methods) {
                results.put(label(method), result(informed(method), all, listeners));
            }
            List<String> row = new ArrayList<>(List.of(Integer.toString(m)));
            double[] reference = results.get(TV).errors;
            for (Map.Entry<String, Result> e : results.entrySet()) {
                double[] errors = e.getValue().errors;
                lines.computeIfAbsent(e.getKey(), name -> new double[measurements.size()])[k] =
                        e.getValue().mean();
                row.add(MeanInterval.of(errors).value()
                        + (e.getKey().equals(TV)
                                ? ""
                                : " ("
                                        + MeanInterval.ofDifferences(errors, reference)
                                                .difference() + ")"));
            }
            rows.add(row);
            if (m == SHOWN_FROM) {
                figures.addAll(figures(all, results));
            }
        }
        double[] x = measurements.stream().mapToDouble(m -> m).toArray();
        Chart chart = Chart.linear("measurements of " + SIDE * SIDE, "error of a pixel in hundredths");
        lines.forEach((name, errors) -> chart.line(name, x, errors));
        List<String> columns = new ArrayList<>(List.of("measurements"));
        columns.addAll(lines.keySet());
        return new Findings(
                columns,
                rows,
                List.of(new Captioned(chart, "Mean error against the number of measurements.")),
                List.of(),
                figures);
    }

    /** As it stands over a column: without what all have in common. */
    private static String label(String method) {
        return method.replaceFirst("^generative-prior:", "")
                .replaceAll("(bundle|range)=", "")
                .replace(':', ' ');
    }

    /** The method with the noise, where it asks for it. */
    private static Contestant informed(String text) {
        Contestant contestant = Contestant.parse(Contestant.methods(), text);
        boolean asks =
                contestant.method().parameters().stream().anyMatch(p -> p.name().equals(NOISE));
        return asks && !contestant.settings().containsKey(NOISE)
                ? Contestant.parse(Contestant.methods(), text + ":" + NOISE + "=" + SIGMA)
                : contestant;
    }

    private Result best(List<Measured> all, Listener... listeners) {
        Result best = null;
        for (double weight : WEIGHTS) {
            String text = "tv:weight=" + weight + ":tolerance=1e-3";
            Result found = result(Contestant.parse(Contestant.methods(), text), all, listeners);
            best = best == null || found.mean() < best.mean() ? found : best;
        }
        return best;
    }

    private Result result(Contestant method, List<Measured> all, Listener... listeners) {
        double[] errors = new double[all.size()];
        List<Image> first = new ArrayList<>();
        for (int i = 0; i < errors.length; i++) {
            Reconstruction r = method.reconstructor().reconstruct(all.get(i).problem, listeners);
            if (r.status() == Status.CANCELLED) {
                throw new CancellationException();
            }
            errors[i] = all.get(i).error(r.image());
            if (i < SHOWN) {
                first.add(r.image());
            }
        }
        return new Result(errors, first);
    }

    private static List<Figure> figures(List<Measured> all, Map<String, Result> results) {
        List<Figure> figures = new ArrayList<>();
        for (int i = 0; i < Math.min(SHOWN, all.size()); i++) {
            List<Panel> panels = new ArrayList<>(List.of(Panel.grey("truth", "", all.get(i).truth, GREY)));
            for (Map.Entry<String, Result> e : results.entrySet()) {
                Result r = e.getValue();
                panels.add(
                        Panel.grey(e.getKey(), String.format(Locale.ROOT, "%.2f", r.errors[i]), r.images.get(i), GREY));
            }
            figures.add(new Figure("A digit from " + SHOWN_FROM + " measurements", panels));
        }
        return figures;
    }
}
