package org.preimage.examples.benchmark;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import java.util.stream.Collectors;
import org.preimage.operators.phantom.SheppLogan;
import org.preimage.operators.space.Image;
import org.preimage.operators.space.Space;
import org.preimage.operators.spec.BeamSpec;
import org.preimage.operators.spec.MriSpec;
import org.preimage.operators.spec.OperatorSpec;
import org.preimage.operators.tomography.ParallelBeam;
import org.preimage.reconstruction.InverseProblem;
import org.preimage.reconstruction.Reconstruction;
import org.preimage.reconstruction.solver.Listener;
import org.preimage.reconstruction.solver.Status;

/** Runs tasks by methods and measures the results. The table depends on the seed alone, but for time and memory. */
public final class Benchmark {
    private final String suite;
    private final List<Task> tasks;
    private final List<Contestant> methods;
    private final long seed;
    private final String command;

    /**
     * @param suite name of the suite
     * @param tasks what to reconstruct
     * @param methods by what
     * @param seed of all randomness
     * @param command the command that runs tasks of this suite, without the choice of tasks, methods and seed
     */
    public Benchmark(String suite, List<Task> tasks, List<Contestant> methods, long seed, String command) {
        this.suite = suite;
        this.tasks = List.copyOf(tasks);
        this.methods = List.copyOf(methods);
        this.seed = seed;
        this.command = command;
    }

    public String suite() {
        return suite;
    }

    public List<Task> tasks() {
        return tasks;
    }

    public long seed() {
        return seed;
    }

    /** The command that runs all of this benchmark. */
    public String command() {
        String only = tasks.stream().map(Task::name).collect(Collectors.joining(","));
        String by = methods.stream().map(Contestant::text).collect(Collectors.joining(","));
        return command + (only.isEmpty() ? "" : " --tasks " + only) + (by.isEmpty() ? "" : " --methods " + by)
                + " --seed " + seed;
    }

    /** The command that runs one study of the suite alone. */
    String command(Study study) {
        return command + " --tasks " + study.name()
                + (study.methods().isEmpty() ? "" : " --methods " + String.join(",", study.methods())) + " --seed "
                + seed;
    }

    /** The methods that take a task. */
    private List<Contestant> fitting(Task task) {
        return methods.stream().filter(task::fits).toList();
    }

    /**
     * Runs everything.
     *
     * @param onRow told of each row when it is done
     * @param listeners told of each iteration
     * @throws CancellationException if a listener cancels
     * @throws IOException if an input cannot be read
     */
    public List<Row> run(Consumer<Row> onRow, Listener... listeners) throws IOException {
        warmUp(listeners);
        List<Row> rows = new ArrayList<>();
        for (Task task : tasks) {
            List<Case> cases = task.cases().make(random(task.name()));
            // What the data tell about the operator, as coil sensitivities, is found once for all methods and not
            // timed.
            List<OperatorSpec> specs =
                    cases.stream().map(c -> task.spec().completedBy(c.data())).toList();
            String data = Checksum.of(cases);
            Row baseline = null;
            for (Contestant method : fitting(task)) {
                PeakMemory.Gauge memory = PeakMemory.Gauge.start();
                List<Row.Result> results = new ArrayList<>();
                for (int i = 0; i < cases.size(); i++) {
                    results.add(reconstruct(specs.get(i), cases.get(i), method, listeners));
                }
                PeakMemory peak = memory.read(cases.size());
                if (results.get(0).reconstruction().iterations() > 0) {
                    peak = peak.withLive(live(specs.get(0), cases.get(0), method, listeners));
                }
                Row row = row(task, method, results, peak, baseline, data);
                baseline = baseline == null ? row : baseline;
                rows.add(row);
                onRow.accept(row);
            }
        }
        return rows;
    }

    /** @param baseline the row of the first method that takes the task; null if this is it */
    private Row row(
            Task task, Contestant method, List<Row.Result> results, PeakMemory memory, Row baseline, String data) {
        String first = baseline == null ? method.text() : baseline.method();
        List<Row.Result> others = baseline == null ? results : baseline.cases();
        return new Row(
                suite,
                task.name(),
                method.text(),
                results,
                memory,
                first,
                MeanInterval.ofDifferences(psnr(results), psnr(others)),
                data,
                command + " --tasks " + task.name() + " --methods " + (baseline == null ? "" : first + ",")
                        + method.text() + " --seed " + seed);
    }

