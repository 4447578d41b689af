package org.preimage.examples.speed;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import org.preimage.operators.LinearOperator;
import org.preimage.operators.experiment.SparseViewExperiment;
import org.preimage.operators.experiment.SparseViewExperiment.Sample;
import org.preimage.operators.experiment.SparseViewExperiment.Split;
import org.preimage.operators.parallel.Parallel;
import org.preimage.operators.space.Image;
import org.preimage.operators.space.Space;
import org.preimage.operators.tomography.ParallelBeam;
import org.preimage.operators.tomography.Projector;
import org.preimage.priors.bundle.Bundle;
import org.preimage.priors.bundle.Card;
import org.preimage.priors.method.LearnedReconstruction;
import org.preimage.priors.model.LearnedPrimalDual;
import org.preimage.priors.model.Physics;
import org.preimage.priors.tensor.ComputeDevice;
import org.preimage.priors.tensor.Precision;
import org.preimage.priors.tensor.Samples;
import org.preimage.priors.tensor.Scope;
import org.preimage.priors.tensor.Tape;
import org.preimage.priors.tensor.Tensor;
import org.preimage.priors.tensor.Var;
import org.preimage.priors.training.Loss;
import org.preimage.priors.training.Muon;
import org.preimage.priors.training.Recipes;
import org.preimage.priors.weights.Weights;
import org.preimage.reconstruction.InverseProblem;

/**
 * A training step of the recipe lpd-ellipses (learned primal-dual at 128 x 128 pixels, 30 views), one image, one thread: the
 * whole gradient, the same with an operator that costs nothing, and the operators alone, so that the price of passing between
 * PyTorch and Java shows; with floats and in mixed precision. Given a Python with PyTorch, the gradient of the same networks
 * there, also with an operator that costs nothing. CPU time, the median of {@value #STEPS} steps, each after a warm-up. Then
 * the time of a reconstruction of 256 x 256 pixels from 60 views.
 *
 * <pre>java -cp preimage.jar org.preimage.examples.speed.TrainingSpeed [PYTHON]</pre>
 */
public final class TrainingSpeed {
    private static final int STEPS = 30;
    private static final LearnedPrimalDual MODEL =
            (LearnedPrimalDual) Recipes.named("lpd-ellipses").model();

    /** Arguments: float or mixed. */
    private static final String SCRIPT = String.join(
            "\n",
            "import sys, time, torch, torch.nn as nn",
            "torch.set_num_threads(1)",
            "K, M, W, V, C, N = " + MODEL.iterations() + ", " + MODEL.primalMemory() + ", 32, 30, 183, 128",
            "conv = lambda i, o: nn.Conv2d(i, o, 3, padding=1)",
            "leaky = lambda: nn.LeakyReLU(0.2)",
            "block = lambda i: nn.Sequential(conv(i, W), leaky(), conv(W, W), leaky(), conv(W, M))",
            "P = nn.ModuleList([block(M + 1) for _ in range(K)]).to(memory_format=torch.channels_last)",
            "D = nn.ModuleList([block(M + 2) for _ in range(K)]).to(memory_format=torch.channels_last)",
            "parameters = list(P.parameters()) + list(D.parameters())",
            "print('weights', sum(p.numel() for p in parameters))",
            "y, truth = torch.rand(1, 1, V, C), torch.rand(1, 1, N, N)",
            "project = lambda f: f[:, :1].mean() + torch.zeros(1, 1, V, C)",
            "back = lambda h: h[:, :1].mean() + torch.zeros(1, 1, N, N)",
            "times = []",
            "for step in range(" + (STEPS + 10) + "):",
            "    t = time.process_time()",
            "    f = torch.cat([back(y), torch.zeros(1, M - 1, N, N)], 1)",
            "    h = torch.zeros(1, M, V, C)",
            "    with torch.autocast('cpu', dtype=torch.bfloat16, enabled=sys.argv[1] == 'mixed'):",
            "        for k in range(K):",
            "            a = project(f)",
            "            h = h + D[k](torch.cat([h, a, y], 1))",
            "            f = f + P[k](torch.cat([f, back(h[:, :1] + y - a)], 1))",
            "    loss = torch.log(((f[:, :1] - truth) ** 2).mean() + 1e-7)",
            "    for p in parameters: p.grad = None",
            "    loss.backward()",
            "    times.append(time.process_time() - t)",
            "times = sorted(times[10:])",
            "print('milliseconds', 1e3 * times[len(times) // 2])");

    private TrainingSpeed() {}

    /** Reads one number and writes it everywhere: a linear operator of no cost. */
    private static LinearOperator free(Space domain, Space range) {
        return LinearOperator.of(domain, range, (x, out) -> Arrays.fill(out, x[0]), (y, out) -> {
            Arrays.fill(out, 0);
            out[0] = y[0];
        });
    }

    private static double median(Runnable work) {
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        double[] times = new double[STEPS];
        for (int i = -10; i < STEPS; i++) {
            long begin = threads.getCurrentThreadCpuTime();
            work.run();
            times[Math.max(i, 0)] = (threads.getCurrentThreadCpuTime() - begin) * 1e-6;
        }
        Arrays.sort(times);
        return times[STEPS / 2];
    }

