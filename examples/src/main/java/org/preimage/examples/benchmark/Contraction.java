package org.preimage.examples.benchmark;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.function.Supplier;
import java.util.random.RandomGeneratorFactory;
import org.preimage.examples.report.Chart;
import org.preimage.examples.report.Pictures;
import org.preimage.operators.space.Image;
import org.preimage.operators.space.Vectors;
import org.preimage.operators.text.Numbers;
import org.preimage.reconstruction.posterior.PosteriorSampler;
import org.preimage.reconstruction.solver.Listener;
import org.preimage.reconstruction.solver.Status;

/**
 * How noise and denoising contract the difference of two starts: the same noise on both, the same level, and what is left after
 * each step.
 *
 * @param task what is measured, of which the first test image is taken
 * @param levels of noise on the starts, in image units
 * @param calls of the network
 * @param starts two names of methods
 */
record Contraction(Supplier<DiffusionTask> task, List<Double> levels, int calls, List<String> starts) implements Study {
    /** Iterations whose noisy image is shown. */
    private static final int SHOWN = 5;

    Contraction {
        levels = List.copyOf(levels);
        starts = List.copyOf(starts);
    }

    @Override
    public String name() {
        return "contraction";
    }

    @Override
    public String description() {
        return "30 views of ellipses, first test image: one sample from each of two starts, "
                + String.join(" and ", starts)
                + ", with the same noise. Root mean square distance of the two, noisy as they are, after each step over that of"
                + " the starts.";
    }

    @Override
    public Findings run(long seed, Listener... listeners) {
        DiffusionTask.Posed posed = task.get().making().of(0, seed);
        Chart chart = Chart.close("step", "distance over that of the starts");
        List<List<String>> rows = new ArrayList<>();
        List<Figure> figures = new ArrayList<>();
        Pictures.Scale grey = Pictures.Scale.of(posed.truth());
        double[] first = new double[starts.size()];
        List<float[]> begun = new ArrayList<>();
        for (int k = 0; k < starts.size(); k++) {
            Image start = Contestant.parse(Contestant.methods(), starts.get(k))
                    .reconstructor()
                    .reconstruct(posed.problem(), listeners)
                    .image();
            begun.add(start.data());
            first[k] = rms(start.data(), posed.truth().data());
        }
        double apart = rms(begun.get(0), begun.get(1));
        for (double level : levels) {
            List<List<float[]>> runs = new ArrayList<>();
            for (String start : starts) {
                runs.add(walk(posed, start, level, seed, listeners));
            }
            double[] x = new double[calls + 1];
            double[] y = new double[calls + 1];
            y[0] = 1;
            for (int k = 1; k <= calls; k++) {
                x[k] = k;
                y[k] = rms(runs.get(0).get(k - 1), runs.get(1).get(k - 1)) / apart;
            }
            chart.line("noise of " + Numbers.fixed(level, 2), x, y);
            List<String> row = new ArrayList<>(List.of(Numbers.fixed(level, 2), Numbers.fixed(apart, 4)));
            row.add(Numbers.fixed(rms(runs.get(0).get(calls - 1), runs.get(1).get(calls - 1)), 4));
            List<Panel> panels = new ArrayList<>(List.of(Panel.grey("truth", "", posed.truth(), grey)));
            for (int s = 0; s < starts.size(); s++) {
                List<float[]> run = runs.get(s);
                row.add(Numbers.fixed(first[s], 4) + " to "
                        + Numbers.fixed(rms(run.get(calls - 1), posed.truth().data()), 4));
                panels.add(Panel.grey(starts.get(s), "", new Image(posed.truth().space(), begun.get(s)), grey));
                for (int k = 0; k < SHOWN; k++) {
                    int at = Math.max(1, (k + 1) * calls / SHOWN);
                    panels.add(Panel.grey(
                            "after " + at + " steps",
                            "",
                            new Image(posed.truth().space(), run.get(at - 1)),
                            grey));
                }
            }
            rows.add(row);
            figures.add(new Figure("Trajectories from noise of " + Numbers.fixed(level, 2), panels));
        }
        List<String> columns =
                new ArrayList<>(List.of("noise on the starts", "distance of the starts", "distance in the end"));
        starts.forEach(s -> columns.add("error of " + s));
        return new Findings(
                columns,
                rows,
                List.of(new Captioned(chart, "Distance of two samples with the same noise from different starts.")),
                List.of(),
                figures);
    }

    private List<float[]> walk(
            DiffusionTask.Posed posed, String start, double level, long seed, Listener... listeners) {
        PosteriorSampler sampler = (PosteriorSampler) Contestant.parse(Contestant.methods(), "ccdf")
                .method()
                .with(Map.of(
                        "bundle", task.get().bundle(),
                        "start", start,
                        "level", Double.toString(level),
                        "calls", Integer.toString(calls)));
        List<float[]> seen = new ArrayList<>();
        Status status = sampler.sample(
                posed.problem(),
                1,
                RandomGeneratorFactory.of("L64X128MixRandom").create(seed),
                x -> {},
                p -> {
                    if (p.stage().equals("diffusion")) {
                        seen.add(p.solution().get());
                    }
                    boolean on = true;
                    for (Listener listener : listeners) {
                        on &= listener.onIteration(p);
                    }
                    return on;
                });
        if (status == Status.CANCELLED) {
            throw new CancellationException();
        }
        return seen;
    }

    private static double rms(float[] a, float[] b) {
        return Math.sqrt(Vectors.distanceSquared(a, b) / a.length);
    }
}
