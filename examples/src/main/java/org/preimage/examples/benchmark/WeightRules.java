package org.preimage.examples.benchmark;

import java.io.IOException;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.random.RandomGeneratorFactory;
import org.preimage.operators.Operator;
import org.preimage.operators.spec.OperatorSpec;
import org.preimage.reconstruction.InverseProblem;
import org.preimage.reconstruction.Reconstruction;
import org.preimage.reconstruction.method.Method;
import org.preimage.reconstruction.method.Methods;

/**
 * How far the weights that rules find from the data alone stay behind the best one, which only the truth tells: PSNR by each
 * rule beside that of the best weight, its weight relative to the best, and its cost.
 *
 * <p>The best weight is searched by factors of 1.5 around the best one of the rules. Cost: the iterations that chose the weight, and
 * the CPU time of everything relative to that of a run with the same weight given.
 */
public final class WeightRules {
    private static final List<String> RULES = List.of("sure", "gcv", "discrepancy", "l-curve", "noise");
    private static final double FACTOR = 1.5;
    private static final int MOST = 16;
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    private final PrintStream out;
    private final List<Double> losses = new ArrayList<>();
    private int beyond;

    private WeightRules(PrintStream out) {
        this.out = out;
    }

    /** A method on a case. */
    private record Problem(Method method, OperatorSpec spec, Case image) {
        Reconstruction run(Map<String, String> settings, int[] searched) {
            Operator operator = spec.operator();
            return method.with(settings).reconstruct(new InverseProblem(operator, image.data()), p -> {
                searched[0] += p.stage().equals("choosing the weight") ? 1 : 0;
                return true;
            });
        }

        double psnr(Reconstruction r) {
            return image.quality(r.image()).psnr();
        }
    }

    /** What a rule came to. */
    private record Choice(String rule, double weight, double psnr, int searched, int iterations, double seconds) {}

    private void compare(String task, Problem problem) {
        List<Choice> choices = new ArrayList<>();
        TreeMap<Double, Double> psnr = new TreeMap<>();
        for (String rule : RULES) {
            int[] searched = {0};
            long begin = THREADS.getCurrentThreadCpuTime();
            Reconstruction r = problem.run(Map.of("rule", rule), searched);
            double seconds = (THREADS.getCurrentThreadCpuTime() - begin) * 1e-9;
            double weight = Double.parseDouble(r.how().parameters().get("weight"));
            choices.add(new Choice(rule, weight, problem.psnr(r), searched[0], r.iterations(), seconds));
            if (weight > 0) {
                psnr.put(Math.log(weight), problem.psnr(r));
            }
        }
        double best = best(problem, psnr);
        long begin = THREADS.getCurrentThreadCpuTime();
        problem.run(Map.of("weight", Double.toString(Math.exp(best))), new int[1]);
        double given = (THREADS.getCurrentThreadCpuTime() - begin) * 1e-9;
        out.printf(
                Locale.ROOT,
                "%-28s %-16s %-12s best %8.3g %6.2f dB",
                task,
                problem.image.name(),
                problem.method.name(),
                Math.exp(best),
                psnr.get(best));
        for (Choice c : choices) {
            double loss = psnr.get(best) - c.psnr;
            if (!c.rule.equals("l-curve") && !c.rule.equals("noise")) {
                losses.add(loss);
                beyond += loss > 1 ? 1 : 0;
            }
            out.printf(
                    Locale.ROOT,
                    " | %s %6.2f %5.2f%s w x %.2g, %d + %d, t x %.1f",
                    c.rule,
                    c.psnr,
                    -loss,
                    loss > 1 ? "!" : " ",
                    c.weight / Math.exp(best),
                    c.searched,
                    c.iterations,
                    c.seconds / given);
        }
        out.println();
        out.flush();
    }

    /** The logarithm of the best weight near the best one known; adds what it tries. */
    private static double best(Problem problem, TreeMap<Double, Double> psnr) {
        double step = Math.log(FACTOR);
        for (int tries = 0; tries < MOST; ) {
            double best = top(psnr);
            boolean moved = false;
            for (int side = -1; side <= 1; side += 2) {
                double next = best + side * step;
                Double near = psnr.floorKey(next + step / 3);
                if (near == null || near < next - step / 3) {
                    String weight = Double.toString(Math.exp(next));
                    psnr.put(next, problem.psnr(problem.run(Map.of("weight", weight), new int[1])));
                    tries++;
                    moved = true;
                }
            }
            if (!moved) {
                break;
            }
        }
        return top(psnr);
    }

    private static double top(TreeMap<Double, Double> psnr) {
        return psnr.entrySet().stream()
                .max(Map.Entry.comparingByValue())
                .orElseThrow()
                .getKey();
    }

    private void compare(Suite suite, List<String> methods, int cases) throws IOException {
        for (Task task : suite.tasks(Path.of("."))) {
            List<Case> images = task.cases()
                    .make(RandomGeneratorFactory.of("Xoshiro256PlusPlus")
                            .create(1_000_003L + task.name().hashCode()));
            for (String name : methods) {
                Method method = Methods.named(Methods.classical(), name);
                for (Case image : images.subList(0, task.fits(method) ? Math.min(cases, images.size()) : 0)) {
                    OperatorSpec spec = task.spec().completedBy(image.data());
                    compare(suite.name() + "/" + task.name(), new Problem(method, spec, image));
                }
            }
        }
    }

    /**
     * Prints the table.
     *
     * @param args suites with commas between, methods with commas between, and how many images of each task; all may be left out
     */
    public static void main(String[] args) throws IOException {
        String suites = args.length > 0 ? args[0] : "denoise,deblur,inpaint,superres,ct-sparse,mri-cartesian";
        String methods = args.length > 1 ? args[1] : "tv,tikhonov,l1-wavelet";
        int cases = args.length > 2 ? Integer.parseInt(args[2]) : 1;
        WeightRules table = new WeightRules(System.out);
        table.out.println("rule, PSNR, less than the best, weight over the best, iterations of the search + of the run,"
                + " CPU time over that with the weight given");
        for (String suite : suites.split(",")) {
            table.compare(Suites.named(suite), List.of(methods.split(",")), cases);
        }
        table.out.printf(
                Locale.ROOT,
                "sure, gcv and discrepancy: %d of %d more than 1 dB below the best weight; worst %.2f dB%n",
                table.beyond,
                table.losses.size(),
                table.losses.stream().mapToDouble(d -> d).max().orElse(0));
    }
}