    private static void gradient(Weights weights, Physics physics, Sample sample, Precision precision) {
        try (Scope scope = Scope.open(ComputeDevice.CPU)) {
            Tape tape = Tape.recording(scope, weights, precision);
            Tensor truth = Samples.tensor(sample.truth(), physics.image());
            Var x = MODEL.reconstruct(tape, physics, tape.constant(Samples.tensor(sample.data(), physics.data())));
            Var loss = tape.segment((w, in) -> Loss.logarithmic(1e-7).of(in[0], truth), x);
            tape.backward(loss, new float[weights.values().length]);
        }
    }

    private static void run(String python) throws IOException {
        SparseViewExperiment experiment = SparseViewExperiment.dival();
        Sample sample = experiment.ellipses(Split.TRAINING, 1, 0);
        Projector a = experiment.projector();
        Weights weights = Weights.initial(MODEL.layout(), new java.util.SplittableRandom(1));
        Physics real = Physics.of(a);
        Physics none = Physics.of(free(a.domain(), a.range()), free(a.range(), a.domain()));
        float[] x = a.domain().zeros();
        float[] y = a.range().zeros();
        LinearOperator inverse = real.inverse().orElseThrow();
        double physics = median(() -> {
            for (int k = 0; k < MODEL.iterations(); k++) {
                a.apply(sample.truth(), y);
                inverse.apply(sample.data(), x);
                a.adjoint(sample.data(), x);
                inverse.adjoint(sample.truth(), y);
            }
        });
        Muon muon = Muon.standard();
        float[][] memory = new float[muon.memories()][weights.values().length];
        float[] g = weights.values().clone();
        double optimiser =
                median(() -> muon.update(MODEL.layout(), weights.values().clone(), g, memory, 10, 0.01));
        System.out.printf(Locale.ROOT, "weights %d%n", weights.values().length);
        System.out.printf(Locale.ROOT, "operators alone             %7.1f ms%n", physics);
        System.out.printf(Locale.ROOT, "Muon                        %7.1f ms%n", optimiser);
        for (Precision precision : Precision.values()) {
            double whole = median(() -> gradient(weights, real, sample, precision));
            double networks = median(() -> gradient(weights, none, sample, precision));
            System.out.println(precision + ":");
            System.out.printf(Locale.ROOT, "  gradient, whole           %7.1f ms%n", whole);
            System.out.printf(Locale.ROOT, "  gradient, networks alone  %7.1f ms%n", networks);
            System.out.printf(Locale.ROOT, "  whole over sum of parts   %7.2f%n", whole / (networks + physics));
            if (python != null) {
                double theirs = python(python, precision);
                System.out.printf(Locale.ROOT, "  Python, networks alone    %7.1f ms%n", theirs);
                System.out.printf(Locale.ROOT, "  ours over Python's        %7.2f%n", networks / theirs);
            }
        }
        reconstruction(weights);
    }

    private static double python(String python, Precision precision) throws IOException {
        String out = new String(
                new ProcessBuilder(python, "-c", SCRIPT, precision.toString())
                        .redirectError(ProcessBuilder.Redirect.INHERIT)
                        .start()
                        .getInputStream()
                        .readAllBytes(),
                StandardCharsets.UTF_8);
        return Double.parseDouble(out.lines()
                .filter(l -> l.startsWith("milliseconds"))
                .findFirst()
                .orElseThrow(() -> new IOException("no answer from " + python))
                .split(" ")[1]);
    }

    /** Wall time of a reconstruction at the larger size, by untrained weights, which cost the same. */
    private static void reconstruction(Weights weights) {
        Projector projector =
                ParallelBeam.halfTurn(Space.image(256, 256, 1), 363, 1, 60).projector();
        Card.Origin origin = new Card.Origin("", "", 1, 0, "nothing", "", "");
        Card card = new Card(
                Card.FORMAT,
                "untrained",
                "",
                MODEL,
                Bundle.fit(projector, projector.norm()),
                null,
                origin,
                null,
                "",
                "none");
        LearnedReconstruction method =
                new LearnedReconstruction("learned-primal-dual", new Bundle(card, weights), ComputeDevice.CPU, false);
        InverseProblem problem = new InverseProblem(
                projector, new Image(projector.range(), projector.range().zeros()));
        double best = Double.POSITIVE_INFINITY;
        for (int i = 0; i < 8; i++) {
            long begin = System.nanoTime();
            method.reconstruct(problem);
            best = Math.min(best, (System.nanoTime() - begin) * 1e-9);
        }
        System.out.printf(Locale.ROOT, "reconstruction 256 x 256, 60 views, wall time %.2f s%n", best);
    }

    /** @param args a Python with PyTorch, or nothing */
    public static void main(String[] args) throws IOException {
        IOException[] failed = new IOException[1];
        Parallel.withThreads(1, () -> {
            try {
                run(args.length > 0 ? args[0] : null);
            } catch (IOException e) {
                failed[0] = e;
            }
        });
        if (failed[0] != null) {
            throw failed[0];
        }
    }
}
