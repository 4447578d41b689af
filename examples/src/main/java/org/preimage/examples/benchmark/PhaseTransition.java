package org.preimage.examples.benchmark;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.apache.commons.math3.linear.MatrixUtils;
import org.apache.commons.math3.linear.QRDecomposition;
import org.apache.commons.math3.linear.RealMatrix;
import org.preimage.examples.report.Chart;
import org.preimage.operators.LinearOperator;
import org.preimage.operators.space.Space;
import org.preimage.operators.space.Vectors;
import org.preimage.operators.text.Numbers;
import org.preimage.reconstruction.functional.L1;
import org.preimage.reconstruction.functional.Proximable;
import org.preimage.reconstruction.functional.TightFrameComposition;
import org.preimage.reconstruction.functional.Translation;
import org.preimage.reconstruction.functional.Zero;
import org.preimage.reconstruction.solver.DouglasRachford;
import org.preimage.reconstruction.solver.Listener;
import org.preimage.reconstruction.solver.Outcome;
import org.preimage.reconstruction.solver.Progress;
import org.preimage.reconstruction.solver.Runner;
import org.preimage.reconstruction.solver.Stopping;

/**
 * How many measurements a sparse vector needs: the success rate of min |x|<sub>1</sub> subject to A x = b over random vectors
 * and matrices, beside the theory's {@link SparseThreshold}.
 *
 * @param length n, entries of the vectors
 * @param trials random problems for each point
 */
record PhaseTransition(int length, int trials) implements Study {
    /** Measurements for each entry. */
    private static final double[] DELTAS = {0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9};

    /** Distances from the theory's rho at which success is counted. */
    private static final double[] OFFSETS = {-0.2, -0.15, -0.1, -0.06, -0.03, 0, 0.03, 0.06, 0.1, 0.15, 0.2};

    /** Those whose success rates are drawn. */
    private static final List<Double> DRAWN = List.of(0.2, 0.4, 0.6, 0.8);

    private static final int ITERATIONS = 1000;
    private static final double SUCCESS = 1e-2;

    @Override
    public String name() {
        return "phase-transition";
    }

    @Override
    public String description() {
        return "Vectors of " + length
                + " entries, of which k are not zero (Gaussian, at random places), from m = delta " + length
                + " measurements with a Gaussian matrix, by the least sum of magnitudes that fits them (Douglas-Rachford, "
                + ITERATIONS + " iterations at most). A success is a relative error below " + SUCCESS
                + "; each point stands for " + trials
                + " random problems. rho = k / m; below the theory's curve nearly all succeed in large problems, above it"
                + " nearly none.";
    }

    /** Success rates along rho for one delta. */
    private record Line(double delta, double[] rho, double[] rate) {
        /** Where the rate falls through one half, by linear interpolation at the last such place. */
        double half() {
            for (int i = rho.length - 2; i >= 0; i--) {
                if (rate[i] >= 0.5 && rate[i + 1] < 0.5) {
                    return rho[i] + (rho[i + 1] - rho[i]) * (rate[i] - 0.5) / (rate[i] - rate[i + 1]);
                }
            }
            return Double.NaN;
        }
    }

    @Override
    public Findings run(long seed, Listener... listeners) {
        List<Line> lines = new ArrayList<>();
        for (int d = 0; d < DELTAS.length; d++) {
            lines.add(line(seed, d, listeners));
        }
        List<List<String>> rows = new ArrayList<>();
        Chart rates = Chart.linear("non-zero entries for each measurement, rho", "success rate");
        for (Line line : lines) {
            rows.add(List.of(
                    Numbers.fixed(line.delta, 1),
                    Numbers.fixed(SparseThreshold.rho(line.delta), 3),
                    Numbers.fixed(line.half(), 3)));
            if (DRAWN.contains(line.delta)) {
                rates.line("delta " + line.delta, line.rho, line.rate);
            }
        }
        double[] fine = new double[98];
        Arrays.setAll(fine, i -> (i + 1) / 100.0);
        Chart transition = Chart.linear(
                        "measurements for each entry, delta", "non-zero entries for each measurement, rho")
                .line(
                        "theory",
                        fine,
                        Arrays.stream(fine).map(SparseThreshold::rho).toArray())
                .line(
                        "half succeed",
                        DELTAS,
                        lines.stream().mapToDouble(Line::half).toArray());
        return new Findings(
                List.of("delta", "theory", "half succeed"),
                rows,
                List.of(
                        new Captioned(
                                transition, "The rho at which half of the problems are solved, beside the theory's."),
                        new Captioned(rates, "Success rates against rho for some delta.")));
    }

