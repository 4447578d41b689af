package org.preimage.reconstruction.solver;

import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.preimage.operators.LinearOperator;
import org.preimage.operators.space.Space;
import org.preimage.operators.space.Vectors;
import org.preimage.reconstruction.functional.Proximable;

/**
 * The stochastic primal-dual hybrid gradient method for
 *
 * <pre>min_x g(x) + sum_i f_i(K_i x),</pre>
 *
 * which uses one of the n terms at a time, drawn with probability p_i:
 *
 * <pre>
 * x    = prox_{tau g}(x - tau z')
 * y_i' = prox_{sigma_i f_i*}(y_i + sigma_i K_i x)
 * z   += K_i* (y_i' - y_i),   z' = z + K_i* (y_i' - y_i) / p_i
 * </pre>
 *
 * with sigma_i = c omega<sup>-1</sup> / |K_i|, tau = c omega min_i p_i / |K_i|, c = 0.99. The terms may be views of one
 * tomographic scan and the gradient's. The expected gap of the averages falls as 1/k, and convergence is linear where g and all
 * f_i* are strongly convex. One step makes n draws, so that it costs about as much as one of the method with all terms.
 *
 * <p>Chambolle, Ehrhardt, Richtarik and Schonlieb 2018, Stochastic primal-dual hybrid gradient algorithm with arbitrary sampling and
 * imaging applications, SIAM J. Optim. 28.
 *
 * <p>The draws depend on the seed and the number of the draw alone.
 *
 * @param g a functional of the image itself
 * @param terms at least one, on the domain of g
 * @param probabilities p_i, one for each term, positive, with the sum 1
 * @param omega the primal weight, positive: of the size of |x*| / |y*|
 * @param seed of the draws
 */