    private static double[] psnr(List<Row.Result> results) {
        return results.stream().mapToDouble(Row.Result::psnr).toArray();
    }

    private RandomGenerator random(String task) {
        // Each task has a stream of its own, so that it gives the same numbers alone as among others.
        return RandomGeneratorFactory.of("Xoshiro256PlusPlus").create(seed * 1_000_003L + task.hashCode());
    }

    private static Row.Result reconstruct(OperatorSpec spec, Case image, Contestant method, Listener... listeners) {
        // A new operator each time: what operators compute once and keep, as their norm, is paid by every method.
        long begin = System.nanoTime();
        Reconstruction result =
                method.reconstructor().reconstruct(new InverseProblem(spec.operator(), image.data()), listeners);
        double seconds = (System.nanoTime() - begin) * 1e-9;
        requireNotCancelled(result);
        Quality quality = image.truth() == null
                ? new Quality(Double.NaN, Double.NaN, Double.NaN, Double.NaN)
                : image.quality(result.image());
        return new Row.Result(image, result, quality.psnr(), quality.ssim(), quality.nrmse(), seconds);
    }

    /** Bytes of the heap that the first iterations on an image need; in a run of its own, which is not timed. */
    private static long live(OperatorSpec spec, Case image, Contestant method, Listener... listeners) {
        HeapProbe probe = new HeapProbe();
        Listener all = progress -> {
            boolean goOn = probe.onIteration(progress);
            for (Listener listener : listeners) {
                goOn &= listener.onIteration(progress);
            }
            return goOn;
        };
        try {
            method.reconstructor().reconstruct(new InverseProblem(spec.operator(), image.data()), all);
        } catch (CancellationException e) {
            // Some methods end so when the probe has seen enough; whoever else cancels is heard again in the next run.
        }
        return probe.bytes();
    }

    private static void requireNotCancelled(Reconstruction result) {
        if (result.status() == Status.CANCELLED) {
            throw new CancellationException();
        }
    }

    /** Each method once on a small problem, not timed, so that Java has compiled the code that the rows then time. */
    private void warmUp(Listener... listeners) throws IOException {
        if (tasks.stream().anyMatch(t -> t.spec() instanceof BeamSpec)) {
            Space image = Space.image(64, 64, 1);
            ParallelBeam geometry = ParallelBeam.halfTurn(image, ParallelBeam.coveringDetectors(image, 1), 1, 24);
            Image data = SheppLogan.modified(64).sinogram(geometry);
            for (Contestant method : methods) {
                if (!method.learned() && method.method().takes("parallel-beam")) {
                    run(method, new InverseProblem(new BeamSpec(geometry).operator(), data), listeners);
                }
            }
        }
        // A trained model takes its own geometry only.
        List<Contestant> trained =
                new ArrayList<>(methods.stream().filter(Contestant::learned).toList());
        for (Task task : tasks) {
            List<Contestant> now =
                    trained.stream().filter(fitting(task)::contains).toList();
            if (task.spec() instanceof BeamSpec && !now.isEmpty()) {
                Case first = task.cases().make(random(task.name())).get(0);
                for (Contestant method : now) {
                    run(method, new InverseProblem(task.spec().operator(), first.data()), listeners);
                }
                trained.removeAll(now);
            }
        }
        List<Contestant> cold = new ArrayList<>(methods);
        for (Task task : tasks) {
            List<Contestant> now = cold.stream().filter(fitting(task)::contains).toList();
            if (!(task.spec() instanceof BeamSpec) && !now.isEmpty()) {
                Optional<InverseProblem> small = small(task);
                small.ifPresent(problem -> now.forEach(method -> run(method, problem, listeners)));
                cold.removeAll(now);
            }
        }
    }

    /** A small problem of the kind of a task's. */
    private Optional<InverseProblem> small(Task task) throws IOException {
        if (task.spec() instanceof MriSpec) {
            Image data = task.cases().make(random(task.name())).get(0).data();
            return MriWarmUp.like(task.spec().completedBy(data), data);
        }
        return ImageWarmUp.like(task.spec());
    }

    private static void run(Contestant method, InverseProblem problem, Listener... listeners) {
        requireNotCancelled(method.reconstructor().reconstruct(problem, listeners));
    }
}