    private Line line(long seed, int d, Listener... listeners) {
        double delta = DELTAS[d];
        int m = (int) Math.round(delta * length);
        double theory = SparseThreshold.rho(delta);
        int[] counts = Arrays.stream(OFFSETS)
                .mapToInt(offset -> (int) Math.round((theory + offset) * m))
                .filter(k -> k >= 1 && k <= m)
                .distinct()
                .toArray();
        double[] rho = Arrays.stream(counts).mapToDouble(k -> (double) k / m).toArray();
        double[] rate = new double[counts.length];
        for (int i = 0; i < counts.length; i++) {
            int successes = 0;
            for (int trial = 0; trial < trials; trial++) {
                long stream = ((seed * 31 + d) * 1009 + counts[i]) * 1009 + trial;
                successes +=
                        succeeds(RandomGeneratorFactory.of("L64X128MixRandom").create(stream), m, counts[i]) ? 1 : 0;
            }
            rate[i] = (double) successes / trials;
            Progress progress = new Progress(
                    name(), d * OFFSETS.length + i + 1, DELTAS.length * OFFSETS.length, null, () -> new float[0]);
            for (Listener listener : listeners) {
                if (!listener.onIteration(progress)) {
                    throw new CancellationException();
                }
            }
        }
        return new Line(delta, rho, rate);
    }

    /** Whether one random problem of m measurements and k non-zero entries is solved. */
    private boolean succeeds(RandomGenerator random, int m, int k) {
        Space vectors = Space.vector(length);
        LinearOperator a = orthonormalRows(random, m);
        float[] truth = vectors.zeros();
        for (int left = k; left > 0; ) {
            int i = random.nextInt(length);
            if (truth[i] == 0) {
                truth[i] = (float) random.nextGaussian();
                left--;
            }
        }
        float[] b = a.apply(truth);
        Proximable fits = new TightFrameComposition(new Translation(new Zero(a.range()).conjugate(), b), a);
        DouglasRachford solver = new DouglasRachford(new L1(vectors, 1), fits, 0.5);
        Outcome outcome = new Runner(name(), Stopping.at(ITERATIONS, 1e-6)).run(solver, a.adjoint(b));
        return Math.sqrt(Vectors.distanceSquared(outcome.solution(), truth)) < SUCCESS * Vectors.norm(truth);
    }

    /** The rows of a Gaussian matrix made orthonormal: the same equations, and so the same solutions. */
    private LinearOperator orthonormalRows(RandomGenerator random, int m) {
        double[][] columns = new double[length][m];
        for (double[] row : columns) {
            for (int j = 0; j < m; j++) {
                row[j] = random.nextGaussian();
            }
        }
        RealMatrix q = new QRDecomposition(MatrixUtils.createRealMatrix(columns)).getQ();
        float[] rows = new float[m * length];
        for (int j = 0; j < m; j++) {
            for (int i = 0; i < length; i++) {
                rows[j * length + i] = (float) q.getEntry(i, j);
            }
        }
        int n = length;
        return LinearOperator.of(
                Space.vector(n),
                Space.vector(m),
                (x, out) -> {
                    for (int j = 0; j < m; j++) {
                        float sum = 0;
                        for (int i = 0; i < n; i++) {
                            sum += rows[j * n + i] * x[i];
                        }
                        out[j] = sum;
                    }
                },
                (y, out) -> {
                    Arrays.fill(out, 0);
                    for (int j = 0; j < m; j++) {
                        float factor = y[j];
                        for (int i = 0; i < n; i++) {
                            out[i] += factor * rows[j * n + i];
                        }
                    }
                });
    }
}
