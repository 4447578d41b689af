package org.preimage.priors.tensor;

/**
 * A linear operator whose numbers stay where the tensors are: the twin of a {@link org.preimage.operators.LinearOperator} for
 * training on a graphics card, where copies to Java and back would cost more than the physics. Differentiable inside of segments.
 */
public interface DeviceOperator {
    /** A x of each sample. */
    Tensor apply(Tensor x);

    /** A* y of each sample. */
    Tensor adjoint(Tensor y);

    /** A*. */
    default DeviceOperator transposed() {
        DeviceOperator plain = this;
        return new DeviceOperator() {
            @Override
            public Tensor apply(Tensor y) {
                return plain.adjoint(y);
            }

            @Override
            public Tensor adjoint(Tensor x) {
                return plain.apply(x);
            }
        };
    }
}
