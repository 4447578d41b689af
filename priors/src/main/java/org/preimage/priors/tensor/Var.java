package org.preimage.priors.tensor;

/** A value on a {@link Tape}: a tensor, and where its derivative comes from. */
public final class Var {
    private final Tensor value;
    private final boolean differentiable;
    private Tensor cotangent;

    Var(Tensor value, boolean differentiable) {
        this.value = value;
        this.differentiable = differentiable;
    }

    /** The value, without a history of its own. */
    public Tensor value() {
        return value;
    }

    /** Whether it depends on weights or on a variable. */
    boolean differentiable() {
        return differentiable;
    }

    /** The derivative of what was differentiated by this value; null before, and where there is none. */
    public Tensor cotangent() {
        return cotangent;
    }

    void accumulate(Tensor part) {
        cotangent = cotangent == null ? part : cotangent.plus(part);
    }

    void clear() {
        cotangent = null;
    }
}
