package org.preimage.reconstruction.solver;

import org.preimage.operators.space.Vectors;
import org.preimage.reconstruction.functional.Differentiable;

/**
 * The quasi-Newton method L-BFGS for smooth f, without bounds:
 *
 * <pre>x' = x - a H grad f(x),   a by a line search with the strong Wolfe conditions,</pre>
 *
 * H the inverse Hessian that the last m pairs s = x' - x, y = grad f(x') - grad f(x) describe by the BFGS formula from &lt;s, y&gt;
 * / |y|<sup>2</sup> times the identity, applied by two loops over the pairs. Linear for strongly convex f; superlinear where m is
 * at least the number of unknowns. Most iterations take one gradient of f, and memory is 2 m images.
 *
 * <p>Nocedal 1980, Updating quasi-Newton matrices with limited storage, Math. Comput. 35; Liu and Nocedal 1989, On the limited memory
 * BFGS method for large scale optimization, Math. Program. 45.
 *
 * @param f what is minimised
 * @param memory m, at least 1; 5 to 20 is usual
 */
public record Lbfgs(Differentiable f, int memory) implements Iteration<Lbfgs.State> {
    private static final LineSearch SEARCH = new LineSearch(1e-4, 0.9);

    /** Cosine between s and y below which their curvature is rounding. */
    private static final double ROUNDING = 1e-6;

    /** @throws IllegalArgumentException if the memory is below 1 */
    public Lbfgs {
        if (memory < 1) {
            throw new IllegalArgumentException("memory is " + memory + ", but must be at least 1");
        }
    }

    /** With 10 pairs. */
    public Lbfgs(Differentiable f) {
        this(f, 10);
    }

    /** All buffers of a run: the pairs lie in a ring. */
    public static final class State {
        private final float[] x;
        private final float[] gradient;
        private final float[] direction;
        private final float[] next;
        private final float[] nextGradient;
        private final float[][] s;
        private final float[][] y;
        private final double[] product;
        private final double[] factor;
        private int pairs;
        private int newest = -1;
        private double value;

        private State(Lbfgs problem, float[] x0) {
            x = x0.clone();
            gradient = new float[x.length];
            direction = new float[x.length];
            next = new float[x.length];
            nextGradient = new float[x.length];
            s = new float[problem.memory][x.length];
            y = new float[problem.memory][x.length];
            product = new double[problem.memory];
            factor = new double[problem.memory];
            value = problem.f.gradient(x, gradient);
        }

        /** The place of the pair that is {@code age} updates old. */
        private int place(int age) {
            return Math.floorMod(newest - age, s.length);
        }
    }

    @Override
    public State start(float[] x0) {
        f.domain().require("x0", x0);
        return new State(this, x0);
    }

    @Override
    public void step(State s) {
        direct(s);
        double slope = Vectors.dot(s.direction, s.gradient);
        if (!(slope < 0) && s.pairs > 0) {
            s.pairs = 0;
            direct(s);
            slope = Vectors.dot(s.direction, s.gradient);
        }
        if (!(slope < 0)) {
            // The gradient is zero.
            return;
        }
        double first = s.pairs == 0 ? GradientDescent.stepOf(f) : 1;
        LineSearch.Found found = SEARCH.search(f, s.x, s.value, s.direction, slope, first, s.next, s.nextGradient);
        if (found.step() == 0) {
            // Rounding: the pairs are worth nothing here.
            s.pairs = 0;
            return;
        }
        remember(s);
        System.arraycopy(s.next, 0, s.x, 0, s.x.length);
        System.arraycopy(s.nextGradient, 0, s.gradient, 0, s.x.length);
        s.value = found.value();
    }

    /** direction = -H g. */
    private static void direct(State s) {
        float[] d = s.direction;
        Vectors.combine(-1, s.gradient, 0, s.gradient, d);
        for (int age = 0; age < s.pairs; age++) {
            int i = s.place(age);
            s.factor[i] = Vectors.dot(s.s[i], d) / s.product[i];
            Vectors.add(-s.factor[i], s.y[i], d);
        }
        if (s.pairs > 0) {
            Vectors.scale(s.product[s.newest] / Vectors.normSquared(s.y[s.newest]), d);
        }
        for (int age = s.pairs - 1; age >= 0; age--) {
            int i = s.place(age);
            double back = Vectors.dot(s.y[i], d) / s.product[i];
            Vectors.add(s.factor[i] - back, s.s[i], d);
        }
    }

    private void remember(State s) {
        int i = (s.newest + 1) % memory;
        Vectors.combine(1, s.next, -1, s.x, s.s[i]);
        Vectors.combine(1, s.nextGradient, -1, s.gradient, s.y[i]);
        double product = Vectors.dot(s.s[i], s.y[i]);
        if (product > ROUNDING * Vectors.norm(s.s[i]) * Vectors.norm(s.y[i])) {
            s.product[i] = product;
            s.newest = i;
            s.pairs = Math.min(memory, s.pairs + 1);
        } else {
            // The place held the oldest pair.
            s.pairs = Math.min(memory - 1, s.pairs);
        }
    }

    @Override
    public float[] solution(State s) {
        return s.x;
    }

    /** |grad f(x)| / (L |x|): the length of a plain gradient step relative to the solution. */
    @Override
    public double residual(State s) {
        return GradientDescent.relativeStep(f, s.gradient, s.x);
    }

    @Override
    public double objective(State s) {
        return s.value;
    }

    @Override
    public void persist(State s, Checkpoint c) {
        c.same("memory", memory);
        c.array("x", s.x);
        c.array("gradient", s.gradient);
        c.arrays("s", s.s);
        c.arrays("y", s.y);
        for (int i = 0; i < memory; i++) {
            s.product[i] = c.number("product", s.product[i]);
        }
        s.pairs = (int) c.count("pairs", s.pairs);
        s.newest = (int) c.count("newest", s.newest);
        s.value = c.number("value", s.value);
    }
}
