package org.preimage.priors.generative;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import java.util.stream.IntStream;
import org.preimage.operators.LinearOperator;
import org.preimage.operators.space.Vectors;
import org.preimage.priors.model.Generator;
import org.preimage.priors.tensor.ComputeDevice;
import org.preimage.priors.tensor.Scope;
import org.preimage.priors.tensor.Tape;
import org.preimage.priors.tensor.Tensor;
import org.preimage.priors.tensor.Var;
import org.preimage.priors.training.Adam;
import org.preimage.priors.training.Schedule;
import org.preimage.priors.weights.Law;
import org.preimage.priors.weights.Layout;
import org.preimage.priors.weights.Weights;
import org.preimage.reconstruction.solver.Checkpoint;
import org.preimage.reconstruction.solver.Iteration;

/**
 * The image x = u G(z) + v of a generator G for data y = A x + noise of standard deviation sigma, by
 *
 * <pre>min over z, v   1/2 |A (u G(z) + v) - y|<sup>2</sup> / sigma<sup>2</sup> + R(v, z) + w/2 |z|<sup>2</sup></pre>
 *
 * with a {@link RangePenalty} R. It is not convex in z: several random starts go on together as one batch, and at each eighth of the
 * steps the worse half of them ends, until one is left. z goes by {@link Adam}; between its steps v moves towards its best value
 * for that z. As v would explain the data of any z that is near the start, all ranges are hard in the first three eighths, with a
 * noise that counts what the range leaves over. The solution is the image of the lowest value so far, of the range asked for once
 * that has begun.
 *
 * @param generator G
 * @param weights its weights; not copied
 * @param operator A, on images of the generator's size
 * @param data y
 * @param range R
 * @param unit u, positive
 * @param noise sigma, positive
 * @param hardNoise sigma while the range is hard, positive: noise and deviation together
 * @param deviation s of R for all pixels and z; NaN for what the generator has learned
 * @param prior w, not negative; 1 for the law that z was trained with
 * @param restarts starts, at least 1
 * @param schedule learning rate of z
 * @param steps in all
 * @param seed of the starts
 * @param device where the generator is computed
 */
