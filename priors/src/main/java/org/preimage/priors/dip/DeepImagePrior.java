package org.preimage.priors.dip;

import java.util.List;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.preimage.operators.space.Vectors;
import org.preimage.priors.tensor.ComputeDevice;
import org.preimage.priors.tensor.Precision;
import org.preimage.priors.tensor.Samples;
import org.preimage.priors.tensor.Scope;
import org.preimage.priors.tensor.Tape;
import org.preimage.priors.tensor.Var;
import org.preimage.priors.training.Optimiser;
import org.preimage.priors.training.Schedule;
import org.preimage.priors.weights.Weights;
import org.preimage.reconstruction.functional.Differentiable;
import org.preimage.reconstruction.solver.Checkpoint;
import org.preimage.reconstruction.solver.Iteration;

/**
 * The deep image prior: the weights w of a network are fitted to one measurement,
 *
 * <pre>min over w of sum_i f_i(x(w)),</pre>
 *
 * where f_1 is the misfit of the data, as 1/2 |A x - y|<sup>2</sup>, and a further term may be total variation. The network's
 * architecture favours images over noise, which it fits later: the run has to end in time.
 *
 * <p>The solution is a running mean of the images, m &lt;- m + a (x - m), with the variance v &lt;- (1 - a) (v + a |x - m|<sup>2</sup>).
 * While the network still learns the image the variance falls, and it rises again when it begins to learn the noise: the mean
 * where the variance is least is kept, and the run ends when for {@code patience} steps none was less. Only steps count whose misfit is at
 * most {@code fitted}, for an image that does not change yet varies little, too.
 *
 * <p>Ulyanov, Vedaldi and Lempitsky 2018, Deep image prior, CVPR; Wang, Li, Zhuang, Chen, Liang and Sun 2023, Early stopping for
 * deep image prior, Trans. Mach. Learn. Res.; with total variation Liu, Sun, Xu and Kamilov 2019, Image restoration using
 * total variation regularized deep image prior, ICASSP.
 *
 * @param image x(w)
 * @param terms f_i of the image, the misfit first
 * @param optimiser of the weights
 * @param schedule learning rate
 * @param steps at most
 * @param forget a, above 0 and at most 1
 * @param fitted the value of f_1 from which on steps count
 * @param patience steps without a smaller variance after which the run ends; 0 to run all steps and keep the last mean
 * @param seed of initial weights and of what the image's function draws
 * @param device where the network is computed
 * @param precision of the network
 */
