package org.preimage.examples.benchmark;

import java.io.PrintStream;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.preimage.operators.experiment.SparseViewExperiment;
import org.preimage.operators.experiment.SparseViewExperiment.Sample;
import org.preimage.operators.experiment.SparseViewExperiment.Split;
import org.preimage.operators.parallel.Parallel;
import org.preimage.operators.space.Image;
import org.preimage.reconstruction.Reconstruction;
import org.preimage.reconstruction.Reconstructor;
import org.preimage.reconstruction.solver.Status;

/**
 * Finds the weights of total variation in the published tables: by factors of 1.25 from the weight that stands there, the one
 * with the best mean PSNR on validation images of seed 1.
 */
public final class PublishedWeights {
    private static final double FACTOR = 1.25;
    private static final String WEIGHT = "weight";

    private PublishedWeights() {}

    /**
     * Prints mean PSNR by weight.
     *
     * @param args the suite, and how many validation images (20)
     */
    public static void main(String[] args) {
        if (args.length == 0) {
            System.err.println("give the name of a suite, as table-ellipses, and a number of images");
            System.exit(2);
        }
        int images = args.length > 1 ? Integer.parseInt(args[1]) : 20;
        for (Study study : Suites.named(args[0]).studies()) {
            if (study instanceof PublishedTable table) {
                search(table, images, System.out);
            }
        }
    }

    static void search(PublishedTable table, int images, PrintStream out) {
        for (String text : table.contestants()) {
            Contestant contestant = Contestant.parse(Contestant.methods(), text);
            if (contestant.settings().containsKey(WEIGHT)) {
                best(table, contestant, images, out);
            }
        }
    }

    private static void best(PublishedTable table, Contestant contestant, int images, PrintStream out) {
        SparseViewExperiment experiment = table.experiment().get();
        double first = Double.parseDouble(contestant.settings().get(WEIGHT));
        // From the exponent k of first FACTOR^k.
        TreeMap<Integer, Double> psnr = new TreeMap<>();
        int best = 0;
        while (!psnr.containsKey(best - 1) || !psnr.containsKey(best + 1)) {
            for (int k = best - 1; k <= best + 1; k++) {
                if (!psnr.containsKey(k)) {
                    double weight = first * Math.pow(FACTOR, k);
                    psnr.put(k, psnr(table, experiment, contestant, weight, images, out));
                }
            }
            best = psnr.entrySet().stream()
                    .max(Map.Entry.comparingByValue())
                    .orElseThrow()
                    .getKey();
        }
        out.printf(Locale.ROOT, "best %.4g%n", first * Math.pow(FACTOR, best));
    }

    private static double psnr(
            PublishedTable table,
            SparseViewExperiment experiment,
            Contestant contestant,
            double weight,
            int images,
            PrintStream out) {
        Map<String, String> settings = new LinkedHashMap<>(contestant.settings());
        settings.put(WEIGHT, Double.toString(weight));
        Reconstructor method = contestant.method().with(settings);
        double[] each = new double[images];
        boolean[] converged = new boolean[images];
        Parallel.ranges(
                images,
                1,
                (from, to) -> Parallel.withThreads(1, () -> {
                    for (int i = from; i < to; i++) {
                        Sample sample = table.sample(experiment, Split.VALIDATION, 1, i);
                        Reconstruction result = method.reconstruct(PublishedTable.problem(experiment, sample));
                        Image truth = new Image(experiment.projector().domain(), sample.truth());
                        each[i] = PublishedTable.psnr(truth, result.image());
                        converged[i] = result.status() == Status.CONVERGED;
                    }
                }));
        int finished = 0;
        for (boolean c : converged) {
            finished += c ? 1 : 0;
        }
        double mean = Arrays.stream(each).average().orElseThrow();
        out.printf(
                Locale.ROOT,
                "%s %s weight %.4g: %.3f dB, %d of %d converged%n",
                table.name(),
                contestant.text(),
                weight,
                mean,
                finished,
                images);
        out.flush();
        return mean;
    }
}