public record LatentOptimisation(
        Generator generator,
        Weights weights,
        LinearOperator operator,
        float[] data,
        RangePenalty range,
        double unit,
        double noise,
        double hardNoise,
        double deviation,
        double prior,
        int restarts,
        Schedule schedule,
        int steps,
        long seed,
        ComputeDevice device)
        implements Iteration<LatentOptimisation.State> {
    private static final Adam OPTIMISER = Adam.standard();

    /** Iterations for v in each step. */
    private static final int INNER = 8;

    /** Parts of the run after which half of the restarts end. */
    private static final int PARTS = 8;

    /** Of them, those in which the range is hard. */
    private static final int HARD_PARTS = 3;

    public LatentOptimisation {
        operator.range().require("data", data);
        if (operator.domain().length() != generator.rows() * generator.columns()) {
            throw new IllegalArgumentException("images are " + operator.domain() + ", but the generator makes "
                    + generator.columns() + " x " + generator.rows() + " pixels");
        }
        if (!(unit > 0 && noise > 0 && hardNoise > 0 && prior >= 0) || !(deviation > 0 || Double.isNaN(deviation))) {
            throw new IllegalArgumentException(
                    "unit is " + unit + ", noise " + noise + ", noise while the range is hard "
                            + hardNoise + ", deviation " + deviation + " and prior " + prior
                            + ", but the prior must not be negative and the others positive");
        }
        if (restarts < 1 || steps < 1) {
            throw new IllegalArgumentException(
                    "restarts are " + restarts + " and steps " + steps + ", but both must be at least 1");
        }
        if (range == RangePenalty.SPARSE && Double.isNaN(deviation)) {
            throw new IllegalArgumentException("sparse distances need one deviation for all pixels");
        }
    }

    /** Everything that changes. */
    public static final class State {
        private final float[] z;
        private final float[][] memory;
        private final float[][] v;
        private final float[] previous;
        private final float[] best;
        private final double lipschitz;
        private double lowest = Double.POSITIVE_INFINITY;
        private int alive;
        private boolean near;
        private long step;

        private State(float[] z, int restarts, int pixels, double lipschitz) {
            this.z = z;
            this.lipschitz = lipschitz;
            memory = new float[OPTIMISER.memories()][z.length];
            v = new float[restarts][pixels];
            previous = new float[pixels];
            best = new float[pixels];
            alive = restarts;
        }

        /** Steps done. */
        public long step() {
            return step;
        }

        /** Restarts that go on. */
        public int alive() {
            return alive;
        }

        /** The lowest value so far. */
        public double lowest() {
            return lowest;
        }
    }

    /** Standard normal z of all restarts, one after the other. */
    public float[] initial() {
        RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
        float[] z = new float[restarts * generator.latent()];
        for (int i = 0; i < z.length; i++) {
            z[i] = (float) random.nextGaussian();
        }
        return z;
    }

    /** @param z0 latent values of all restarts, as {@link #initial} draws them */
    @Override
    public State start(float[] z0) {
        if (z0.length != restarts * generator.latent()) {
            throw new IllegalArgumentException("z0 has " + z0.length + " values, but " + restarts + " restarts of "
                    + generator.latent() + " are needed");
        }
        double norm = operator.normBound();
        return new State(z0.clone(), restarts, operator.domain().length(), norm * norm);
    }

    /** Values and slopes by z of all restarts that go on. */
    private record Evaluation(double[] values, float[] slopes) {}

    private RangePenalty range(State s) {
        return s.step * PARTS < (long) HARD_PARTS * steps ? RangePenalty.HARD : range;
    }

    @Override
    public void step(State s) {
        if (range != RangePenalty.HARD && range(s) == range && !s.near) {
            s.near = true;
            s.lowest = Double.POSITIVE_INFINITY;
        }
        Evaluation now = evaluate(s);
        int kept = Math.max(1, restarts >> Math.min(30, PARTS * s.step / steps));
        if (kept < s.alive) {
            keepBest(s, now, kept);
        }
        Layout layout = Layout.builder()
                .add("z", Law.constant(0), s.alive * generator.latent())
                .build();
        OPTIMISER.update(layout, s.z, now.slopes, s.memory, s.step + 1, schedule.at(s.step / (double) steps));
        s.step++;
    }

    private Evaluation evaluate(State s) {
        int n = operator.domain().length();
        int d = generator.latent();
        float[] z = Arrays.copyOf(s.z, s.alive * d);
        double[] values = new double[s.alive];
        float[] slopes;
        System.arraycopy(s.best, 0, s.previous, 0, n);
        try (Scope scope = Scope.open(device)) {
            Tape tape = Tape.recording(scope, weights);
            Var at = tape.variable(scope.tensor(z, s.alive, d, 1, 1));
            Var made = tape.segment((w, in) -> asked(generator.make(in[0], w), range(s)), at);
            float[] all = made.value().toFloats();
            float[] cotangents = new float[all.length];
            int channels = all.length / (s.alive * n);
            for (int r = 0; r < s.alive; r++) {
                Point point = new Point(all, cotangents, r * channels * n, n, channels > 1);
                double latent = 0.5 * prior * Vectors.normSquared(Arrays.copyOfRange(z, r * d, (r + 1) * d));
                values[r] = latent + follow(s, s.v[r], point, latent);
            }
            slopes = tape.product(made, scope.tensor(cotangents, made.value().shape()), at)
                    .toFloats();
        }
        Vectors.add(prior, z, slopes);
        return new Evaluation(values, slopes);
    }

    /** Images, and the deviations where they are learned: [N, 1 or 2, rows, columns]. */
    private Tensor asked(Generator.Made made, RangePenalty now) {
        if (now != RangePenalty.SOFT || !Double.isNaN(deviation)) {
            return made.images();
        }
        if (made.deviations() == null) {
            throw new IllegalArgumentException("the generator has learned no deviations; give one number");
        }
        return Tensor.channels(made.images(), made.deviations());
    }

    /**
     * What a generator has made of one z, and the slopes by it.
     *
     * @param all images of all z, with deviations behind each where learned
     * @param slopes to be written, in the same order
     * @param from the first pixel
     */
    private record Point(float[] all, float[] slopes, int from, int pixels, boolean learned) {
        double image(int i) {
            return all[from + i];
        }

        double deviation(int i, double given) {
            return learned ? all[from + pixels + i] : given;
        }
    }

    /** Moves v, and writes the slopes; misfit and penalty there. */
    private double follow(State s, float[] v, Point point, double latent) {
        RangePenalty now = range(s);
        double sigma = now == RangePenalty.HARD ? hardNoise : noise;
        Distance distance = new Distance(operator, data, sigma, s.lipschitz);
        int n = v.length;
        float[] image = new float[n];
        double[] variance = new double[n];
        for (int i = 0; i < n; i++) {
            image[i] = (float) (unit * point.image(i));
            variance[i] = Math.pow(unit * point.deviation(i, deviation), 2);
        }
        switch (now) {
            case SOFT -> distance.quadratic(image, variance, v, INNER);
            case SPARSE -> distance.sparse(image, Math.sqrt(2) / (unit * deviation), v, INNER);
            case HARD -> {}
        }
        float[] residual = distance.residual(image, v);
        double value = 0.5 * Vectors.normSquared(residual) / (sigma * sigma);
        double share = Math.min(1, (double) data.length / n);
        float[] back = now == RangePenalty.SOFT ? null : operator.adjoint(residual);
        for (int i = 0; i < n; i++) {
            if (now == RangePenalty.SOFT) {
                double deviant = point.deviation(i, deviation);
                // The image x is kept as it is: what data say of it is said in v.
                value += 0.5 * v[i] * v[i] / variance[i] + share * Math.log(deviant);
                point.slopes[point.from + i] = (float) (-unit * v[i] / variance[i]);
                if (point.learned) {
                    point.slopes[point.from + n + i] = (float) ((share - v[i] * v[i] / variance[i]) / deviant);
                }
            } else {
                value += now == RangePenalty.SPARSE ? Math.sqrt(2) / (unit * deviation) * Math.abs(v[i]) : 0;
                point.slopes[point.from + i] = (float) (unit * back[i] / (sigma * sigma));
            }
        }
        if (value + latent < s.lowest) {
            s.lowest = value + latent;
            Vectors.combine(1, image, 1, v, s.best);
        }
        return value;
    }

    /** Lets the restarts of the lowest values go on, as the first ones. */
    private void keepBest(State s, Evaluation now, int kept) {
        int d = generator.latent();
        int[] order = IntStream.range(0, s.alive)
                .boxed()
                .sorted(Comparator.comparingDouble(r -> now.values[r]))
                .mapToInt(r -> r)
                .toArray();
        List<float[]> rows = new ArrayList<>(List.of(s.memory));
        rows.add(s.z);
        rows.add(now.slopes);
        for (float[] all : rows) {
            float[] old = all.clone();
            for (int r = 0; r < kept; r++) {
                System.arraycopy(old, order[r] * d, all, r * d, d);
            }
        }
        float[][] v = s.v.clone();
        for (int r = 0; r < s.alive; r++) {
            s.v[r] = v[order[r]];
        }
        s.alive = kept;
    }

    /** The image of the lowest value so far. */
    @Override
    public float[] solution(State s) {
        return s.best;
    }

    /** Relative change of the solution by the last step; 1 while several restarts go on. */
    @Override
    public double residual(State s) {
        return s.alive > 1 ? 1 : Vectors.relativeDistance(s.previous, s.best);
    }

    /** The lowest value so far. */
    @Override
    public double objective(State s) {
        return s.lowest;
    }

    @Override
    public boolean finished(State s) {
        return s.step >= steps;
    }

    @Override
    public void persist(State s, Checkpoint c) {
        c.same("steps", steps);
        c.same("restarts", restarts);
        c.same("seed", seed);
        c.same("range", range.ordinal());
        c.same("unit", unit);
        c.same("noise", noise);
        c.same("noise while hard", hardNoise);
        c.same("deviation", deviation);
        c.same("prior", prior);
        c.same("data", data);
        c.same("weights", weights.values());
        c.array("z", s.z);
        c.arrays("memory", s.memory);
        c.arrays("v", s.v);
        c.array("best", s.best);
        s.lowest = c.number("lowest", s.lowest);
        s.alive = (int) c.count("alive", s.alive);
        s.near = c.flag("near", s.near);
        s.step = c.count("step", s.step);
    }
}