public record DeepImagePrior(
        Parametrisation image,
        List<Differentiable> terms,
        Optimiser optimiser,
        Schedule schedule,
        int steps,
        double forget,
        double fitted,
        int patience,
        long seed,
        ComputeDevice device,
        Precision precision)
        implements Iteration<DeepImagePrior.State> {
    public DeepImagePrior {
        terms = List.copyOf(terms);
        if (terms.isEmpty()) {
            throw new IllegalArgumentException("a deep image prior needs a misfit");
        }
        terms.forEach(f -> image.space().requireShape("the domain of a term", f.domain()));
        if (steps < 1 || !(forget > 0 && forget <= 1) || patience < 0) {
            throw new IllegalArgumentException(
                    "a deep image prior has " + steps + " steps, forget " + forget + " and patience " + patience
                            + ", but needs at least one step, a forget above 0 and at most 1, and no negative numbers");
        }
    }

    /** Everything that changes. */
    public static final class State {
        private final float[] weights;
        private final float[][] memory;
        private final float[] mean;
        private final float[] best;
        private long step;
        private double variance;
        private double leastVariance = Double.POSITIVE_INFINITY;
        private long leastStep;
        private double misfit = Double.NaN;
        private double objective = Double.NaN;

        private State(float[] weights, int memories, int pixels) {
            this.weights = weights;
            memory = new float[memories][weights.length];
            mean = new float[pixels];
            best = new float[pixels];
        }

        /** Steps done. */
        public long step() {
            return step;
        }

        /** The step after which the solution was kept; 0 while no step counts. */
        public long keptStep() {
            return leastStep;
        }

        /** f_1 of the last step's image. */
        public double misfit() {
            return misfit;
        }

        /** w after the last step: a view. */
        public float[] weights() {
            return weights;
        }
    }

    /** Weights as the network's layout draws them. */
    public float[] initial() {
        return Weights.initial(image.layout(), generator(-1)).values();
    }

    /** @param w0 weights, as {@link #initial} or those of a network that has learned before */
    @Override
    public State start(float[] w0) {
        return new State(w0.clone(), optimiser.memories(), image.space().length());
    }

    private RandomGenerator generator(long step) {
        return RandomGeneratorFactory.of("L64X128MixRandom").create(31 * seed + 0x9E3779B97F4A7C15L * (step + 2));
    }

    @Override
    public void step(State s) {
        float[] gradient = new float[s.weights.length];
        float[] x;
        try (Scope scope = Scope.open(device)) {
            Tape tape = Tape.recording(scope, new Weights(image.layout(), s.weights), precision);
            Var out = image.image(tape, generator(s.step));
            x = Samples.arrays(out.value(), image.space()).get(0);
            tape.backward(out, Samples.tensor(slope(s, x), image.space()), gradient);
        }
        optimiser.update(
                image.layout(), s.weights, gradient, s.memory, s.step + 1, schedule.at(s.step / (double) steps));
        s.step++;
        follow(s, x);
    }

    /** The gradient of the objective with respect to the image. */
    private float[] slope(State s, float[] x) {
        float[] sum = new float[x.length];
        s.misfit = terms.get(0).gradient(x, sum);
        s.objective = s.misfit;
        float[] part = new float[x.length];
        for (Differentiable f : terms.subList(1, terms.size())) {
            s.objective += f.gradient(x, part);
            Vectors.add(1, part, sum);
        }
        return sum;
    }

    private void follow(State s, float[] x) {
        // From the beginning the mean of all images so far, so that it forgets where it began.
        double a = Math.max(forget, 1.0 / s.step);
        double distance = Vectors.distanceSquared(x, s.mean);
        for (int i = 0; i < x.length; i++) {
            s.mean[i] += (float) (a * (x[i] - s.mean[i]));
        }
        s.variance = (1 - a) * (s.variance + a * distance);
        boolean counts = s.misfit <= fitted && s.step * forget >= 1;
        if (patience == 0 || counts && s.variance < s.leastVariance) {
            s.leastVariance = s.variance;
            s.leastStep = s.step;
            System.arraycopy(s.mean, 0, s.best, 0, x.length);
        }
    }

    /** The running mean where its variance was least; while no step counts, as it is now. */
    @Override
    public float[] solution(State s) {
        return s.leastStep > 0 ? s.best : s.mean;
    }

    /** The running standard deviation over the image's norm; 1 while there are too few steps to tell. */
    @Override
    public double residual(State s) {
        double norm = Vectors.norm(s.mean);
        return s.step * forget < 1 || norm == 0 ? 1 : Math.sqrt(s.variance) / norm;
    }

    /** That of the last step's image. */
    @Override
    public double objective(State s) {
        return s.objective;
    }

    @Override
    public boolean finished(State s) {
        return s.step >= steps || patience > 0 && s.leastStep > 0 && s.step - s.leastStep >= patience;
    }

    @Override
    public void persist(State s, Checkpoint c) {
        c.same("steps", steps);
        c.same("seed", seed);
        c.same("forget", forget);
        c.same("patience", patience);
        // Stands for operator, data and the terms' weights.
        c.same("slope at the black image", slope(start(s.weights), image.space().zeros()));
        c.same("bits of the network", precision == Precision.MIXED ? 16 : 32);
        c.array("weights", s.weights);
        c.arrays("memory", s.memory);
        c.array("mean", s.mean);
        c.array("best", s.best);
        s.step = c.count("step", s.step);
        s.variance = c.number("variance", s.variance);
        s.leastVariance = c.number("least variance", s.leastVariance);
        s.leastStep = c.count("least step", s.leastStep);
        s.misfit = c.number("misfit", s.misfit);
        s.objective = c.number("objective", s.objective);
    }
}
