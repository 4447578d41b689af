package org.preimage.examples.speed;

import java.io.PrintStream;
import java.util.Collection;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.Options;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/**
 * How cost grows with size, by JMH: {@link ProjectorSpeed} and {@link GriddingSpeed} for N x N pixels, N = 128 ... 2048, one
 * thread. Projectors and back-projections cost the same for each pixel and angle, gridding the same for each N<sup>2</sup>
 * log<sub>2</sub> N with angles in proportion to N.
 */
public final class SizeTable {
    private static final String[] SIZES = {"128", "256", "512", "1024", "2048"};

    private SizeTable() {}

    /** Takes about eight minutes with vectors, half of it without. */
    public static void main(String[] args) throws RunnerException {
        boolean vectors = Runtime.version().feature() >= 25;
        PrintStream out = System.out;
        out.printf("JMH, one thread; Java %s%n", Runtime.version());
        out.println("ns per pixel and angle");
        heading(out);
        table(
                out,
                measure(ProjectorSpeed.class, "(forward|adjoint|backprojection|stripForward|stripAdjoint)$", vectors),
                true);
        out.println("ns per N^2 log2 N");
        heading(out);
        table(out, measure(GriddingSpeed.class, "gridding$", false), false);
    }

    private static Collection<RunResult> measure(Class<?> benchmark, String methods, boolean vectors)
            throws RunnerException {
        Options options = new OptionsBuilder()
                .include(benchmark.getName().replace(".", "\\.") + "\\." + methods)
                .param("size", SIZES)
                .param("threads", "1")
                .param("kernel", vectors ? new String[] {"plain", "vector"} : new String[] {"plain"})
                .warmupIterations(2)
                .warmupTime(TimeValue.seconds(1))
                .measurementIterations(3)
                .measurementTime(TimeValue.seconds(1))
                .forks(1)
                .shouldFailOnError(true)
                .verbosity(VerboseMode.SILENT)
                .build();
        return new Runner(options).run();
    }

    private static void heading(PrintStream out) {
        out.printf("%-26s", "");
        for (String size : SIZES) {
            out.printf("%9s", size);
        }
        out.println();
    }

    private static void table(PrintStream out, Collection<RunResult> results, boolean eachAngle) {
        Map<String, Map<Integer, Double>> rows = new TreeMap<>();
        for (RunResult result : results) {
            int n = Integer.parseInt(result.getParams().getParam("size"));
            double operations = eachAngle ? ProjectorSpeed.Fast.samples(n) : (double) n * n * Math.log(n) / Math.log(2);
            String name = result.getPrimaryResult().getLabel();
            String kernel = eachAngle ? " " + result.getParams().getParam("kernel") : "";
            rows.computeIfAbsent(name + kernel, k -> new TreeMap<>())
                    .put(n, 1e6 * result.getPrimaryResult().getScore() / operations);
        }
        rows.forEach((name, values) -> {
            out.printf("%-26s", name);
            values.values().forEach(v -> out.printf(Locale.ROOT, "%9.3f", v));
            out.println();
        });
    }
}
