package org.preimage.reconstruction.solver;

import org.preimage.operators.Identity;
import org.preimage.operators.LinearOperator;
import org.preimage.operators.parallel.Parallel;
import org.preimage.operators.space.Vectors;
import org.preimage.reconstruction.functional.DualSweep;
import org.preimage.reconstruction.functional.Pointwise;
import org.preimage.reconstruction.functional.Proximable;

/**
 * The dual variable y of a term f(K x) in {@link ChambollePock}, with the mean of its unrelaxed values since the gap was last
 * asked for, and the way that its half of an iteration is made:
 *
 * <ul>
 *   <li>swept, in one pass with the primal half, where f and K offer a {@link DualSweep};
 *   <li>within that pass, pixel by pixel, where K is the identity and f* is {@link Pointwise};
 *   <li>else by itself, which takes arrays for K x and K x' as well.
 * </ul>
 */
final class DualVariable {
    private static final int BLOCK = 1 << 12;

    private final Term term;
    private final Proximable conjugate;
    private final double scale;
    private final DualSweep sweep;
    private final boolean pixelwise;
    private final float[] y;
    private final float[] mean;
    private final float[] next;
    private final float[] kx;
    private final float[] kxNext;

    /**
     * @param scale s, the norm of K
     * @param pieces whether the primal half is made piece by piece
     * @param mayBeSwept whether no other term is swept
     */
    DualVariable(Term term, double scale, boolean pieces, boolean mayBeSwept) {
        LinearOperator k = term.operator();
        this.term = term;
        this.conjugate = term.functional().conjugate();
        this.scale = scale;
        this.sweep = pieces && mayBeSwept ? term.functional().sweep(k).orElse(null) : null;
        this.pixelwise = pieces && k instanceof Identity && conjugate instanceof Pointwise;
        this.y = k.range().zeros();
        this.mean = k.range().zeros();
        this.next = separate() ? k.range().zeros() : null;
        this.kx = separate() ? k.range().zeros() : null;
        this.kxNext = separate() ? k.range().zeros() : null;
    }

    DualSweep sweep() {
        return sweep;
    }

    boolean pixelwise() {
        return pixelwise;
    }

    boolean separate() {
        return sweep == null && !pixelwise;
    }

    float[] y() {
        return y;
    }

    float[] mean() {
        return mean;
    }

    /** f*, where the term is made pixel by pixel. */
    Pointwise pointwise() {
        return (Pointwise) conjugate;
    }

    /** The dual step for a primal weight times the norm of the stack. */
    double step(double omega) {
        return 1 / (omega * scale * scale);
    }

    /** y' of the last iteration where the term is made by itself, else y. */
    float[] last() {
        return separate() ? next : y;
    }

    /** s |y|, squared. */
    double normSquared() {
        return scale * scale * Vectors.normSquared(y);
    }

    /** Takes over K x of the start. */
    void start(float[] x) {
        if (separate()) {
            term.operator().apply(x, kx);
            System.arraycopy(kx, 0, kxNext, 0, kx.length);
        }
    }

    /** Takes over another run's variable, multiplied with a factor. */
    void start(DualVariable other, double factor, float[] x, float[] xNext) {
        Vectors.combine(factor, other.y, 0, other.y, y);
        if (separate() && other.separate()) {
            System.arraycopy(other.kx, 0, kx, 0, kx.length);
            System.arraycopy(other.kxNext, 0, kxNext, 0, kx.length);
        } else if (separate()) {
            term.operator().apply(x, kx);
            term.operator().apply(xNext, kxNext);
        }
    }

    /** K x' for the x' of the last iteration: a view where it is at hand. */
    float[] image(float[] xNext) {
        return separate() ? kxNext : pixelwise ? xNext : term.operator().apply(xNext);
    }

    /** The half of an iteration of a term that is made by itself. */
    void ascend(float[] xNext, double sigma, double rho, double share) {
        term.operator().apply(xNext, kxNext);
        if (conjugate instanceof Pointwise p) {
            Parallel.ranges(y.length, BLOCK, (from, to) -> {
                for (int at = from; at < to; at += BLOCK) {
                    int end = Math.min(to, at + BLOCK);
                    step(at, end, (float) sigma);
                    float[] piece = new float[end - at];
                    System.arraycopy(next, at, piece, 0, piece.length);
                    p.proxPiece(piece, at, sigma);
                    System.arraycopy(piece, 0, next, at, piece.length);
                    relax(at, end, (float) rho, (float) share);
                }
            });
        } else {
            Parallel.ranges(y.length, BLOCK, (from, to) -> step(from, to, (float) sigma));
            conjugate.prox(next, sigma, next);
            Parallel.ranges(y.length, BLOCK, (from, to) -> relax(from, to, (float) rho, (float) share));
        }
    }

    /** y' = y + sigma (2 K x' - K x). */
    private void step(int from, int to, float sigma) {
        for (int i = from; i < to; i++) {
            next[i] = y[i] + sigma * (2 * kxNext[i] - kx[i]);
        }
    }

    private void relax(int from, int to, float rho, float share) {
        for (int i = from; i < to; i++) {
            y[i] += rho * (next[i] - y[i]);
            mean[i] += share * (next[i] - mean[i]);
            kx[i] += rho * (kxNext[i] - kx[i]);
        }
    }

    /** f(K x'). */
    double value(float[] xNext) {
        return term.functional().value(image(xNext));
    }

    /** f* of the mean. */
    double conjugateValue() {
        return term.functional().conjugateValue(mean);
    }

    /** out += K* y, or = for the first term. */
    void push(boolean first, float[] part, float[] out) {
        term.operator().adjoint(y, first ? out : part);
        if (!first) {
            Vectors.add(1, part, out);
        }
    }

    /** out += K* of the mean. */
    void pushMean(float[] part, float[] out) {
        term.operator().adjoint(mean, part);
        Vectors.add(1, part, out);
    }

    void persist(Checkpoint c) {
        c.array("y", y);
        c.array("mean", mean);
        if (separate()) {
            c.array("kx", kx);
        }
    }
}
