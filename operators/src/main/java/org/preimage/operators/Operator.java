package org.preimage.operators;

import java.util.List;
import org.preimage.operators.space.Image;
import org.preimage.operators.space.Space;

/**
 * A differentiable map between two spaces, as the physics that turns an image into a measurement.
 *
 * <p>Implementations are immutable and may be used by several threads at once. Input arrays are never changed, output
 * arrays are overwritten whatever they held, and an output is another array than the inputs.
 */
public interface Operator {
    /** Where x lives. */
    Space domain();

    /** Where F(x) lives. */
    Space range();

    /**
     * Evaluates out = F(x).
     *
     * @throws IllegalArgumentException if a length does not fit, or {@code out} is {@code x}
     */
    void apply(float[] x, float[] out);

    /**
     * Vector-Jacobian product out = J(x)* w, where J(x) is the derivative of F at x.
     *
     * @param x the point, in the domain
     * @param w a cotangent, in the range
     * @param out result, in the domain
     * @throws IllegalArgumentException if a length does not fit, or {@code out} is {@code x} or {@code w}
     */
    void vjp(float[] x, float[] w, float[] out);

    /** F(x) in a new array. */
    default float[] apply(float[] x) {
        float[] out = range().zeros();
        apply(x, out);
        return out;
    }

    /** F(x) as an image of the range. */
    default Image apply(Image x) {
        domain().requireShape("x", x.space());
        return new Image(range(), apply(x.data()));
    }

    /** The composition F G: first {@code first}, then this. Of linear operators it is linear. */
    default Operator after(Operator first) {
        return this instanceof LinearOperator a && first instanceof LinearOperator b
                ? a.after(b)
                : new NonlinearComposition(this, first);
    }

    /** The sum F + G. Of linear operators it is linear. */
    default Operator plus(Operator other) {
        return this instanceof LinearOperator a && other instanceof LinearOperator b
                ? a.plus(b)
                : new NonlinearSum(List.of(this, other));
    }

    /** The operator x -&gt; (F_1(x), F_2(x), ...): one range after the other in one array. Of linear operators it is linear. */
    static Operator stack(List<? extends Operator> parts) {
        return !parts.isEmpty() && parts.stream().allMatch(LinearOperator.class::isInstance)
                ? LinearOperator.stacked(parts.toArray(LinearOperator[]::new))
                : new NonlinearStack(List.copyOf(parts));
    }
}