public record Spdhg(Proximable g, List<Term> terms, List<Double> probabilities, double omega, long seed)
        implements Iteration<Spdhg.State> {
    private static final double SAFETY = 0.99;

    /** @throws IllegalArgumentException if there is no term, a domain differs, or a number is out of its range */
    public Spdhg {
        terms = List.copyOf(terms);
        probabilities = List.copyOf(probabilities);
        if (terms.isEmpty()) {
            throw new IllegalArgumentException("there is no term, but at least one is needed");
        }
        if (probabilities.size() != terms.size()) {
            throw new IllegalArgumentException("there are " + probabilities.size() + " probabilities, but "
                    + terms.size() + " are needed, one for each term");
        }
        double sum = 0;
        for (int i = 0; i < terms.size(); i++) {
            g.domain()
                    .requireShape(
                            "the domain of term " + i, terms.get(i).operator().domain());
            if (!(probabilities.get(i) > 0)) {
                throw new IllegalArgumentException(
                        "probability " + i + " is " + probabilities.get(i) + ", but must be positive");
            }
            sum += probabilities.get(i);
        }
        if (Math.abs(sum - 1) > 1e-6) {
            throw new IllegalArgumentException("the probabilities' sum is " + sum + ", but must be 1");
        }
        if (!(omega > 0) || Double.isInfinite(omega)) {
            throw new IllegalArgumentException("omega is " + omega + ", but must be positive and finite");
        }
    }

    /** With equal probabilities. */
    public Spdhg(Proximable g, List<Term> terms, double omega, long seed) {
        this(g, terms, terms.stream().map(t -> 1.0 / terms.size()).toList(), omega, seed);
    }

    /** All buffers of a run. */
    public static final class State {
        private final List<Proximable> conjugates;
        private final double[] sigmas;
        private final double tau;
        private final float[] x;
        private final float[] last;
        private final float[] z;
        private final float[] extrapolated;
        private final float[] part;
        private final float[][] y;
        private final float[][] next;
        private int iteration;

        private State(Space domain, List<Term> terms, float[] x0, double[] sigmas, double tau) {
            conjugates = terms.stream().map(t -> t.functional().conjugate()).toList();
            x = x0.clone();
            last = x0.clone();
            z = domain.zeros();
            extrapolated = domain.zeros();
            part = domain.zeros();
            y = terms.stream().map(t -> t.operator().range().zeros()).toArray(float[][]::new);
            next = terms.stream().map(t -> t.operator().range().zeros()).toArray(float[][]::new);
            this.sigmas = sigmas;
            this.tau = tau;
        }

        /** The dual variable of term {@code i}: a view. */
        public float[] dual(int i) {
            return y[i];
        }
    }

    @Override
    public State start(float[] x0) {
        g.domain().require("x0", x0);
        double[] sigmas = new double[terms.size()];
        double tau = Double.POSITIVE_INFINITY;
        for (int i = 0; i < sigmas.length; i++) {
            double bound = terms.get(i).operator().normBound();
            double norm = bound > 0 ? bound : 1;
            sigmas[i] = SAFETY / (omega * norm);
            tau = Math.min(tau, SAFETY * omega * probabilities.get(i) / norm);
        }
        return new State(g.domain(), terms, x0, sigmas, tau);
    }

    private int draw(RandomGenerator random) {
        double u = random.nextDouble();
        int i = 0;
        while (i < probabilities.size() - 1 && u >= probabilities.get(i)) {
            u -= probabilities.get(i++);
        }
        return i;
    }

    @Override
    public void step(State s) {
        System.arraycopy(s.x, 0, s.last, 0, s.x.length);
        RandomGenerator random =
                RandomGeneratorFactory.of("L64X128MixRandom").create(seed + 0x9E3779B97F4A7C15L * s.iteration);
        for (int k = 0; k < terms.size(); k++) {
            int i = draw(random);
            LinearOperator operator = terms.get(i).operator();
            Vectors.add(-s.tau, s.extrapolated, s.x);
            g.at(s.iteration).prox(s.x, s.tau, s.x);
            operator.apply(s.x, s.next[i]);
            Vectors.combine(s.sigmas[i], s.next[i], 1, s.y[i], s.next[i]);
            s.conjugates.get(i).prox(s.next[i], s.sigmas[i], s.next[i]);
            Vectors.combine(1, s.next[i], -1, s.y[i], s.y[i]);
            operator.adjoint(s.y[i], s.part);
            System.arraycopy(s.next[i], 0, s.y[i], 0, s.y[i].length);
            Vectors.add(1, s.part, s.z);
            Vectors.combine(1, s.z, 1 / probabilities.get(i), s.part, s.extrapolated);
        }
        s.iteration++;
    }

    @Override
    public float[] solution(State s) {
        return s.x;
    }

    /** The {@link #gap}; where a functional does not know its conjugate, the relative change of x in the last step. */
    @Override
    public double residual(State s) {
        double gap = gap(s);
        return Double.isNaN(gap) ? GradientDescent.relativeChange(s.x, s.last) : gap;
    }

    /**
     * The duality gap (P - D) / max(|P|, |D|) of x and all y_i, the primal variable bounded to entries of magnitude at most
     * twice the largest one of the solution. Infinite while the solution breaks a constraint among the f_i; NaN where a
     * functional does not know its conjugate.
     */
    @Override
    public double gap(State s) {
        if (s.iteration == 0) {
            return Double.POSITIVE_INFINITY;
        }
        double dual = 0;
        for (int i = 0; i < terms.size(); i++) {
            dual -= terms.get(i).functional().conjugateValue(s.y[i]);
        }
        return DualityGap.relative(objective(s), dual + DualityGap.dualOf(g, s.x, s.z));
    }

    @Override
    public double objective(State s) {
        double sum = g.value(s.x);
        for (Term term : terms) {
            sum += term.value(s.x);
        }
        return sum;
    }

    @Override
    public void persist(State s, Checkpoint c) {
        c.same("probabilities", Arrays.hashCode(probabilities.toArray()));
        c.same("omega", omega);
        c.same("seed", seed);
        c.array("x", s.x);
        c.array("last", s.last);
        c.array("z", s.z);
        c.array("extrapolated", s.extrapolated);
        c.arrays("y", s.y);
        s.iteration = (int) c.count("iteration", s.iteration);
    }
}
