package org.preimage.operators;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.BiConsumer;
import org.preimage.operators.space.Image;
import org.preimage.operators.space.Space;

/**
 * A linear map A with its adjoint A*: &lt;A x, y&gt; = &lt;x, A* y&gt; for the real inner product of the arrays.
 *
 * <p>The public methods check their arguments and call {@link #computeApply} and {@link #computeAdjoint}, which an
 * operator's author writes without checks. Operators compose: {@code A.after(B)} is A B, and so on; nothing is computed
 * before the composition is applied. {@link DotTest} tells whether the two methods really are adjoint to each other.
 */
public abstract class LinearOperator implements Operator {
    private final Space domain;
    private final Space range;
    private volatile double norm = Double.NaN;

    protected LinearOperator(Space domain, Space range) {
        if (domain == null || range == null) {
            throw new IllegalArgumentException("a linear operator needs a domain and a range");
        }
        this.domain = domain;
        this.range = range;
    }

    /**
     * A linear operator from two functions, each of (input, output).
     *
     * @param domain where x lives
     * @param range where A x lives
     * @param apply writes A x into its second argument
     * @param adjoint writes A* y into its second argument
     */
    public static LinearOperator of(
            Space domain, Space range, BiConsumer<float[], float[]> apply, BiConsumer<float[], float[]> adjoint) {
        return new LinearOperator(domain, range) {
            @Override
            protected void computeApply(float[] x, float[] out) {
                apply.accept(x, out);
            }

            @Override
            protected void computeAdjoint(float[] y, float[] out) {
                adjoint.accept(y, out);
            }
        };
    }

    /** Writes A x into {@code out}, whose old content is arbitrary. Lengths have been checked. */
    protected abstract void computeApply(float[] x, float[] out);

    /** Writes A* y into {@code out}, whose old content is arbitrary. Lengths have been checked. */
    protected abstract void computeAdjoint(float[] y, float[] out);

    @Override
    public final Space domain() {
        return domain;
    }

    @Override
    public final Space range() {
        return range;
    }

    @Override
    public final void apply(float[] x, float[] out) {
        domain.require("x", x);
        range.require("out", out);
        requireDistinct(x, out);
        computeApply(x, out);
    }

    /**
     * Evaluates out = A* y.
     *
     * @throws IllegalArgumentException if a length does not fit, or {@code out} is {@code y}
     */
    public final void adjoint(float[] y, float[] out) {
        range.require("y", y);
        domain.require("out", out);
        requireDistinct(y, out);
        computeAdjoint(y, out);
    }

    /** The adjoint: a linear operator's derivative is itself at every x. */
    @Override
    public final void vjp(float[] x, float[] w, float[] out) {
        domain.require("x", x);
        adjoint(w, out);
    }

    /** A* y in a new array. */
    public final float[] adjoint(float[] y) {
        float[] out = domain.zeros();
        adjoint(y, out);
        return out;
    }

    /** A* y as an image of the domain. */
    public final Image adjoint(Image y) {
        range.requireShape("y", y.space());
        return new Image(domain, adjoint(y.data()));
    }

    /** The adjoint as an operator of its own. */
    public LinearOperator transposed() {
        return new Transposed(this);
    }

    /** The composition A B: first {@code first}, then this. */
    public LinearOperator after(LinearOperator first) {
        return new Composition(this, first);
    }

    /** The sum A + B. */
    public LinearOperator plus(LinearOperator other) {
        return new Sum(List.of(this, other));
    }

    /** The multiple c A. */
    public LinearOperator scaled(double factor) {
        return new Scaled(this, factor);
    }

    /** The operator x -&gt; (A x, B x, ...): one range after the other in one array. */
    public static Stacked stacked(LinearOperator... parts) {
        return new Stacked(List.of(parts));
    }

    /** The normal operator A* A. Overridden where it has a faster form than one after the other. */
    public LinearOperator gram() {
        return transposed().after(this);
    }

    /**
     * How (A* A + rho 1) x = r is solved in closed form, where that is possible: by masks, diagonals, periodic blur.
     *
     * @return empty where there is no closed form
     */
    public Optional<DampedNormal> dampedNormal() {
        return Optional.empty();
    }

    /**
     * The spectral norm |A|, computed once and kept.
     *
     * <p>By default the {@link PowerMethod}, which approaches the norm from below, to about 0.1 % here. A method whose
     * convergence needs a bound takes 1.01 times this.
     */
    public final double norm() {
        double known = norm;
        if (Double.isNaN(known)) {
            known = computeNorm();
            norm = known;
        }
        return known;
    }

    /** The norm; overridden where it is known in closed form. */
    protected double computeNorm() {
        return PowerMethod.norm(this);
    }

    /**
     * An upper bound of the norm, for step sizes: 1.01 times the {@link #norm} unless something is known that costs less.
     */
    public double normBound() {
        return 1.01 * norm();
    }

    /**
     * The operator whose matrix has the magnitudes |a_ij| of this one's entries, float by float: applied to ones it gives the
     * sums of rows, its adjoint those of columns, from which preconditioners of methods are made.
     *
     * @return empty where it is not known
     */
    public Optional<LinearOperator> magnitudes() {
        return Optional.empty();
    }

    /**
     * The standard deviation of the noise in measured data, where the operator knows better than the differences of
     * neighbouring samples do, as of k-space: of the real part, which is that of the imaginary part.
     *
     * @param data measured, in the range
     * @return empty where it knows nothing; NaN where differences say nothing either, as neighbours have nothing in common
     */
    public OptionalDouble noiseLevel(float[] data) {
        return OptionalDouble.empty();
    }

    /**
     * How far data of a continuous object may lie from every A x, because the operator only models the measurement on a
     * grid: the h in the generalised discrepancy principle |A x - b|<sup>2</sup> = m (sigma<sup>2</sup> + h<sup>2</sup>).
     *
     * <p>Goncharsky, Leonov and Yagola 1973, A generalized discrepancy principle, USSR Computational Mathematics and
     * Mathematical Physics 13.
     *
     * @param data measured, in the range
     * @param noise standard deviation of their noise
     * @return root mean square per sample, in units of the data; 0 where the operator is the measurement itself
     */
    public double modelError(float[] data, double noise) {
        return 0;
    }

    /**
     * The error that {@link #modelError} tells the size of, as far as an image's own data show it: how data of the
     * continuous object that this image stands for differ from A x.
     *
     * @param projections A x, in the range
     * @param out the difference, in the range; zeros where the operator is the measurement itself
     */
    public void modelErrorOf(float[] projections, float[] out) {
        range.require("projections", projections);
        range.require("out", out);
        Arrays.fill(out, 0);
    }

    private static void requireDistinct(float[] in, float[] out) {
        if (in == out) {
            throw new IllegalArgumentException("out is the input array, but must be another one");
        }
    }
}
