package org.preimage.operators.phase;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;
import org.preimage.operators.LinearOperator;
import org.preimage.operators.Operator;
import org.preimage.operators.space.Field;
import org.preimage.operators.space.Space;

/**
 * What a detector sees of a wave A x: its intensity |A x|<sup>2</sup> or its magnitude |A x|. Nonlinear, and the same for all
 * images that differ by a global phase.
 */
public final class PhaseRetrieval implements Operator {
    private final LinearOperator propagation;
    private final Quantity quantity;
    private final Space range;

    /** What is measured of each complex number. */
    public enum Quantity {
        /** |z|<sup>2</sup>. */
        INTENSITY,
        /** |z|. Its derivative at 0 is taken for 0. */
        MAGNITUDE;

        /** The name in a SPEC, as "intensity". */
        public String label() {
            return name().toLowerCase(Locale.ROOT);
        }

        /**
         * The quantity of this name.
         *
         * @throws IllegalArgumentException if there is none
         */
        public static Quantity of(String label) {
            return Arrays.stream(values())
                    .filter(q -> q.label().equals(label))
                    .findFirst()
                    .orElseThrow(() -> new IllegalArgumentException("what is measured is \"" + label
                            + "\", but must be one of "
                            + Arrays.stream(values()).map(Quantity::label).collect(Collectors.joining(", "))));
        }
    }

    /**
     * @param propagation A, with a complex range
     * @param quantity what is measured
     */
    public PhaseRetrieval(LinearOperator propagation, Quantity quantity) {
        if (propagation.range().field() != Field.COMPLEX) {
            throw new IllegalArgumentException(
                    "the wave is " + propagation.range() + ", but must be complex: real values have no phase");
        }
        this.propagation = propagation;
        this.quantity = quantity;
        this.range = new Space(propagation.range().axes(), Field.REAL);
    }

    /** A. */
    public LinearOperator propagation() {
        return propagation;
    }

    public Quantity quantity() {
        return quantity;
    }

    /** The magnitudes |A x| that data b stand for: negative intensities, which only noise makes, count as zero. */
    public float[] magnitudes(float[] data) {
        range.require("data", data);
        float[] out = data.clone();
        for (int i = 0; i < out.length; i++) {
            float positive = Math.max(0, out[i]);
            out[i] = quantity == Quantity.INTENSITY ? (float) Math.sqrt(positive) : positive;
        }
        return out;
    }

    @Override
    public Space domain() {
        return propagation.domain();
    }

    @Override
    public Space range() {
        return range;
    }

    @Override
    public void apply(float[] x, float[] out) {
        range.require("out", out);
        float[] z = propagation.apply(x);
        for (int i = 0; i < out.length; i++) {
            float re = z[2 * i];
            float im = z[2 * i + 1];
            float square = re * re + im * im;
            out[i] = quantity == Quantity.INTENSITY ? square : (float) Math.sqrt(square);
        }
    }

    /** J(x)* w = A*(2 w z) or A*(w z / |z|), with z = A x. */
    @Override
    public void vjp(float[] x, float[] w, float[] out) {
        range.require("w", w);
        if (out == x || out == w) {
            throw new IllegalArgumentException("out is an input array, but must be another one");
        }
        float[] z = propagation.apply(x);
        for (int i = 0; i < w.length; i++) {
            float re = z[2 * i];
            float im = z[2 * i + 1];
            float factor = 2 * w[i];
            if (quantity == Quantity.MAGNITUDE) {
                float size = (float) Math.sqrt(re * re + im * im);
                factor = size == 0 ? 0 : w[i] / size;
            }
            z[2 * i] = factor * re;
            z[2 * i + 1] = factor * im;
        }
        propagation.adjoint(z, out);
    }
}
